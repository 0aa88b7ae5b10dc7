"""Addresses and forms that no page of ours would have sent."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from engine.store import tables
from engine.work import Platform
from tests.clocks import FakeClock
from tests.webui.conftest import PASSWORD, Hire
from tests.webui.pages import Browser

LAMP = {"what": "Đèn đường tắt trước cổng chợ", "commune": "24118", "phone": "0901 234 567"}


def _texts(platform: Platform) -> list[str]:
    with platform.look() as work:
        cases = tables.cases.c
        return list(work.connection.execute(sa.select(cases.original_text).order_by(cases.id)).scalars())


def test_a_number_that_no_row_can_have_is_not_found(browser: Browser) -> None:
    assert browser.get(f"/tep/{2**63 - 1}").status == 404
    assert browser.get(f"/tep/{2**63}").status == 404


@pytest.mark.parametrize("person", ["²", "9" * 30, "x", ""])
def test_a_task_is_not_given_to_a_person_with_an_impossible_number(
    browser: Browser, hire: Hire, person: str
) -> None:
    hire("an", ("ioc", "ioc_operator"))
    browser.log_in("an", PASSWORD)
    page = browser.get("/viec")
    token = page.all("//input[@name='_csrf']")[0].get("value")
    many = {"_csrf": token, "item": ["²", "9" * 30, "x"], "verb": "assign", "person": person}
    assert browser.post("/viec/nhieu", many).status == 303
    assert browser.post("/viec/999/giao", {"_csrf": token, "person": person}).status == 404


@pytest.mark.parametrize(("lat", "lon"), [("9" * 400, "108"), ("nan", "108"), ("12.6", "1e300")])
def test_a_place_off_the_globe_is_asked_for_again(
    browser: Browser, clock: FakeClock, lat: str, lon: str
) -> None:
    page = browser.get("/gui")
    clock.advance(seconds=40)
    sent: dict[str, Any] = {**LAMP, "commune": "", "lat": lat, "lon": lon}
    assert page.submit("/gui", sent).status == 422


def test_other_words_sent_from_the_same_page_are_another_report(
    browser: Browser, clock: FakeClock, province: Platform
) -> None:
    page = browser.get("/gui")
    clock.advance(seconds=40)
    receipts = [
        page.submit("/gui", {**LAMP, "what": text}).follow().text
        for text in ("Đèn đường tắt", "Ổ gà giữa đường")
    ]
    assert _texts(province) == ["Đèn đường tắt", "Ổ gà giữa đường"] and receipts[0] != receipts[1]
    assert page.submit("/gui", {**LAMP, "what": "Đèn đường tắt"}).follow().text == receipts[0]


def test_a_limit_that_is_no_number_stops_no_report(
    browser: Browser, clock: FakeClock, province: Platform
) -> None:
    with province.work() as work:
        work.run(sa.insert(tables.settings), [{"name": "limit_report", "value": "nhiều"}])
    page = browser.get("/gui")
    clock.advance(seconds=40)
    assert page.submit("/gui", LAMP).status == 303


def test_a_notice_without_lines_is_read_like_any_other(
    browser: Browser, hire: Hire, province: Platform
) -> None:
    officer = hire("an", ("ioc", "ioc_operator"))
    with province.work() as work:
        row = {"officer_id": officer, "template": "work.sent_back", "at": work.now}
        work.run(sa.insert(tables.notices), [{**row, "parameters": {"report_no": "PA-2026-000001", "n": 1}}])
    browser.log_in("an", PASSWORD)
    assert "PA-2026-000001" in browser.get("/thong-bao").text
