"""Officers at work: the inbox, a task, and what happens when a form is sent."""

from __future__ import annotations

from engine.work import Platform
from tests.webui.conftest import Enter
from tests.webui.officers import ACCEPTED, WORKING, report, send, task_of
from tests.webui.pages import Browser


def test_the_inbox_names_the_step_the_text_the_place_and_one_button(
    operator: Browser, province: Platform
) -> None:
    receipt = report(province)
    page = operator.get("/viec")
    card = page.all("//li[@data-row]")[0]
    said = " ".join(card.text_content().split())
    assert "Tiếp nhận, phân loại phản ánh" in said and "Chợ Tân Lập" in said and receipt.report_no in said
    assert len(card.xpath(".//button")) == 1 and "Còn" in said
    assert [one.text_content().strip() for one in page.all("//ul[contains(@class,'lists')]//strong")][
        1
    ] == "1"


def test_an_empty_inbox_says_so(operator: Browser) -> None:
    assert "Không có việc chờ" in operator.get("/viec").text


def test_another_units_work_does_not_exist(enter: Enter, operator: Browser, province: Platform) -> None:
    receipt = report(province)
    item = task_of(province, receipt)
    stranger = enter("la", ("team-644", "team_member"))
    assert stranger.get(f"/viec/{item}").status == 404
    assert stranger.get(f"/ho-so/{receipt.report_no}").status == 404
    assert receipt.report_no not in stranger.get(f"/tim?q={receipt.report_no}").text


def test_the_page_that_polls_answers_with_news(operator: Browser, province: Platform) -> None:
    item = task_of(province, report(province))
    told = operator.get("/viec/moi?ds=unit").response.get_json()
    assert told["newest"] == item and "Đơn vị" in told["html"]


def test_a_task_is_taken_put_back_and_the_second_taker_reads_who_was_first(
    enter: Enter, operator: Browser, province: Platform
) -> None:
    item = task_of(province, report(province))
    other = enter("hai", ("ioc", "ioc_operator"))
    late = other.get(f"/viec/{item}?ds=unit")
    page = operator.get(f"/viec/{item}?ds=unit").submit(f"/viec/{item}/nhan?ds=unit").follow()
    assert late.submit(f"/viec/{item}/nhan?ds=unit").status == 409
    assert "do Truc giữ" in other.get(f"/viec/{item}").text
    page.submit(f"/viec/{item}/tra?ds=unit").follow()
    assert other.get(f"/viec/{item}").all("//form[@id='step']")


def test_a_mistake_is_said_beside_its_field_and_nothing_typed_is_lost(
    operator: Browser, province: Platform
) -> None:
    item = task_of(province, report(province))
    page = send(operator.get(f"/viec/{item}?ds=unit"), item, {**ACCEPTED, "field": ""})
    assert page.status == 422
    assert page.all("//*[@class='error-summary']//a[@href='#f-field']")
    assert WORKING in page.all("//textarea[@id='f-working_text']")[0].text


def test_asking_for_the_next_fields_does_nothing_else(operator: Browser, province: Platform) -> None:
    item = task_of(province, report(province))
    page = operator.get(f"/viec/{item}?ds=unit")
    page = send(page, item, {"outcome": "refuse", "_update": "1"})
    assert page.status == 200 and not page.all("//*[@class='error-summary']")
    assert task_of(province, report(province)) == item


def test_sending_opens_the_next_task_with_a_line_about_the_last(
    operator: Browser, province: Platform
) -> None:
    first, second = report(province), report(province, "k2", "Đèn đường tắt ba đêm liền ở đường Lê Duẩn")
    item, following = task_of(province, first), task_of(province, second)
    answer = send(operator.get(f"/viec/{item}?ds=unit"), item, ACCEPTED)
    assert answer.location.startswith(f"/viec/{following}?")
    page = answer.follow()
    assert f"Đã chuyển {first.report_no}" in page.text
    assert page.all(f"//a[@href='/ho-so/{first.report_no}']")


def test_the_same_form_twice_is_done_once_and_a_late_one_is_told_who_was_first(
    enter: Enter, operator: Browser, province: Platform
) -> None:
    item = task_of(province, report(province))
    other = enter("hai", ("ioc", "ioc_operator"))
    late, page = other.get(f"/viec/{item}?ds=unit"), operator.get(f"/viec/{item}?ds=unit")
    assert send(page, item, ACCEPTED).status == send(page, item, ACCEPTED).status == 303
    told = send(late, item, ACCEPTED)
    assert told.status == 409 and "Truc" in told.text and WORKING in told.text
    assert "Truc" in operator.get(f"/viec/{item}").text


def test_a_draft_comes_back_to_its_writer_only(enter: Enter, operator: Browser, province: Platform) -> None:
    item = task_of(province, report(province))
    page = send(
        operator.get(f"/viec/{item}?ds=unit"), item, {**ACCEPTED, "field": "", "_draft": "1"}
    ).follow()
    assert "Đã lưu nháp" in page.text
    assert WORKING in page.all("//textarea[@id='f-working_text']")[0].text
    other = enter("hai", ("ioc", "ioc_operator")).get(f"/viec/{item}")
    assert WORKING not in other.all("//textarea[@id='f-working_text']")[0].text


def test_outside_the_centre_only_the_working_copy_is_read(
    enter: Enter, operator: Browser, province: Platform
) -> None:
    receipt = report(province)
    member = enter("to", ("team-643", "team_member"))
    item = task_of(province, receipt)
    send(operator.get(f"/viec/{item}?ds=unit"), item, ACCEPTED)
    page = member.get(f"/viec/{task_of(province, receipt)}")
    assert WORKING in page.text and "0905 123 456" not in page.response.get_data(as_text=True)
    assert page.all("//a[starts-with(@href, 'geo:12.69,108.05')]")
    centre = operator.get(f"/ho-so/{receipt.report_no}")
    assert WORKING in centre.text and "0905 123 456" in centre.text


def test_several_tasks_are_taken_at_once(operator: Browser, province: Platform) -> None:
    ids = [
        str(task_of(province, report(province, f"k{n}", f"Rác ở thôn {n} không ai gom"))) for n in range(3)
    ]
    page = (
        operator.get("/viec?ds=unit").submit("/viec/nhieu?ds=unit", {"item": ids, "verb": "claim"}).follow()
    )
    assert "3 việc" in page.text
    assert all(one in operator.get("/viec?ds=mine").response.get_data(as_text=True) for one in ids)
