"""The leader's board and standing in: numbers, a word to a late unit, and whom somebody may act for."""

from __future__ import annotations

import csv
import io

import sqlalchemy as sa

from engine.cases import doing, opening
from engine.people import officers
from engine.people.standing import roles
from engine.store import tables
from engine.work import Platform
from tests.clocks import FakeClock
from tests.engine.province import TRIAGE
from tests.webui.conftest import PASSWORD, Hire
from tests.webui.pages import Browser, Page
from webui.spreadsheet import harmless

TEAM, OTHER = "team-643", "team-644"


def a_late_case(
    province: Platform, clock: FakeClock, hire: Hire, text: str = "Ổ gà trước cổng trường"
) -> str:
    """A report that the team was given and has let lie for thirty days."""
    who = hire("truc", ("ioc", "ioc_operator"))
    hire("tovien", (TEAM, "team_member"))
    with province.work() as work:
        receipt = opening.open_case(work, opening.NewReport(text, commune_code="24133"), key="one")
    with province.work() as work:
        query = sa.select(tables.work_items.c.id).where(tables.work_items.c.case_id == receipt.case_id)
        item = work.connection.execute(query).scalar_one()
        doing.complete(work, roles(work, who), item, {**TRIAGE, "working_text": text}, {}, key="two")
    clock.advance(days=30)
    return receipt.report_no


def leader_of(hire: Hire, browser: Browser, unit: str = TEAM) -> Page:
    hire("totruong", (unit, "team_leader"))
    return browser.log_in("totruong", PASSWORD)


def test_the_board_is_for_leaders_and_auditors_alone(browser: Browser, hire: Hire) -> None:
    hire("tovien", (TEAM, "team_member"))
    member = Browser(browser.client.application)
    member.log_in("tovien", PASSWORD)
    assert member.get("/lanh-dao").status == 403
    leader_of(hire, browser)
    assert browser.get("/lanh-dao").status == browser.get("/dieu-hanh").status == 200


def test_a_word_to_a_late_unit_reaches_every_overdue_report(
    province: Platform, clock: FakeClock, browser: Browser, hire: Hire
) -> None:
    number = a_late_case(province, clock, hire)
    leader_of(hire, browser)
    address = browser.get("/lanh-dao").all("//a[contains(@href, '/lanh-dao/don-vi/')]")[0].get("href")
    page = browser.get(f"{address}?nhac=1")
    assert number in page.text
    action = address.partition("?")[0]
    assert page.submit(action).follow().status == 200
    with province.look() as work:
        body = work.connection.execute(sa.select(tables.directives.c.body)).scalar_one()
        notices = sa.select(tables.notices.c.officer_id).where(tables.notices.c.template == "work.directive")
        told = set(work.connection.execute(notices).scalars())
        holder = officers.by_login(work, "tovien")
    assert body.startswith("Việc đã quá hạn") and holder and holder.id in told


def test_another_districts_leader_finds_no_such_unit(
    province: Platform, clock: FakeClock, browser: Browser, hire: Hire
) -> None:
    number = a_late_case(province, clock, hire)
    leader_of(hire, browser, OTHER)
    with province.look() as work:
        query = sa.select(tables.units.c.id).where(tables.units.c.code == TEAM)
        unit_id = work.connection.execute(query).scalar_one()
    assert browser.get(f"/lanh-dao/don-vi/{unit_id}").status == 404
    assert number not in browser.get("/lanh-dao/giao-ban").text


def test_the_list_for_a_spreadsheet_holds_no_formula(
    province: Platform, clock: FakeClock, browser: Browser, hire: Hire
) -> None:
    number = a_late_case(province, clock, hire, '=HYPERLINK("x") ổ gà trước cổng trường')
    leader_of(hire, browser)
    rows = list(
        csv.reader(io.StringIO(browser.get("/lanh-dao/giao-ban.csv").response.get_data(as_text=True)))
    )
    found = next(row for row in rows if row[0] == number)
    assert found[2].startswith("'=HYPERLINK")
    assert [harmless(cell) for cell in ("", "ổ gà", "+84", "@a")] == ["", "ổ gà", "'+84", "'@a"]


def lend(browser: Browser, person: int, **more: str) -> Page:
    days = {"since": "2026-03-02", "until": "2026-03-09", "capacity": "thừa lệnh"}
    return browser.get("/toi").submit("/toi/uy-quyen", {"person": str(person), **days, **more})


def test_whoever_stands_in_finds_it_on_every_page_until_it_is_ended(
    province: Platform, browser: Browser, hire: Hire
) -> None:
    deputy = hire("capPho", (TEAM, "team_member"))
    leader_of(hire, browser)
    assert lend(browser, deputy, letter_no="12/UQ").follow().text.count("12/UQ") == 1
    with province.look() as work:
        lent = roles(work, deputy).acting_for
    assert [(one.principal_name, one.verbs) for one in lent] == [("Totruong", ("*",))]
    revoke = browser.get("/toi").all("//form[contains(@action, '/thoi')]")[0].get("action")
    browser.get("/toi").submit(revoke)
    with province.look() as work:
        assert roles(work, deputy).acting_for == ()


def test_work_is_lent_only_within_the_own_unit_and_only_what_one_may_do(
    province: Platform, browser: Browser, hire: Hire
) -> None:
    stranger, deputy = hire("xa", (OTHER, "team_member")), hire("gan", (TEAM, "team_member"))
    leader_of(hire, browser)
    assert lend(browser, stranger).status == 422
    page = browser.get("/toi")
    sent = page.fields("/toi/uy-quyen")
    sent.poplist("all")
    offered = [one.get("value") for one in page.all("//input[@name='step']")]
    assert "decide_extension" in offered and "triage" not in offered
    sent.setlist("step", ["triage"])
    for name, value in {"person": str(deputy), "since": "2026-03-02", "until": "2026-03-09"}.items():
        sent[name] = value
    assert browser.post("/toi/uy-quyen", sent).status in (400, 422)
    with province.look() as work:
        assert roles(work, deputy).acting_for == ()


def test_nobody_ends_what_another_has_lent(province: Platform, browser: Browser, hire: Hire) -> None:
    deputy = hire("pho", (TEAM, "team_member"))
    leader_of(hire, browser)
    lend(browser, deputy)
    revoke = browser.get("/toi").all("//form[contains(@action, '/thoi')]")[0].get("action")
    other = Browser(browser.client.application)
    other.log_in("pho", PASSWORD)
    sent = {
        name: other.get("/toi").all(f"//input[@name='{name}']")[0].get("value") for name in ("_csrf", "_key")
    }
    assert other.post(revoke, sent).status == 404
    with province.look() as work:
        assert len(roles(work, deputy).acting_for) == 1
