"""Following one's own report."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from engine.cases.opening import NewReport, Receipt, Sender, open_case
from engine.releases import Texts
from engine.store import tables
from engine.work import Platform
from tests.clocks import FakeClock
from tests.webui.pages import Browser, Page
from webui.public.telling import LOOKS
from webui.public.texts import sentences


@pytest.fixture
def receipt(province: Platform) -> Receipt:
    with province.work() as work:
        sender = Sender(name="Trần Thị Lan", phone="+84901234567")
        report = NewReport("Rác tồn ba ngày sau chợ Tân Lập", commune_code="24118", reporter=sender)
        return open_case(work, report, key="k1")


def _open(browser: Browser, receipt: Receipt) -> Page:
    return browser.get("/tra-cuu").submit("/tra-cuu", {"code": receipt.code}).follow()


def _change(platform: Platform, receipt: Receipt, **values: Any) -> None:
    with platform.work() as work:
        here = tables.cases.c.id == receipt.case_id
        facts = values.pop("facts", {})
        old = work.connection.execute(sa.select(tables.cases.c.facts).where(here)).scalar()
        assert isinstance(old, dict)
        work.run(sa.update(tables.cases).where(here).values(**values, facts={**old, **facts}))


def test_the_code_opens_the_report_however_it_is_typed(browser: Browser, receipt: Receipt) -> None:
    typed = " ".join(receipt.code.lower()).replace("0", "o")
    page = browser.get("/tra-cuu").submit("/tra-cuu", {"code": typed})
    assert page.location == "/tra-cuu/ho-so" and receipt.code not in page.location
    assert receipt.report_no in page.follow().heading


def test_the_page_says_where_it_stands_by_when_and_what_may_be_done(
    browser: Browser, receipt: Receipt
) -> None:
    page = _open(browser, receipt)
    assert "Chờ tiếp nhận." in page.text and "Trước 10:00 ngày 02/03/2026" in page.text
    assert [one.get("href") for one in page.all("//a[contains(@href, '/tra-cuu/ho-so/')]")] == [
        "/tra-cuu/ho-so/bo-sung",
        "/tra-cuu/ho-so/rut",
    ]
    assert "—" not in page.text


def test_a_wrong_code_is_answered_kindly_and_counted(browser: Browser, province: Platform) -> None:
    with province.work() as work:
        work.run(sa.insert(tables.settings).values(name="limit_code", value="3"))
    for _ in range(3):
        page = browser.get("/tra-cuu").submit("/tra-cuu", {"code": "AAAA-BBBB-CCCC-DDDD"})
        assert page.status == 422 and "Chưa tìm thấy" in page.text
    page = browser.get("/tra-cuu").submit("/tra-cuu", {"code": "AAAA-BBBB-CCCC-DDDD"})
    assert page.status == 429 and page.all("//a[@href='tel:113']")


def test_without_the_code_nobody_sees_anything(app: Flask, browser: Browser, receipt: Receipt) -> None:
    _open(browser, receipt)
    stranger = Browser(app)
    assert stranger.get("/tra-cuu/ho-so").location.startswith("/tra-cuu")
    assert stranger.get("/tra-cuu/ho-so/rut").location.startswith("/tra-cuu")


def test_a_shared_telephone_forgets_after_half_an_hour_or_when_told(
    browser: Browser, receipt: Receipt, clock: FakeClock
) -> None:
    page = _open(browser, receipt)
    page.submit("/tra-cuu/dong")
    assert browser.get("/tra-cuu/ho-so").status == 302
    _open(browser, receipt)
    clock.advance(minutes=31)
    assert browser.get("/tra-cuu/ho-so").status == 302


def test_adding_something_shows_in_the_messages(browser: Browser, receipt: Receipt) -> None:
    _open(browser, receipt)
    form = browser.get("/tra-cuu/ho-so/bo-sung")
    page = form.submit("/tra-cuu/ho-so/bo-sung", {"information": "Nay đã bốc mùi"}).follow()
    assert "Đã gửi thêm thông tin" in page.text and "Nay đã bốc mùi" in page.text
    assert form.submit("/tra-cuu/ho-so/bo-sung", {"information": "Nay đã bốc mùi"}).status == 303  # once only
    assert browser.get("/tra-cuu/ho-so").text.count("Nay đã bốc mùi") == 1


def test_an_empty_addition_is_asked_for_again(browser: Browser, receipt: Receipt) -> None:
    _open(browser, receipt)
    page = browser.get("/tra-cuu/ho-so/bo-sung").submit("/tra-cuu/ho-so/bo-sung", {"information": ""})
    assert page.status == 422 and page.all("//*[@class='error-summary']")


def test_a_report_is_withdrawn_once_and_can_be_taken_up_again(browser: Browser, receipt: Receipt) -> None:
    _open(browser, receipt)
    page = browser.get("/tra-cuu/ho-so/rut").submit("/tra-cuu/ho-so/rut", {"sure": "true"}).follow()
    assert "Đã rút." in page.text and "02/03/2026" in page.text
    assert browser.get("/tra-cuu/ho-so/rut").status == 409
    (again,) = page.all("//a[contains(@href, '/gui?')]/@href")
    assert receipt.report_no in browser.get(again).all("//textarea")[0].text


def test_rating_makes_no_sense_before_there_is_a_result(browser: Browser, receipt: Receipt) -> None:
    _open(browser, receipt)
    assert browser.get("/tra-cuu/ho-so/danh-gia").status == 409
    assert browser.get("/tra-cuu/ho-so/khong-co").status == 404


def test_a_moved_time_stands_beside_the_earlier_one(
    browser: Browser, receipt: Receipt, province: Platform, clock: FakeClock
) -> None:
    _change(province, receipt, public_status="working", facts={"target": "team-643", "lead": "com-24118"})
    with province.work() as work:
        row = {
            "case_id": receipt.case_id,
            "unit": "com-24118",
            "phase": "handle",
            "amount": 5,
            "measure": "days",
            "kind": "working",
            "started_at": work.now,
            "first_due_at": clock.now,
            "due_at": clock.now.replace(hour=10),
            "rungs_fired": [],
        }
        work.run(sa.insert(tables.clocks).values(row))
    page = _open(browser, receipt)
    assert "giải quyết và trả lời trước 17:00 ngày 02/03/2026 (5 ngày làm việc" in page.text
    assert page.all("//s")[0].text_content() == "(trước đây: 08:00 02/03/2026)"
    clock.advance(hours=10)
    late = _open(browser, receipt)
    assert "xin lỗi Ông/Bà vì chưa trả lời đúng hạn 17:00 02/03/2026" in late.text
    assert "—" not in late.text and "Lý do" not in late.text


def test_a_refusal_says_why_and_where_to_go(browser: Browser, receipt: Receipt, province: Platform) -> None:
    guidance = "Tòa án nhân dân thành phố, 2 Lê Duẩn"
    _change(
        province, receipt, public_status="declined", facts={"refusal": "civil_dispute", "guidance": guidance}
    )
    page = _open(browser, receipt)
    assert "Không tiếp nhận." in page.text and guidance in page.text
    assert "việc giữa các bên" in page.text and "{" not in page.text and "—" not in page.text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_status_can_be_read_with_hardly_any_facts(
    browser: Browser, receipt: Receipt, province: Platform, language: str
) -> None:
    browser.client.set_cookie("ngon-ngu", language)
    _open(browser, receipt)
    for status in LOOKS:
        _change(province, receipt, public_status=status)
        page = browser.get("/tra-cuu/ho-so")
        assert page.status == 200 and "—" not in page.text and "{" not in page.text, status


def test_officers_are_never_named(browser: Browser, receipt: Receipt, province: Platform, hire: Any) -> None:
    officer = hire("hanh", ("ioc", "ioc_operator"))
    with province.work() as work:
        row = {
            "case_id": receipt.case_id,
            "direction": "out",
            "kind": "question",
            "body": "Đống rác ở phía nào của chợ?",
            "officer_id": officer,
            "sent_at": work.now,
        }
        work.run(sa.insert(tables.messages).values(row))
    page = _open(browser, receipt)
    assert "Đống rác ở phía nào" in page.text and "Hanh" not in page.text


def test_the_timeline_names_the_offices_it_went_to_newest_first(
    browser: Browser, receipt: Receipt, province: Platform, clock: FakeClock
) -> None:
    for hours, code in ((2, "team-643"), (5, "com-24118")):
        clock.advance(hours=hours)
        with province.work() as work:
            unit = work.connection.execute(
                sa.select(tables.units.c.id).where(tables.units.c.code == code)
            ).scalar()
            row = {"case_id": receipt.case_id, "unit_id": unit, "part": "holder", "since": work.now}
            work.run(sa.insert(tables.case_units).values(row))
    lines = [" ".join(one.text_content().split()) for one in _open(browser, receipt).all("//ol/li")]
    assert lines[0].startswith("02/03/2026 15:00") and "phường Tân Lập" in lines[0]
    assert lines[1].startswith("02/03/2026 10:00") and "Tổ tiếp nhận" in lines[1]
    assert lines[-1] == "02/03/2026 08:00Trung tâm tiếp nhận đã nhận phản ánh."


def test_an_answer_that_is_not_called_done_is_told_with_its_unit_and_day(
    browser: Browser, receipt: Receipt, province: Platform
) -> None:
    _change(province, receipt, public_status="answered", facts={"lead": "com-24118"})
    with province.work() as work:
        unit = work.connection.execute(sa.select(tables.units).where(tables.units.c.code == "ioc")).first()
        assert unit
        row = {
            "case_id": receipt.case_id,
            "element": "any",
            "task": "t",
            "occurrence": 1,
            "name": "Xử lý",
            "form": "result",
            "role": "handling_officer",
            "unit_id": unit.id,
            "created_at": work.now,
            "completed_at": work.now,
            "state": "done",
            "answers": {"account": "Đã nhắc hộ dân dọn rác."},
        }
        work.run(sa.insert(tables.work_items).values(row))
    page = _open(browser, receipt)
    assert "Đã trả lời." in page.text and "đã trả lời ngày 02/03/2026." in page.text
    assert "Đã nhắc hộ dân dọn rác." in page.text
    # No picture is public yet, so none is promised.
    assert "Nội dung trả lời ở bên dưới." in page.text and "ảnh ở bên dưới" not in page.text


def test_a_question_names_the_hour_at_which_waiting_ends(
    browser: Browser, receipt: Receipt, province: Platform
) -> None:
    _change(province, receipt, public_status="info", facts={"question": "Đống rác ở phía nào?"})
    with province.work() as work:
        work.run(sa.delete(tables.timers).where(tables.timers.c.case_id == receipt.case_id))
        row = {
            "case_id": receipt.case_id,
            "element": "any",
            "occurrence": 1,
            "task": "t",
            "due_at": work.now + timedelta(days=3),
            "armed_at": work.now,
        }
        work.run(sa.insert(tables.timers).values(row))
    assert "Trả lời trước 08:00 ngày 05/03/2026" in _open(browser, receipt).text


def test_a_report_that_was_split_lists_what_it_became(
    browser: Browser, receipt: Receipt, province: Platform
) -> None:
    with province.work() as work:
        part = open_case(work, NewReport("Cột điện nghiêng", commune_code="24118"), key="part")
        stranger = open_case(work, NewReport("Việc của người khác", commune_code="24118"), key="other")
        here = tables.cases.c.id == part.case_id
        work.run(sa.update(tables.cases).where(here).values(parent_id=receipt.case_id, parent_kind="part"))
    numbers = [part.report_no, stranger.report_no]
    _change(province, receipt, public_status="split", status="ended", facts={"parts": numbers})
    page = _open(browser, receipt)
    assert part.report_no in page.text and "Cột điện nghiêng" in page.text and "Chờ tiếp nhận" in page.text
    assert stranger.report_no not in page.text


@pytest.mark.parametrize(
    "kind, line", [("withdraw", "Ông/Bà đã rút phản ánh."), ("add_info", "Ông/Bà đã gửi thêm thông tin.")]
)
def test_the_timeline_tells_what_the_reporter_did(
    browser: Browser, receipt: Receipt, province: Platform, kind: str, line: str
) -> None:
    with province.work() as work:
        row = {
            "case_id": receipt.case_id,
            "direction": "in",
            "kind": kind,
            "body": "Thôi.",
            "sent_at": work.now,
        }
        work.run(sa.insert(tables.messages).values(row))
    lines = [one.text_content() for one in _open(browser, receipt).all("//ol/li/p")]
    assert line in lines


def test_the_code_is_in_no_address_no_cookie_and_no_log(
    browser: Browser, receipt: Receipt, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    page = _open(browser, receipt)
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.response.headers["Referrer-Policy"] == "same-origin"
    plain = receipt.code.replace("-", "")
    cookies = " ".join(str(one.value) for one in (browser.client._cookies or {}).values())
    told = " ".join((caplog.text, cookies, page.response.request.url, page.response.get_data(as_text=True)))
    assert receipt.code not in told and plain not in told


@pytest.mark.parametrize(
    "template, kept",
    [
        ("{unit} đã trả lời ngày {date}. Xong.", "Xong."),
        ("{unit} đã nhận. Đã ghi ngày {date}.", ""),
        ("Đơn vị đã xem. Ở đó có {date}.", "Đơn vị đã xem."),
    ],
)
def test_a_sentence_without_its_fact_goes_as_a_whole(app: Flask, template: str, kept: str) -> None:
    with app.test_request_context():
        assert sentences(Texts({"t": {"vi": template}}), "t", {}) == kept
