"""The administrator's pages: each opens, changes what it says, and leaves a line in the log."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from engine import audit as log
from engine import incidents
from engine.cases import opening
from engine.people import officers
from engine.store.tables import audit, calendar_days, case_units, cases, hotlines, outbox, settings, units
from engine.store.tables import incidents as incident_rows
from engine.store.tables import officers as officer_rows
from engine.work import Platform, Work
from tests.counting import counting
from tests.webui.conftest import PASSWORD, Hire
from tests.webui.pages import Browser

PAGES = (
    "",
    "/ho-so",
    "/su-co",
    "/nguoi",
    "/quy-trinh",
    "/thu-di",
    "/lich",
    "/duong-day-nong",
    "/cong-tac",
    "/nhat-ky",
)
# Names by which only the engine knows things.
INSIDE_NAMES = ("officer:", "bundle", "clock:tick", "answer_overdue", "notice.", "reporter.", "P100", "email")


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


def reading_id(work: Work, number: str) -> int:
    return int(work.connection.execute(sa.select(cases.c.id).where(cases.c.report_no == number)).scalar_one())


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


def _messages(province: Platform, case_id: int | None, officer: int, many: int = 1) -> None:
    with province.work() as work:
        rows: list[dict[str, Any]] = [
            {
                "key": f"k{officer}:{template}:{n}",
                "case_id": case_id,
                "channel": channel,
                "template": template,
                "parameters": {},
                "officer_id": officer if recipient != "reporter" else None,
                "recipient": recipient,
                "created_at": work.now,
                "not_before": work.now,
                "state": "dead",
                "error": "refused",
            }
            for n in range(many)
            for channel, template, recipient in (
                ("bundle", "escalate.due", f"officer:{officer}"),
                ("email", "notice.bundle", "truc"),
                ("email", "reporter.result", "reporter"),
            )
        ]
        work.run(sa.insert(outbox), rows)


def test_messages_are_told_in_words(province: Platform, browser: Browser, hire: Hire) -> None:
    number = a_case(province)
    with province.look() as work:
        case = reading_id(work, number)
    _messages(province, case, hire("truc", ("ioc", "ioc_operator")))
    page = administrator(browser, hire).get("/quan-tri/thu-di?tt=dead")
    assert "Nhắc hạn" in page.text and "Người phản ánh" in page.text and "Thư điện tử" in page.text
    assert number in page.text and "Không gửi được 3" in page.text
    assert [one for one in INSIDE_NAMES if one in page.text] == []
    page.submit(str(page.all("//form[contains(@action, 'gui-lai')]/@action")[0]))
    assert "Không gửi được 2" in browser.get("/quan-tri/thu-di").text
    assert "Gửi lại thông báo" in browser.get("/quan-tri/nhat-ky").text


def test_a_long_list_of_messages_goes_on_where_the_page_ends(
    province: Platform, browser: Browser, hire: Hire
) -> None:
    _messages(province, None, hire("truc", ("ioc", "ioc_operator")), many=20)
    first = administrator(browser, hire).get("/quan-tri/thu-di?tt=dead")
    (following,) = first.all("//a[@rel='next']/@href")
    assert len(first.all("//tbody/tr")) == 50 and len(browser.get(following).all("//tbody/tr")) == 10


def test_a_case_and_its_fault_are_told_in_the_words_of_the_diagram(
    province: Platform, browser: Browser, hire: Hire
) -> None:
    number = a_case(province)
    with province.work() as work:
        data = {"case_id": reading_id(work, number), "action": "task:triage", "reason": "hỏng thử"}
        incidents.note(work, data)
    administrator(browser, hire)
    page = browser.get(f"/quan-tri/ho-so/{number}")
    assert "Đang đứng ở: Tiếp nhận, phân loại phản ánh" in page.text and "qua nửa thời hạn" in page.text
    assert page.all("//a[starts-with(@href, '#bpmn-')]/@href")[0][1:] in page.all("//*[@id]/@id")
    listed = browser.get("/quan-tri/su-co").text
    assert "Nộp bước: Tiếp nhận, phân loại phản ánh" in listed
    with province.look() as work:
        incident = work.connection.execute(sa.select(incident_rows.c.id)).scalar_one()
    inside = browser.get(f"/quan-tri/su-co/{incident}")
    assert [one for text in (page.text, listed, inside.text) for one in INSIDE_NAMES if one in text] == []
    inside.submit(f"/quan-tri/su-co/{incident}/thu-lai")
    closed = browser.get("/quan-tri/su-co?tt=closed").text
    assert "Đã thử lại, chạy được" in closed and "retried" not in closed


def test_a_case_is_found_by_its_number_or_the_last_digits_of_it(
    province: Platform, browser: Browser, hire: Hire
) -> None:
    number = a_case(province)
    administrator(browser, hire)
    for typed in (number, number.lower(), str(int(number[-6:])), number[:7]):
        assert number in browser.get(f"/quan-tri/ho-so?so={typed}").text, typed
    assert number not in browser.get("/quan-tri/ho-so?so=999999").text


def test_accounts_come_in_pages_and_are_found_without_marks(
    province: Platform, browser: Browser, hire: Hire
) -> None:
    with province.work() as work:
        rows = [
            {
                "login": f"can.bo.{n}",
                "name": f"Nguyễn Đình {n:03}",
                "password_hash": "-",
                "created_at": work.now,
            }
            for n in range(60)
        ]
        work.run(sa.insert(officer_rows), rows)
    administrator(browser, hire)
    first = browser.get("/quan-tri/nguoi")
    (following,) = first.all("//a[@rel='next']/@href")
    names = {one.text_content() for page in (first, browser.get(following)) for one in page.all("//tbody//a")}
    assert len(first.all("//tbody/tr")) == 50 and len(names) == 61 and "61 tài khoản" in first.text
    found = browser.get("/quan-tri/nguoi?tim=dinh+007")
    assert [one.text_content() for one in found.all("//tbody//a")] == ["Nguyễn Đình 007"]


@pytest.mark.parametrize("page", ["/nguoi", "/thu-di?tt=dead", "/su-co", "/ho-so", "/nhat-ky", ""])
def test_a_list_asks_the_database_no_more_for_many_rows_than_for_few(
    province: Platform, browser: Browser, hire: Hire, page: str
) -> None:
    officer = hire("truc", ("ioc", "ioc_operator"))
    administrator(browser, hire)

    def asked() -> int:
        with counting(province.engine) as counted:
            assert browser.get(f"/quan-tri{page}").status == 200
        return len(counted.statements)

    def fill(start: int, many: int) -> None:
        for n in range(start, start + many):
            with province.work() as work:
                report = opening.NewReport("Ổ gà trước nhà văn hóa", commune_code="24133")
                case = opening.open_case(work, report, key=f"fill{n}").case_id
                incidents.note(work, {"case_id": case, "action": "clock:tick", "reason": "hỏng"})
                log.record(work, "people:officer:add", officer=officer, detail={"officer": officer})
            _messages_of(province, case, officer, n)

    fill(0, 1)
    asked()  # what is read once a process
    few = asked()
    fill(1, 6)
    with counting(province.engine) as counted:
        browser.get(f"/quan-tri{page}")
    assert len(counted.statements) <= few, counted.told()


def _messages_of(province: Platform, case_id: int, officer: int, n: int) -> None:
    with province.work() as work:
        row = {
            "key": f"m{n}",
            "case_id": case_id,
            "channel": "email",
            "template": "escalate.due",
            "parameters": {},
            "officer_id": officer,
            "recipient": "truc",
            "created_at": work.now,
            "not_before": work.now,
            "state": "dead",
        }
        work.run(sa.insert(outbox), [row])


@pytest.mark.parametrize(
    "name, value", [("night_rule", "maybe"), ("reopen_max", "nhiều"), ("units_version", "1"), ("other", "on")]
)
def test_a_setting_takes_only_what_it_can_mean(
    province: Platform, browser: Browser, hire: Hire, name: str, value: str
) -> None:
    administrator(browser, hire)
    sent = browser.get("/quan-tri/cong-tac").submit("/quan-tri/cong-tac", {"name": name, "value": value})
    assert sent.status == 422
    with province.look() as work:
        kept = work.connection.execute(sa.select(settings.c.value).where(settings.c.name == name)).scalar()
    assert kept != value


def test_an_auditor_reads_the_log_and_is_offered_nothing_that_is_closed_to_him(
    province: Platform, browser: Browser, hire: Hire
) -> None:
    hire("thanhtra", ("ioc", "auditor"))
    browser.log_in("thanhtra", PASSWORD)
    page = browser.get("/quan-tri/nhat-ky")
    ways = page.all("//nav[@class='admin-nav']/a/@href")
    assert page.status == 200 and [browser.get(one).status for one in ways] == [200]


def test_the_shift_lead_lets_one_officer_know_who_reported_with_consent(
    province: Platform, app: Flask, hire: Hire
) -> None:
    handler = hire("xuly", ("com-24133", "handling_officer"))
    hire("truongca", ("ioc", "ioc_lead"))
    with province.work() as work:
        sender = opening.Sender(name="Trần Thị Lan", phone="0905000111")
        report = opening.NewReport("Ổ gà trước cổng chợ", commune_code="24133", reporter=sender)
        made = opening.open_case(work, report, key="one")
        unit = work.connection.execute(sa.select(units.c.id).where(units.c.code == "com-24133")).scalar()
        row = {"case_id": made.case_id, "unit_id": unit, "part": "holder", "since": work.now}
        work.run(sa.insert(case_units), [row])
    officer, lead = Browser(app), Browser(app)
    officer.log_in("xuly", PASSWORD)
    lead.log_in("truongca", PASSWORD)
    case = f"/ho-so/{made.report_no}"
    address = f"{case}/cho-xem-danh-tinh"
    assert officer.get(address).status == 403
    assert address in lead.get(case).all("//a/@href")
    sent = {"officer": str(handler), "reason": "Cần gặp tại hiện trường", "days": "3"}
    refused = lead.get(address).submit(address, sent)
    assert refused.status == 422 and refused.all("//input[@name='reason']/@value") == [sent["reason"]]
    outsider = hire("khac", ("team-644", "team_member"))
    assert (
        lead.get(address).submit(address, {**sent, "officer": str(outsider), "consent": "có"}).status == 422
    )
    consent = {"consent": "Đồng ý qua điện thoại lúc 08:10"}
    assert lead.get(address).submit(address, {**sent, **consent}).location == case
    assert made.report_no in officer.get("/thong-bao").text
    shown = officer.get(case).submit(f"{case}/danh-tinh", {"reason": "Gọi hẹn giờ gặp"})
    assert "Trần Thị Lan" in shown.text
    with province.look() as work:
        done = sa.select(audit.c.action, audit.c.detail).where(
            audit.c.case_id == made.case_id, audit.c.kind == "act"
        )
        told = {row.action: row.detail for row in work.connection.execute(done)}
    assert consent["consent"] in told["case:identity:grant"]["reason"] and "case:identity:read" in told
