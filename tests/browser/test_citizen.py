"""What a citizen meets: on a telephone and a desk, with scripts and without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser import ways
from tests.browser.conftest import Arrive
from tests.browser.visitor import DESK, PHONE, Device

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
