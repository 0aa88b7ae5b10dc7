"""The page of a case, and what is done to it beside its steps."""

from __future__ import annotations

import sqlalchemy as sa

from engine.store import tables
from engine.work import Platform
from tests.webui.conftest import Enter
from tests.webui.officers import ACCEPTED, report, send, task_of
from tests.webui.pages import Browser


def _logged(platform: Platform, action: str) -> int:
    query = sa.select(sa.func.count()).where(tables.audit.c.action == action)
    with platform.look() as work:
        return int(work.connection.execute(query).scalar_one())


def test_a_name_is_shown_for_a_reason_once_and_on_record(operator: Browser, province: Platform) -> None:
    receipt = report(province)
    page, action = operator.get(f"/ho-so/{receipt.report_no}"), f"/ho-so/{receipt.report_no}/danh-tinh"
    assert "Trần Thị Lan" not in page.response.get_data(as_text=True)
    assert page.submit(action, {"reason": " "}).status == 422
    assert _logged(province, "case:identity:read") == 0
    shown = page.submit(action, {"reason": "Gọi hỏi vị trí"})
    assert "Trần Thị Lan" in shown.text and shown.all("//a[@href='tel:+84901234567']")
    assert _logged(province, "case:identity:read") == 1
    assert "Trần Thị Lan" not in operator.get(f"/ho-so/{receipt.report_no}").text


def test_outside_the_centre_nobody_is_offered_or_told_a_name(
    enter: Enter,
    operator: Browser,
    province: Platform,
) -> None:
    receipt = report(province)
    member = enter("to", ("team-643", "team_member"))
    item = task_of(province, receipt)
    send(operator.get(f"/viec/{item}?ds=unit"), item, ACCEPTED)
    page = member.get(f"/ho-so/{receipt.report_no}")
    assert page.status == 200 and not page.all("//form[contains(@action, 'danh-tinh')]")
    sent = {"_csrf": page.all("//input[@name='_csrf']/@value")[0], "reason": "tò mò"}
    assert member.post(f"/ho-so/{receipt.report_no}/danh-tinh", sent).status == 403


def test_a_case_becomes_an_emergency_from_its_page(operator: Browser, province: Platform) -> None:
    receipt = report(province)
    item = task_of(province, receipt)
    send(operator.get(f"/viec/{item}?ds=unit"), item, ACCEPTED)
    action = f"/ho-so/{receipt.report_no}/viec-khac/khan-cap"
    page = operator.get(action)
    assert page.submit(action, {"reason": ""}).status == 422
    done = page.submit(action, {"reason": "Hố sụt, xe rơi xuống"}).follow()
    assert "Đã chuyển thành việc khẩn cấp" in done.text and "Việc khẩn cấp" in done.text
    assert operator.get(action).status == 403


def test_a_question_goes_to_the_reporter_by_the_releases_form(
    enter: Enter,
    operator: Browser,
    province: Platform,
) -> None:
    receipt = report(province)
    member = enter("to", ("team-643", "team_member"))
    item = task_of(province, receipt)
    send(operator.get(f"/viec/{item}?ds=unit"), item, ACCEPTED)
    action = f"/ho-so/{receipt.report_no}/viec-khac/hoi"
    page = member.get(action)
    assert page.submit(action, {"question": ""}).status == 422
    done = page.submit(action, {"question": "Ổ gà ở làn nào?"}).follow()
    assert "Ổ gà ở làn nào?" in done.text
    assert member.get(f"/ho-so/{receipt.report_no}/viec-khac/chi-dao").status == 403


def test_a_directive_stands_on_the_case_until_it_is_answered(
    enter: Enter,
    operator: Browser,
    province: Platform,
) -> None:
    receipt = report(province)
    leader = enter("truong", ("ioc", "ioc_lead"))
    action = f"/ho-so/{receipt.report_no}/viec-khac/chi-dao"
    page = leader.get(action)
    unit = next(one for one in page.all("//select[@name='unit']//option/@value") if one)
    done = page.submit(
        action, {"directive": "Kiểm tra ngay trong sáng nay", "unit": unit, "report_by": "2026-03-15"}
    ).follow()
    assert "Kiểm tra ngay trong sáng nay" in done.text
    assert "15/03/2026 17:00" in operator.get(f"/viec/{task_of(province, receipt)}").text


def test_more_time_is_not_asked_for_where_no_term_of_days_runs(
    operator: Browser,
    province: Platform,
) -> None:
    receipt = report(province)
    action = f"/ho-so/{receipt.report_no}/viec-khac/gia-han"
    page = operator.get(action)
    refused = page.submit(action, {"reason": "Chờ vật tư về", "new_due": "2026-03-20"})
    assert refused.status == 403 and refused.all("//div[contains(@class, 'notice-bad')]")
    assert "Chờ vật tư về" in refused.all("//textarea[@name='reason']")[0].text


def test_the_case_is_printed_copied_and_found_by_its_number(operator: Browser, province: Platform) -> None:
    receipt = report(province)
    page = operator.get(f"/ho-so/{receipt.report_no}")
    copied = page.all("//button/@data-copy")[0]
    assert copied == f"{receipt.report_no} http://localhost/ho-so/{receipt.report_no}"
    assert receipt.report_no in operator.get(f"/ho-so/{receipt.report_no}/in").heading
    assert receipt.report_no in operator.get("/tim?q=1").text
    picture = operator.get(f"/ho-so/{receipt.report_no}/so-do/0.svg").response
    assert picture.mimetype == "image/svg+xml" and b"<svg" in picture.data
    assert operator.get(f"/ho-so/{receipt.report_no}/so-do").status == 200


def test_addresses_that_name_nothing_are_not_found(operator: Browser) -> None:
    for address in ("/ho-so/PA-2026-999999", "/ho-so/x", "/viec/999999", "/ho-so/tep/999999/working"):
        assert operator.get(address).status == 404
