"""What balancers, watchers and administrators learn of a node, and that no log holds what people wrote."""

from __future__ import annotations

import json
import logging
import shutil
import threading
from collections import namedtuple

import pytest
from flask import Flask, request

from engine import scheduler
from engine.logs import JsonLines
from engine.work import Platform
from tests.clocks import FakeClock
from tests.webui.conftest import PASSWORD, Hire
from tests.webui.pages import Browser
from webui import create_app, crowd, health
from webui.config import Config

PERSON = {"name": "Hờ Mê Mlô Đánh Dấu", "phone": "0905 731 731", "email": "danh.dau@example.vn"}
MARKED = {**PERSON, "what": "Nội dung đánh dấu riêng tư", "commune": "24118"}
Usage = namedtuple("Usage", "total used free")


def test_a_living_node_says_so_whatever_its_database_does(platform: Platform) -> None:
    answer = create_app(platform, Config()).test_client().get("/health")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_a_node_without_a_procedure_is_not_ready(platform: Platform) -> None:
    answer = create_app(platform, Config()).test_client().get("/ready")
    assert (answer.status_code, answer.get_json()["reasons"]) == (503, ["release"])


def test_a_ready_node_names_its_release(app: Flask, province: Platform) -> None:
    with province.look() as work:
        digest = province.library.in_force(work).digest
    assert app.test_client().get("/ready").json == {"status": "ok", "release": digest[:12]}


def test_a_node_that_leaves_or_has_no_room_is_not_ready(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    app.extensions[health.LEAVING] = True
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, 0))
    answer = app.test_client().get("/ready")
    assert (answer.status_code, answer.get_json()["reasons"]) == (503, ["leaving", "disk"])
    assert app.test_client().get("/health").status_code == 200


def test_metrics_are_for_the_same_machine_only(app: Flask) -> None:
    here, afar = app.test_client(), {"REMOTE_ADDR": "203.0.113.9"}
    page = here.get("/metrics")
    assert page.status_code == 200 and "phananh_timers_overdue" in page.text
    assert here.get("/metrics", environ_base=afar).status_code == 404
    # A proxy on this machine speaks for somebody else.
    assert here.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404


def test_metrics_with_a_token_are_for_whoever_shows_it(province: Platform) -> None:
    client = create_app(province, Config(metrics_token="m4")).test_client()
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer m5"}).status_code == 404
    afar = {"REMOTE_ADDR": "203.0.113.9"}
    shown = client.get("/metrics", headers={"Authorization": "Bearer m4"}, environ_base=afar)
    assert shown.status_code == 200


def test_requests_are_counted_by_page(app: Flask) -> None:
    client = app.test_client()
    with app.test_request_context("/gui"):
        endpoint = request.endpoint
    client.get("/gui")
    page = client.get("/metrics").text
    assert f'phananh_request_seconds_count{{endpoint="{endpoint}",status="2xx"}}' in page


def test_an_administrator_reads_what_is_wrong_and_what_to_do(
    browser: Browser, hire: Hire, province: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.watching.alarms.LEAST_FREE", 0)
    monkeypatch.setattr(scheduler, "skew", lambda work: 0.0)  # the tests' clock is not PostgreSQL's
    hire("quantri", ("ioc", "administrator"))
    browser.log_in("quantri", PASSWORD)
    page = browser.get("/quan-tri")
    assert "Đồng hồ hệ thống không chạy." in page.text and "phananh-worker" in page.text
    scheduler.beat(province)
    page = browser.get("/quan-tri")
    assert "Hệ thống chạy bình thường" in page.text and "Chưa có bản sao lưu nào." in page.text


def test_no_log_holds_what_a_person_wrote(
    app: Flask, browser: Browser, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []
    handler = logging.Handler()
    handler.setFormatter(JsonLines())
    monkeypatch.setattr(handler, "emit", lambda record: lines.append(handler.format(record)))
    root = logging.getLogger()
    root.addHandler(handler)
    before = root.level
    root.setLevel(logging.INFO)
    try:
        page = browser.get("/gui")
        clock.advance(seconds=40)
        assert page.submit("/gui", MARKED).status == 303

        def broken(*_: object, **__: object) -> None:
            raise ValueError(f"cannot store {MARKED}")

        monkeypatch.setattr("webui.public.report.open_case", broken, raising=False)
        monkeypatch.setattr("engine.cases.opening.open_case", broken)
        page = browser.get("/gui")
        clock.advance(seconds=40)
        assert page.submit("/gui", {**MARKED, "what": "Nội dung đánh dấu lần hai"}).status == 500
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    told = [json.loads(line) for line in lines]
    assert any({"method", "endpoint", "status", "ms"} <= line.keys() for line in told)
    assert any(line.get("error") == "ValueError" for line in told)
    for marker in (*PERSON.values(), "đánh dấu", "0905731731", "84905731731"):
        assert marker not in "\n".join(lines)


def test_whoever_comes_when_the_line_is_full_is_asked_to_wait(
    app: Flask, browser: Browser, clock: FakeClock
) -> None:
    line = app.extensions["phananh_line"] = crowd.Line(at_work=1, in_line=1, patience=0.05)
    page = browser.get("/gui")
    clock.advance(seconds=40)
    assert line.enter()
    refused = page.submit("/gui", MARKED)
    assert refused.status == 503 and refused.response.headers["Retry-After"] == "60"
    assert "Trình duyệt vẫn giữ mọi điều vừa nhập" in refused.text
    assert MARKED["what"] not in refused.text  # one page for everybody
    assert browser.get("/gui").status == 200  # reading goes on
    line.leave()
    assert page.submit("/gui", MARKED).status == 303


def test_a_place_in_line_is_taken_over_when_somebody_leaves() -> None:
    line = crowd.Line(at_work=1, in_line=1, patience=10)
    assert line.enter()
    came: list[bool] = []
    waiting = threading.Thread(target=lambda: came.append(line.enter()))
    waiting.start()
    while line._places.acquire(blocking=False):  # until the other stands in line
        line._places.release()
    assert not line.enter()
    line.leave()
    waiting.join()
    assert came == [True]


def test_a_full_disk_is_told_as_such(app: Flask, browser: Browser) -> None:
    def full() -> str:
        raise OSError(28, "No space left on device")

    full.open_to = frozenset({"public"})  # type: ignore[attr-defined]
    app.add_url_rule("/day", "full", full)
    page = browser.get("/day")
    assert page.status == 503 and "hết chỗ lưu" in page.text
