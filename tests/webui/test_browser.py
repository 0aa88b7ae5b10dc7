"""The pages in a real browser: what the modules add, and that the content policy is never broken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser

from engine.store import tables
from engine.work import Platform
from tests.browser.chromium import binary
from tests.clocks import FakeClock
from tests.webui.pages import picture

pytestmark = [pytest.mark.browser, pytest.mark.skipif(binary() is None, reason="no Chromium here")]
# Near the middle of phường Tân Lập.
STANDING = {"latitude": 12.6843, "longitude": 108.0757}


@pytest.fixture
def page(address: str, chromium: Browser) -> Iterator[Any]:
    """A telephone's page whose console must stay silent about refused scripts and styles."""
    told: list[str] = []
    context = chromium.new_context(
        base_url=address,
        viewport={"width": 390, "height": 844},
        geolocation=STANDING,  # type: ignore[arg-type]
        permissions=["geolocation"],
    )
    opened = context.new_page()
    opened.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    opened.on("pageerror", lambda error: told.append(str(error)))
    yield opened
    context.close()
    assert [line for line in told if "422" not in line] == []


def test_a_report_is_sent_from_a_telephone(
    page: Any, province: Platform, clock: FakeClock, tmp_path: Path
) -> None:
    photo = tmp_path / "anh.jpg"
    photo.write_bytes(picture()[0].read())
    page.goto("/gui")
    page.fill("#f-what", "Cây xà cừ đổ chắn ngang đường trước nhà văn hóa")
    page.set_input_files("#f-photos", str(photo))
    page.get_by_text("xong").wait_for()
    page.locator(".gps button").click()
    page.get_by_text("gần nhất là").wait_for()
    assert page.input_value("#f-commune").casefold() == "phường tân lập, thành phố buôn ma thuột"
    page.fill("#f-phone", "0901234567")
    clock.advance(seconds=40)
    page.locator("[data-send]").click()
    page.get_by_role("heading", name="Đã nhận phản ánh").wait_for()
    with province.look() as work:
        row = work.connection.execute(sa.select(tables.cases)).one()
        files = work.connection.execute(sa.select(tables.files.c.case_id)).scalars().all()
    assert row.commune_code == "24118" and files == [row.id]
    assert abs(row.lat - STANDING["latitude"]) < 0.001


def test_a_later_name_without_marks_finds_the_commune_by_keyboard(page: Any) -> None:
    page.goto("/gui")
    page.locator("#f-commune").press_sequentially("lien son lak")
    page.get_by_role("option").first.wait_for()
    assert {"Xã Liên Sơn Lắk"} == set(page.locator("[role=option] small").all_inner_texts())
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#f-commune").endswith("huyện Lắk")


def test_danger_changes_what_is_asked_without_losing_what_was_typed(page: Any) -> None:
    page.goto("/gui")
    page.fill("#f-what", "Cháy quán ăn")
    assert page.locator("#f-phone").count() == 1
    page.check("#f-in_danger")
    page.locator("#f-phone_if_any").wait_for()
    assert page.locator("#f-phone").count() == 0 and page.input_value("#f-what") == "Cháy quán ăn"


def test_without_a_network_the_page_says_so_and_shows_whom_to_call(page: Any) -> None:
    page.goto("/gui")
    page.context.set_offline(True)
    page.locator("[data-send]").click()
    page.get_by_text("CHƯA GỬI ĐƯỢC").wait_for()
    assert page.locator("dialog a[href='tel:114']").is_visible()
    page.context.set_offline(False)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_its_screen_and_targets_are_large(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/", "/gui", "/tra-cuu", "/ket-qua", "/gioi-thieu", "/to-gioi-thieu", "/dang-nhap"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        small = page.evaluate(
            """() => [...document.querySelectorAll(".button, .call, .input, .select, summary, .links a")]
                .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
                .filter((one) => one.getBoundingClientRect().width > 2)
                .map((one) => one.outerHTML.slice(0, 80))"""
        )
        assert small == [], address
