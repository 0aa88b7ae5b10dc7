"""What a citizen meets: on a telephone and a desk, with scripts and without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.cases.opening import NewReport, open_case
from engine.folding import fold
from engine.store.tables import files, publications
from tests.browser import ways
from tests.browser.conftest import Arrive
from tests.browser.visitor import DESK, PHONE, Device, Visitor

DEVICES = [Device(width, scripts) for width in (PHONE, DESK) for scripts in (True, False)]
everywhere = pytest.mark.parametrize("device", DEVICES, ids=str)
Take = Callable[[str], Path]


@everywhere
def test_every_public_page_is_in_order(arrive: Arrive, device: Device) -> None:
    citizen = arrive(device=device)
    for path in ("/", "/gui", "/tra-cuu", "/ket-qua", "/gioi-thieu", "/to-gioi-thieu", "/dang-nhap"):
        citizen.open(path)
    citizen.open("/khong-co-trang-nay", status=404)


@everywhere
def test_a_report_with_a_photograph_gets_a_code_that_opens_it(
    arrive: Arrive, device: Device, photographs: Take
) -> None:
    citizen = arrive(device=device)
    kept = ways.report(citizen, photographs("pothole"))
    assert kept.number.startswith("PA-") and len(kept.code) == 19
    ways.track(citizen, kept.code)
    assert kept.number in citizen.heading and "Chờ tiếp nhận" in citizen.text and ways.TEXT in citizen.text


@everywhere
def test_what_is_wrong_is_said_beside_the_field_and_above_and_nothing_typed_is_lost(
    arrive: Arrive, device: Device, photographs: Take
) -> None:
    citizen = arrive(device=device).open("/gui")
    citizen.write("Việc gì xảy ra?", ways.TEXT).write("Ở đâu?", "nơi nào đó").write("Số điện thoại", "12")
    citizen.attach("#f-photos", photographs("pothole"))
    citizen.site.clock.advance(seconds=30)
    citizen.press("Gửi phản ánh", 422)
    summary = citizen.page.locator(".error-summary")
    assert summary.get_by_role("link").count() == 2
    if device.scripts:
        assert summary.evaluate("one => one === document.activeElement")
    for name, typed in (("commune", "nơi nào đó"), ("phone", "12")):
        field = citizen.page.locator(f"#f-{name}")
        assert field.input_value() == typed and field.get_attribute("aria-invalid") == "true"
        assert citizen.page.locator(f"#f-{name}-error").is_visible()
    summary.locator("a[href='#f-phone']").click()
    assert citizen.page.evaluate("document.activeElement.id || location.hash.slice(1)") == "f-phone"
    assert citizen.page.locator("#f-what").input_value() == ways.TEXT
    assert "pothole.jpg" in citizen.text
    citizen.write("Ở đâu?", ways.PLACE).write("Số điện thoại", ways.PHONE_NUMBER).press("Gửi phản ánh")
    assert ways.receipt(citizen).number.endswith("000001")


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_pressing_send_twice_sends_one_report(arrive: Arrive, scripts: bool) -> None:
    citizen = arrive(device=Device(PHONE, scripts)).open("/gui")
    citizen.write("Việc gì xảy ra?", ways.TEXT).write("Ở đâu?", ways.PLACE)
    citizen.write("Số điện thoại", ways.PHONE_NUMBER)
    citizen.site.clock.advance(seconds=30)
    citizen.press_twice("Gửi phản ánh", leads_to="/gui/da-nhan$")
    assert ways.receipt(citizen).number.endswith("000001")
    assert ways.report(arrive()).number.endswith("000002")


def test_somebody_in_danger_need_not_say_who_they_are(arrive: Arrive) -> None:
    citizen = arrive(device=Device(PHONE)).open("/gui")
    citizen.write("Việc gì xảy ra?", "Cháy nhà ở hẻm 5").write("Ở đâu?", ways.PLACE)
    citizen.choose("Có người đang gặp nguy hiểm")
    citizen.page.get_by_label("Số điện thoại, nếu tiện cho biết").wait_for()
    citizen.site.clock.advance(seconds=30)
    ways.receipt(citizen.press("Gửi phản ánh"))


def test_without_scripts_a_question_that_opens_by_an_answer_comes_with_a_button(arrive: Arrive) -> None:
    citizen = arrive(device=Device(PHONE, scripts=False)).open("/gui")
    citizen.write("Việc gì xảy ra?", ways.TEXT).choose("Có người đang gặp nguy hiểm").press("Cập nhật")
    assert citizen.page.get_by_label("Số điện thoại, nếu tiện cho biết").is_visible()
    assert citizen.page.locator("#f-what").input_value() == ways.TEXT


def test_the_commune_is_found_without_marks_and_by_the_keyboard(arrive: Arrive) -> None:
    citizen = arrive(device=Device(DESK)).open("/gui")
    field = citizen.page.locator("#f-commune")
    field.press_sequentially("thang loi")
    citizen.page.get_by_role("option").first.wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    assert field.input_value().lower() == ways.PLACE.lower()


def test_offline_the_page_says_in_red_whom_to_call(arrive: Arrive) -> None:
    citizen = arrive(device=Device(PHONE)).open("/gui")
    citizen.page.context.set_offline(True)
    citizen.button("Gửi phản ánh").click()
    warning = citizen.page.get_by_role("dialog")
    assert "CHƯA GỬI ĐƯỢC" in warning.inner_text() and warning.get_by_role("link").count() == 4


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_page_is_read_in_the_other_language_and_stays_open(arrive: Arrive, scripts: bool) -> None:
    citizen = arrive(device=Device(PHONE, scripts)).open("/tra-cuu")
    citizen.press("English", within="header")
    assert citizen.path == "/tra-cuu" and citizen.heading == "Track a report"
    citizen.open("/gui")
    assert citizen.page.get_by_label("What is happening?").is_visible()
    citizen.press("Tiếng Việt", within="header")
    assert citizen.heading == "Gửi phản ánh, kiến nghị"


def test_at_night_the_pages_are_dark_and_can_still_be_read(arrive: Arrive) -> None:
    citizen = arrive(device=Device(PHONE))
    citizen.page.emulate_media(color_scheme="dark")
    for path in ("/", "/gui", "/tra-cuu", "/gioi-thieu"):
        citizen.open(path)
    assert citizen.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 23, 24)"


def publish(citizen: Visitor, text: str) -> str:
    """A result of the commune that everybody may read."""
    with citizen.site.platform.work() as work:
        made = open_case(work, NewReport(text, commune_code="24133"), key=text)
        row = {
            "case_id": made.case_id,
            "title": text,
            "body": text,
            "result": "Hẹn vá trong tháng.",
            "state": "public",
            "folded": fold(text),
            "commune_code": "24133",
            "outcome": "promised",
            "published_at": work.now,
            "file_ids": [],
        }
        work.run(sa.insert(publications).values(row))
    return made.report_no


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_matter_known_nearby_is_followed_without_describing_it_again(arrive: Arrive, scripts: bool) -> None:
    citizen = arrive(device=Device(PHONE, scripts))
    number = publish(citizen, "Ổ gà trước số nhà 12")
    citizen.open("/gui").write("Ở đâu?", ways.PLACE)
    if scripts:
        citizen.page.locator("#f-hamlet").focus()
    else:
        citizen.press("Xem việc đã có gần đây")
    citizen.choose("Đúng việc này, tôi theo dõi").look()
    citizen.write("Số điện thoại", ways.PHONE_NUMBER)
    citizen.site.clock.advance(seconds=30)
    kept = ways.receipt(citizen.press("Gửi phản ánh"))
    assert kept.number != number
    assert f"xin theo dõi phản ánh số {number}" in ways.track(citizen, kept.code).text


def test_what_is_written_without_a_network_waits_on_the_telephone(arrive: Arrive, photographs: Take) -> None:
    citizen = arrive(device=Device(PHONE)).open("/gui")
    page = citizen.page
    citizen.attach("#f-photos", photographs("pothole"))
    page.get_by_text("xong", exact=True).wait_for()
    page.context.set_offline(True)
    page.get_by_text("chờ mạng", exact=True).wait_for()
    assert page.locator("[data-net]").inner_text() == "Đang không có mạng"
    citizen.write("Việc gì xảy ra?", ways.TEXT).write("Ở đâu?", ways.PLACE).write("Số điện thoại", "0905")
    citizen.button("Gửi phản ánh").click()
    page.get_by_role("dialog").get_by_role("button").click()
    page.wait_for_timeout(700)
    page.context.set_offline(False)
    citizen.complaints.clear()
    citizen.open("/gui")
    page.locator("[data-draft]").wait_for()
    assert page.locator("#f-what").input_value() == ways.TEXT
    assert page.locator("#f-phone").input_value() == ""  # who reports is never kept on a shared telephone
    page.get_by_text("xong", exact=True).wait_for()
    citizen.look().write("Số điện thoại", ways.PHONE_NUMBER)
    citizen.site.clock.advance(seconds=30)
    kept = ways.receipt(citizen.press("Gửi phản ánh"))
    assert ways.TEXT in ways.track(citizen, kept.code).text
    with citizen.site.platform.look() as work:
        assert len(work.connection.execute(sa.select(files.c.id)).all()) == 1
    page.wait_for_timeout(300)
    citizen.open("/gui")
    page.wait_for_timeout(500)
    assert page.locator("#f-what").input_value() == "" and page.locator("[data-draft]").is_hidden()


def test_with_a_network_nothing_that_was_written_stays_on_the_telephone(arrive: Arrive) -> None:
    citizen = arrive(device=Device(PHONE)).open("/gui")
    citizen.write("Việc gì xảy ra?", "Chồng tôi đánh tôi").write("Ở đâu?", ways.PLACE)
    citizen.page.wait_for_timeout(700)
    citizen.open("/gui")
    citizen.page.wait_for_timeout(500)
    assert citizen.page.locator("#f-what").input_value() == ""


def test_danger_without_a_network_is_answered_by_numbers_to_call_at_once(arrive: Arrive) -> None:
    citizen = arrive(device=Device(PHONE)).open("/gui")
    citizen.page.context.set_offline(True)
    citizen.choose("Có người đang gặp nguy hiểm")
    warning = citizen.page.get_by_role("dialog")
    warning.wait_for()
    assert warning.get_by_role("link").count() == 4
    box = warning.bounding_box()
    assert box and (box["x"], box["y"], box["width"]) == (0, 0, 390) and box["height"] >= 840


def test_the_first_screen_of_a_telephone_says_what_to_do_and_whom_to_call(arrive: Arrive) -> None:
    citizen = arrive(device=Device(PHONE)).open("/")
    for one in (
        citizen.page.locator("h1"),
        citizen.button("Gửi phản ánh"),
        *citizen.page.locator(".call").all(),
    ):
        box = one.bounding_box()
        assert box and box["y"] + box["height"] < 844
