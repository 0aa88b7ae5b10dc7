"""A request is recorded and sent again later: after a logout, from another session, by another clock.

Whoever holds a copy of a request can at most hear the answer once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.datastructures import MultiDict

from engine import timers
from engine.cases import reporting
from engine.invariants import INVARIANTS, broken
from engine.notices.sending import send_waiting
from engine.scheduler import sweep
from engine.store.tables import cases, inputs, work_items
from engine.store.tables import timers as armed
from engine.work import Platform
from tests.clocks import FakeClock
from tests.faults.clients import TRIAGE
from tests.faults.conftest import PASSWORD, _furnish
from tests.faults.plays import words_of
from tests.webui.pages import Browser, Page
from webui import create_app
from webui.config import Config

OURS = "_csrf"


@dataclass(frozen=True)
class Record:
    """One request as it went over the line."""

    path: str
    fields: MultiDict[str, Any]

    def again(self, browser: Browser, *, token_of: Page | None = None) -> Page:
        """Send it once more, perhaps with the token of this browser's own page in place of the recorded one."""
        told: MultiDict[str, Any] = MultiDict(self.fields)
        if token_of is not None:
            told[OURS] = token_of.all(f"//input[@name='{OURS}']")[0].get("value")
        return browser.post(self.path, told)


@pytest.fixture
def app(platform: Platform, kept_password: str) -> Iterator[Flask]:
    _furnish(platform, password_hash=kept_password)
    yield create_app(platform, Config())
    timers.tick(platform)
    send_waiting(platform)
    assert [str(one) for one in broken(platform, INVARIANTS)] == []


@pytest.fixture
def report(app: Flask, clock: FakeClock) -> Record:
    """What a citizen sent, once, an hour ago."""
    browser = Browser(app)
    page = browser.get("/gui")
    clock.advance(seconds=40)
    fields = page.fields("/gui")
    for name, value in words_of(1).items():
        if name != "photos":
            fields[name] = value
    assert browser.post("/gui", fields).status == 303
    clock.advance(hours=1)
    return Record("/gui", fields)


@pytest.fixture
def triage(app: Flask, platform: Platform, report: Record) -> tuple[Browser, Record]:
    """What an officer sent, once, and the browser it came from."""
    browser = Browser(app)
    assert browser.log_in("operator", PASSWORD).status == 303
    page = browser.get(f"/viec/{_one(platform, sa.select(work_items.c.id))}")
    path = page.all("//form[@id='step']")[0].get("action")
    fields = page.fields(path)
    for name, value in TRIAGE.items():
        fields[name] = value
    assert browser.post(path, fields).status == 303
    return browser, Record(path, fields)


def _one(platform: Platform, query: sa.Select[Any]) -> Any:
    with platform.look() as work:
        return work.connection.execute(query).scalar_one()


def _many(platform: Platform, table: sa.Table, *wanted: sa.ColumnElement[bool]) -> int:
    return int(_one(platform, sa.select(sa.func.count()).select_from(table).where(*wanted)))


def _number(page: Page) -> str:
    return str(page.all("//*[contains(@class, 'code')]/strong")[0].text_content())


@pytest.mark.parametrize("hours", [-0.9, 0, 24 * 29, 24 * 400])
def test_a_report_sent_again_is_the_same_report(
    app: Flask, platform: Platform, clock: FakeClock, report: Record, hours: float
) -> None:
    """From another browser, a year later, or by a clock that was set back meanwhile."""
    clock.advance(hours=hours)
    sweep(platform)
    browser = Browser(app)
    assert report.again(browser).status == 400  # the token is of another visit
    came = report.again(browser, token_of=browser.get("/gui"))
    assert came.status == 303
    assert _number(came.follow()) == _one(platform, sa.select(cases.c.report_no))
    assert _many(platform, cases) == 1


def test_a_task_sent_again_after_the_logout_is_done_once(
    platform: Platform, clock: FakeClock, triage: tuple[Browser, Record]
) -> None:
    browser, recorded = triage
    assert browser.get("/viec").submit("/dang-xuat").status == 303
    clock.advance(hours=-0.5)
    assert recorded.again(browser).status in (400, 401, 403)  # nobody is logged in
    assert browser.log_in("operator", PASSWORD).status == 303
    assert recorded.again(browser).status == 400  # the token went with its session
    assert recorded.again(browser, token_of=browser.get("/viec")).status == 303  # the answer once more
    assert _many(platform, inputs, inputs.c.kind == "complete") == 1


def test_a_task_sent_again_by_somebody_else_is_not_theirs(
    app: Flask, platform: Platform, triage: tuple[Browser, Record]
) -> None:
    _, recorded = triage
    colleague, stranger = Browser(app), Browser(app)
    for browser, login, status in ((colleague, "second", 409), (stranger, "handler", 404)):
        browser.log_in(login, PASSWORD)
        assert recorded.again(browser, token_of=browser.get("/viec")).status == status
    assert _many(platform, inputs, inputs.c.kind == "complete") == 1


def test_an_addition_sent_again_is_heard_once(
    platform: Platform, clock: FakeClock, triage: tuple[Browser, Record]
) -> None:
    case_id = _one(platform, sa.select(cases.c.id))
    for hours in (0.0, -0.9, 50.0):
        clock.advance(hours=hours)
        with platform.work() as work:
            reporting.add_info(work, case_id, "Nay đã rộng hơn", key="recorded")
    assert _many(platform, inputs, inputs.c.kind == "message") == 1


def test_nothing_fires_twice_by_a_clock_that_is_set_back(
    platform: Platform, clock: FakeClock, triage: tuple[Browser, Record]
) -> None:
    _, recorded = triage
    for hours in (30.0, -20.0, 5.0, 40.0, -60.0, 80.0):
        clock.advance(hours=hours)
        timers.tick(platform)
    fired = _many(platform, armed, armed.c.state == "fired")
    assert fired
    rang = _many(platform, inputs, inputs.c.kind == "timer")
    clock.advance(hours=-100)
    timers.tick(platform)
    assert _many(platform, armed, armed.c.state == "fired") == fired
    assert _many(platform, inputs, inputs.c.kind == "timer") == rang
    early = armed.c.state == "fired", armed.c.fired_at < armed.c.due_at
    assert _many(platform, armed, *early) == 0
