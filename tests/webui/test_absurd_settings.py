"""What administrators and officers may enter by mistake or malice, and what must not come of it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from engine.store.tables import audit, delegations, hotlines, officers, settings
from engine.work import Platform
from tests.webui.conftest import PASSWORD, Hire
from tests.webui.pages import Browser

TWIN = "qu\u0430ntri"  # its third letter is a Cyrillic one


@pytest.fixture
def administrator(browser: Browser, hire: Hire) -> Browser:
    hire("quantri", ("ioc", "administrator"))
    browser.log_in("quantri", PASSWORD)
    return browser


def _token(browser: Browser) -> dict[str, str]:
    return {"_csrf": str(browser.get("/toi").all("//input[@name='_csrf']")[0].get("value"))}


@pytest.mark.parametrize("year", ["²²²²", "0000", "0001", "9999", "٢٠٢٦", "-1", "20260"])
def test_a_year_that_no_calendar_has_shows_this_one(administrator: Browser, year: str) -> None:
    assert administrator.get(f"/quan-tri/lich?nam={year}").status == 200


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "²"])
def test_a_day_off_lies_in_a_year_that_can_be_shown(administrator: Browser, day: str) -> None:
    sent = {**_token(administrator), "day": day, "kind": "holiday", "source": "Thông báo"}
    assert administrator.post("/quan-tri/lich", sent).status == 422
    assert administrator.post(f"/quan-tri/lich/{day}/bo", _token(administrator)).status == 422


@pytest.mark.parametrize("number", ["()", "+", "1" + " 1" * 200 + "x", "٣٤", "113<script>"])
def test_a_line_without_digits_keeps_its_number(
    administrator: Browser, province: Platform, number: str
) -> None:
    before = _numbers(province)
    assert (
        administrator.post("/quan-tri/duong-day-nong/1", {**_token(administrator), "number": number}).status
        == 422
    )
    assert _numbers(province) == before


def test_a_line_that_is_not_there_is_not_set(administrator: Browser, province: Platform) -> None:
    sent = {**_token(administrator), "number": "113"}
    assert administrator.post("/quan-tri/duong-day-nong/99999", sent).status == 404
    assert _acts(province, "hotline:line:set") == 0


@pytest.mark.parametrize("name", ["limit_report", "limit_code", "limit_act"])
def test_a_limit_never_shuts_everybody_out(administrator: Browser, province: Platform, name: str) -> None:
    sent = {**_token(administrator), "name": name, "value": "0"}
    assert administrator.post("/quan-tri/cong-tac", sent).status == 422
    assert administrator.post("/quan-tri/cong-tac", {**sent, "value": "5"}).status == 303
    with province.look() as work:
        kept = sa.select(settings.c.value).where(settings.c.name == name)
        assert work.connection.execute(kept).scalar_one() == "5"


@pytest.mark.parametrize(
    "wrong",
    [
        {"login": ""},
        {"login": "hai\r\ndòng"},
        {"login": TWIN},
        {"login": "q\u200buantri"},
        {"login": "a" * 61},
        {"name": ""},
        {"name": "An\u202egnuoc"},
        {"name": "A" * 201},
        {"position": "B" * 201},
        {"email": "a@b.vn\r\nBcc: c@d.vn"},
        {"email": "không phải thư"},
    ],
)
def test_an_account_that_nobody_could_tell_apart_is_not_opened(
    administrator: Browser, province: Platform, wrong: dict[str, str]
) -> None:
    sent = {
        **_token(administrator),
        "login": "an",
        "name": "Nguyễn An",
        "position": "Cán bộ",
        "email": "an@x.vn",
    }
    page = administrator.post("/quan-tri/nguoi", {**sent, **wrong})
    assert page.status == 422 and "Chưa mở được tài khoản" in page.text
    assert _acts(province, "people:officer:add") == 0
    assert administrator.post("/quan-tri/nguoi", sent).status == 200


@pytest.mark.parametrize("way", ["khoa", "vai-tro", "thoi-vai-tro", "mat-khau"])
def test_an_account_that_is_not_there_cannot_be_changed(
    administrator: Browser, province: Platform, way: str
) -> None:
    sent = {**_token(administrator), "unit": "ioc", "role": "ioc_operator"}
    assert administrator.post(f"/quan-tri/nguoi/99999/{way}", sent).status == 404
    with province.look() as work:
        written = sa.select(audit.c.id).where(
            audit.c.action.like("people:%"), audit.c.action != "people:login"
        )
        assert work.connection.execute(written).first() is None


@pytest.mark.parametrize("role", ["", "administrator"])
def test_an_administrator_does_not_lock_himself_out(
    administrator: Browser, province: Platform, role: str
) -> None:
    with province.look() as work:
        mine = work.connection.execute(sa.select(officers.c.id)).scalar_one()
    sent = {**_token(administrator), "unit": "ioc", "role": role}
    assert administrator.post(f"/quan-tri/nguoi/{mine}/khoa", sent).status == 422
    assert administrator.post(f"/quan-tri/nguoi/{mine}/thoi-vai-tro", sent).status == 422
    assert administrator.get("/quan-tri").status == 200


@pytest.mark.parametrize(
    "since, until",
    [
        ("2026-03-02", "9999-12-31"),
        ("0001-01-01", "2026-03-09"),
        ("2026-03-02", "2028-03-02"),
        ("9999-12-31", "9999-12-31"),
        ("2026-03-09", "2026-03-02"),
    ],
)
def test_nobody_is_given_a_task_until_doomsday(
    app: Flask, browser: Browser, province: Platform, hire: Hire, since: str, until: str
) -> None:
    """A date that no page can show would shut whoever stands in out of every page."""
    hire("truongca", ("ioc", "ioc_lead"))
    clerk = hire("truc", ("ioc", "ioc_operator"))
    browser.log_in("truongca", PASSWORD)
    asked = {"person": str(clerk), "capacity": "thừa lệnh", "all": "1", "since": since, "until": until}
    assert browser.post("/toi/uy-quyen", {**_token(browser), **asked}).status in (400, 422)
    with province.look() as work:
        assert work.connection.execute(sa.select(delegations.c.id)).first() is None
    other = Browser(app)
    other.log_in("truc", PASSWORD)
    assert other.get("/viec").status == 200 and browser.get("/toi").status == 200


def _numbers(province: Platform) -> list[str]:
    with province.look() as work:
        return list(work.connection.execute(sa.select(hotlines.c.number).order_by(hotlines.c.id)).scalars())


def _acts(province: Platform, action: str) -> int:
    with province.look() as work:
        counted = sa.select(sa.func.count()).where(audit.c.action == action)
        return int(work.connection.execute(counted).scalar_one())
