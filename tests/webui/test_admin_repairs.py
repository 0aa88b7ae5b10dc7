"""Mending on pages: looked at first, done with a reason, for one case or for many; messages given up."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from engine import incidents
from engine.cases import opening
from engine.notices.carrying import Mail, Rejected
from engine.notices.health import note_failure
from engine.notices.sending import send_waiting
from engine.store.tables import cases, outbox, work_items
from engine.store.tables import incidents as incident_rows
from engine.work import Platform
from tests.clocks import FakeClock
from tests.engine.province import TRIAGE
from tests.webui.conftest import PASSWORD, Hire
from tests.webui.pages import Browser

TEXT = "Ổ gà bí mật trước nhà bà Tư"


@pytest.fixture
def number(province: Platform, browser: Browser, hire: Hire) -> str:
    """A report, an operator who could triage it, and an administrator at the browser."""
    hire("truc", ("ioc", "ioc_operator"))
    hire("quantri", ("ioc", "administrator"))
    browser.log_in("quantri", PASSWORD)
    return _report(province, "một")


def _report(province: Platform, key: str) -> str:
    sender = opening.Sender(name="Lê A", email="a@example.com")
    report = opening.NewReport(TEXT, commune_code="24133", reporter=sender)
    with province.work() as work:
        return opening.open_case(work, report, key=key).report_no


def _case(province: Platform, number: str) -> Any:
    with province.look() as work:
        return work.connection.execute(sa.select(cases).where(cases.c.report_no == number)).one()


def _break(province: Platform, number: str) -> int:
    data = {"case_id": _case(province, number).id, "action": "clock:tick", "element": "triage"}
    with province.work() as work:
        incidents.note(work, {**data, "reason": "thiếu dòng"})
        query = sa.select(sa.func.max(incident_rows.c.id))
        return int(work.connection.execute(query).scalar_one())


def _open_items(province: Platform, number: str) -> list[str]:
    query = sa.select(work_items.c.element).join(cases, cases.c.id == work_items.c.case_id)
    with province.look() as work:
        found = query.where(cases.c.report_no == number, work_items.c.state == "open")
        return list(work.connection.execute(found).scalars())


def test_a_move_is_looked_at_and_then_done(province: Platform, browser: Browser, number: str) -> None:
    page = browser.get(f"/quan-tri/ho-so/{number}")
    assert page.status == 200 and TEXT not in page.response.get_data(as_text=True)
    token = page.all("//select[@id='move-token']/option/@value")[0]  # the tasks of people come first
    look = browser.get(f"/quan-tri/ho-so/{number}/sua?viec=move&buoc={token}&den=arbitrate")
    assert look.status == 200 and "Việc mới" in look.text and "Việc được gỡ" in look.text
    before = _case(province, number)
    assert _open_items(province, number) == ["triage"]
    refused = look.submit(f"/quan-tri/ho-so/{number}/sua", {"ly_do": " "})
    assert refused.status == 422 and _case(province, number) == before
    done = look.submit(f"/quan-tri/ho-so/{number}/sua", {"ly_do": "chạy thử"})
    assert done.status == 303
    assert _open_items(province, number) == ["arbitrate"]


def test_a_case_is_ended_and_the_page_says_whom_it_would_tell(
    province: Platform, browser: Browser, number: str
) -> None:
    look = browser.get(f"/quan-tri/ho-so/{number}/sua?viec=end&den=ended_refused")
    assert "Kết thúc" in look.text and "Người phản ánh" in look.text
    assert _case(province, number).status == "open"
    look.submit(f"/quan-tri/ho-so/{number}/sua", {"ly_do": "nhập trùng"})
    assert _case(province, number).status == "ended"
    page = browser.get(f"/quan-tri/ho-so/{number}")
    assert page.status == 200 and page.all("//select[@id='move-token']") == []
    assert browser.get("/").status == 200


def test_a_timer_is_set_to_an_hour_on_vietnams_clock(
    province: Platform, browser: Browser, number: str, clock: FakeClock
) -> None:
    page = browser.get(f"/quan-tri/ho-so/{number}")
    [timer] = page.all("//select[@id='rearm-timer']/option[1]/@value")
    past = browser.get(f"/quan-tri/ho-so/{number}/sua?viec=rearm&buoc={timer}&luc=2020-01-01T08:00")
    assert "Chưa làm được" in past.text
    look = browser.get(f"/quan-tri/ho-so/{number}/sua?viec=rearm&buoc={timer}&luc=2026-03-02T09:15")
    assert "02/03/2026 09:15" in look.text
    assert look.submit(f"/quan-tri/ho-so/{number}/sua", {"ly_do": "máy dừng"}).status == 303
    assert "02/03/2026 09:15" in browser.get(f"/quan-tri/ho-so/{number}").text


@pytest.mark.parametrize("query", ["", "viec=drop", "viec=complete", "viec=../x"])
def test_an_unknown_way_is_not_found(browser: Browser, number: str, query: str) -> None:
    assert browser.get(f"/quan-tri/ho-so/{number}/sua?{query}").status == 404


@pytest.mark.parametrize(
    "query", ["viec=move&buoc=x&den=y", "viec=skip&buoc=%01", "viec=rearm&buoc=a%20b&luc=never", "viec=end"]
)
def test_what_cannot_be_done_says_so(browser: Browser, number: str, query: str) -> None:
    page = browser.get(f"/quan-tri/ho-so/{number}/sua?{query}")
    assert page.status == 200 and "Chưa làm được" in page.text


def test_an_officers_answers_are_entered_for_them(province: Platform, browser: Browser, number: str) -> None:
    with province.look() as work:
        item = work.connection.execute(sa.select(work_items.c.id)).scalar_one()
    address = f"/quan-tri/ho-so/{number}/lam-thay/{item}"
    assert browser.get(f"/quan-tri/ho-so/{number}").status == 200
    empty = browser.get(address)
    [officer] = empty.all("//select[@id='nguoi']/option/@value")
    assert len(empty.all("//form[@method='post'][contains(@action, 'lam-thay')]")) == 0
    page = browser.get(f"{address}?nguoi={officer}")
    assert TEXT not in page.response.get_data(as_text=True)
    assert page.submit(address, {**TRIAGE, "ly_do": ""}).status == 422
    assert (
        page.submit(address, {**TRIAGE, "working_text": "", "_shown": "accept", "ly_do": "giấy"}).status
        == 422
    )
    assert _open_items(province, number) == ["triage"]
    assert page.submit(address, {**TRIAGE, "ly_do": "phiếu giấy số 7"}).status == 303
    assert _open_items(province, number) == ["team_receive"]
    with province.look() as work:
        done = work.connection.execute(sa.select(work_items).where(work_items.c.id == item)).one()
    assert (str(done.on_behalf_of), done.on_behalf_of == done.completed_by) == (officer, False)


def test_many_incidents_are_looked_at_and_mended_with_a_report(
    province: Platform, browser: Browser, number: str
) -> None:
    numbers = [number, *(_report(province, f"số {n}") for n in range(2))]
    for one in numbers:
        _break(province, one)
    page = browser.get("/quan-tri/su-co/nhieu?loai=clock&loi=thi%E1%BA%BFu")
    assert all(one in page.text for one in numbers)
    look = browser.get("/quan-tri/su-co/nhieu?loai=clock&viec=end&den=ended_withdrawn")
    assert all(one in look.text for one in numbers) and "Làm cho 3 hồ sơ" in look.text
    assert {_case(province, one).status for one in numbers} == {"open"}
    done = look.submit("/quan-tri/su-co/nhieu", {"ly_do": "nhập thử"})
    assert done.status == 200 and "Kết quả từng hồ sơ" in done.text
    assert {_case(province, one).status for one in numbers} == {"ended"}
    assert "0 sự cố" in browser.get("/quan-tri/su-co/nhieu").text


def test_nobody_else_opens_these_pages(province: Platform, browser: Browser, number: str) -> None:
    operator = Browser(browser.client.application)
    operator.log_in("truc", PASSWORD)
    incident = _break(province, number)
    for page in (f"ho-so/{number}/sua?viec=retry", f"ho-so/{number}/lam-thay/1", "su-co/nhieu"):
        assert operator.get(f"/quan-tri/{page}").status == 403
    preview = browser.get(f"/quan-tri/ho-so/{number}/sua?viec=retry&su_co={incident}")
    assert "không thay đổi gì" in preview.text


class Refusing:
    def send(self, mail: Mail) -> None:
        raise Rejected("550 no such user")


def test_messages_given_up_are_let_go_or_sent_again(
    province: Platform, browser: Browser, number: str
) -> None:
    for one in (number, _report(province, "hai")):
        browser.get(f"/quan-tri/ho-so/{one}/sua?viec=end&den=ended_refused").submit(
            f"/quan-tri/ho-so/{one}/sua", {"ly_do": "thử"}
        )
    send_waiting(province, Refusing())

    def states() -> list[str]:
        with province.look() as work:
            return list(work.connection.execute(sa.select(outbox.c.state).order_by(outbox.c.id)).scalars())

    assert states() == ["dead", "dead"]
    page = browser.get("/quan-tri/thu-di?tt=dead")
    with province.look() as work:
        first = work.connection.execute(sa.select(sa.func.min(outbox.c.id))).scalar_one()
    assert page.submit(f"/quan-tri/thu-di/{first}/thoi", {"ly_do": ""}).status == 422
    page.submit(f"/quan-tri/thu-di/{first}/thoi", {"ly_do": "địa chỉ sai"})
    assert states() == ["dropped", "dead"]
    page.submit("/quan-tri/thu-di/tat-ca", {"gui": "1", "loi": "no such", "kenh": "email"})
    assert states() == ["dropped", "waiting"]
    assert browser.get("/quan-tri/thu-di?tt=dropped").status == 200


def test_a_resting_channel_is_shown_and_woken(
    province: Platform, browser: Browser, number: str, clock: FakeClock
) -> None:
    with province.work() as work:
        for _ in range(5):
            note_failure(work, "sms", "HTTP 503")
    page = browser.get("/quan-tri/thu-di")
    assert "Tin nhắn SMS: đang nghỉ" in page.text and "HTTP 503" in page.text
    assert page.submit("/quan-tri/thu-di/kenh/sms/thu-ngay").status == 303
    assert "sắp được thử lại" in browser.get("/quan-tri/thu-di").text
