"""The administrator's pages: each opens, changes what it says, and leaves a line in the log."""

from __future__ import annotations

import sqlalchemy as sa

from engine import incidents
from engine.cases import opening
from engine.people import officers
from engine.store.tables import audit, calendar_days, hotlines, settings
from engine.store.tables import incidents as incident_rows
from engine.work import Platform
from tests.webui.conftest import PASSWORD, Hire
from tests.webui.pages import Browser

PAGES = ("", "/ho-so", "/su-co", "/nguoi", "/quy-trinh", "/thu-di", "/lich", "/duong-day-nong", "/cong-tac")


def administrator(browser: Browser, hire: Hire) -> Browser:
    hire("quantri", ("ioc", "administrator"))
    browser.log_in("quantri", PASSWORD)
    return browser


def a_case(province: Platform) -> str:
    report = opening.NewReport("Ổ gà bí mật trước nhà bà Tư", commune_code="24133")
    with province.work() as work:
        return opening.open_case(work, report, key="one").report_no


def test_every_page_opens_for_an_administrator_and_for_nobody_else(
    province: Platform, browser: Browser, hire: Hire
) -> None:
    administrator(browser, hire)
    for page in PAGES:
        assert browser.get(f"/quan-tri{page}").status == 200, page
    hire("truc", ("ioc", "ioc_operator"))
    operator = Browser(browser.client.application)
    operator.log_in("truc", PASSWORD)
    for page in PAGES:
        assert operator.get(f"/quan-tri{page}").status == 403, page


def test_a_case_is_shown_without_its_text(province: Platform, browser: Browser, hire: Hire) -> None:
    number = a_case(province)
    page = administrator(browser, hire).get(f"/quan-tri/ho-so/{number}")
    assert page.status == 200
    assert number in page.heading
    assert "bí mật" not in page.response.get_data(as_text=True)


def test_an_account_is_opened_given_a_role_reset_and_closed(
    province: Platform, browser: Browser, hire: Hire
) -> None:
    administrator(browser, hire)
    sent = {"login": "moi.den", "name": "Người mới", "position": "Chuyên viên"}
    made = browser.get("/quan-tri/nguoi").submit("/quan-tri/nguoi", sent)
    assert len(made.all("//code[contains(@class, 'code-secret')]")) == 1
    with province.look() as work:
        person = officers.by_login(work, "moi.den")
    assert person is not None and person.must_change_password
    page = f"/quan-tri/nguoi/{person.id}"
    browser.get(page).submit(f"{page}/vai-tro", {"unit": "team-643", "role": "team_member"})
    assert "Tổ viên" in browser.get(page).text
    browser.get(page).submit(f"{page}/thoi-vai-tro")
    assert "Chưa có vai trò" in browser.get(page).text
    browser.get(page).submit(f"{page}/khoa")
    with province.look() as work:
        closed = officers.officer(work, person.id)
        actions = work.connection.execute(sa.select(audit.c.action)).scalars().all()
    assert not closed.active
    assert {"people:officer:add", "people:role:give", "people:role:end", "people:officer:close"} <= set(
        actions
    )


def test_the_same_user_name_twice_is_refused_beside_what_was_typed(
    province: Platform, browser: Browser, hire: Hire
) -> None:
    administrator(browser, hire)
    page = browser.get("/quan-tri/nguoi").submit("/quan-tri/nguoi", {"login": "quantri", "name": "Khác"})
    assert page.status == 422
    assert page.all("//input[@name='name']/@value") == ["Khác"]


def test_an_incident_is_previewed_and_skipped_with_a_reason(
    province: Platform, browser: Browser, hire: Hire
) -> None:
    number = a_case(province)
    with province.work() as work:
        case = reading_id(work, number)
        data = {"case_id": case, "action": "clock:tick", "element": "triage", "reason": "hỏng thử"}
        incidents.note(work, data)
    administrator(browser, hire)
    assert number in browser.get("/quan-tri/su-co").text
    with province.look() as work:
        incident = work.connection.execute(sa.select(incident_rows.c.id)).scalar_one()
    page = browser.get(f"/quan-tri/su-co/{incident}")
    assert "hỏng thử" in page.text
    done = page.submit(f"/quan-tri/su-co/{incident}/thu-lai")
    assert done.status == 303
    assert "Không có sự cố" in browser.get("/quan-tri/su-co").text


def reading_id(work: object, number: str) -> int:
    from engine.store.tables import cases

    return int(work.connection.execute(sa.select(cases.c.id).where(cases.c.report_no == number)).scalar_one())  # type: ignore[attr-defined]


def test_a_day_off_a_number_and_a_switch_are_kept(province: Platform, browser: Browser, hire: Hire) -> None:
    administrator(browser, hire)
    day = {"day": "2026-06-01", "kind": "holiday", "name": "Nghỉ thử", "source": "Công văn thử"}
    browser.get("/quan-tri/lich").submit("/quan-tri/lich", day)
    browser.get("/quan-tri/cong-tac").submit("/quan-tri/cong-tac", {"name": "night_rule", "value": "on"})
    with province.look() as work:
        line = work.connection.execute(sa.select(hotlines.c.id).limit(1)).scalar_one()
    change = {"number": "0262 1234", "tested": "2026-03-01"}
    browser.get("/quan-tri/duong-day-nong").submit(f"/quan-tri/duong-day-nong/{line}", change)
    with province.look() as work:
        run = work.connection.execute
        assert run(sa.select(calendar_days.c.name).where(calendar_days.c.name == "Nghỉ thử")).scalar()
        assert run(sa.select(settings.c.value).where(settings.c.name == "night_rule")).scalar() == "on"
        assert run(sa.select(hotlines.c.number).where(hotlines.c.id == line)).scalar() == "0262 1234"


def test_small_pages_open_for_every_officer(province: Platform, browser: Browser, hire: Hire) -> None:
    hire("totruong", ("team-643", "team_leader"))
    browser.log_in("totruong", PASSWORD)
    for page in ("/thong-bao", "/toi", "/truc", "/lanh-dao", "/lanh-dao/giao-ban"):
        assert browser.get(page).status == 200, page
