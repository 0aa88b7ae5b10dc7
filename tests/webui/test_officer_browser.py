"""Officer pages in a real browser: what the modules add to pages that work without them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from engine.cases import files as case_files
from engine.people.sessions import open_session
from engine.work import Platform
from tests.browser.chromium import binary
from tests.engine.province import Province
from tests.webui.pages import picture

pytestmark = [pytest.mark.browser, pytest.mark.skipif(binary() is None, reason="no Chromium here")]

Open = Callable[..., Any]


@pytest.fixture
def open_as(address: str, chromium: Browser, town: Province) -> Iterator[Open]:
    """Open a page on a telephone as somebody; its console must stay silent."""
    told: list[str] = []
    contexts = []

    def make(login: str, path: str, *, scripts: bool = True) -> Any:
        with town.platform.work() as work:
            token = open_session(work, town.officers[login], "127.0.0.1")
        context = chromium.new_context(
            base_url=address, viewport={"width": 390, "height": 844}, java_script_enabled=scripts
        )
        context.add_cookies([{"name": "phananh_session", "value": token, "url": address}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
        page.goto(path)
        return page

    yield make
    for context in contexts:
        context.close()
    assert told == []


def kept_picture(platform: Platform, officer: int, case_id: int) -> Any:
    stream, name = picture()[:2]
    return case_files.keep_upload(
        platform, stream, name, purpose="evidence", officer=officer, case_id=case_id
    )


def a_result(town: Province) -> int:
    """A case whose result, with a picture, waits to be verified; the report had one too."""
    before = case_files.keep_upload(town.platform, picture()[0], "truoc.jpg", purpose="report")
    case_id = town.bring_to("handle", files=(int(str(before.id)),))  # type: ignore[union-attr]
    after = kept_picture(town.platform, town.officers["handler"], case_id)
    town.do("handler", case_id, "handle", {"images": [after]}, outcome="done", account="Đã vá xong")
    return town.item(case_id, "verify").id  # type: ignore[no-any-return]


def test_a_tap_swaps_before_and_after_on_a_telephone(open_as: Open, town: Province) -> None:
    page = open_as("member", f"/viec/{a_result(town)}")
    before, after = page.locator("[data-side='Trước']"), page.locator("[data-side='Sau']")
    assert after.is_visible() and not before.is_visible()
    after.locator("figure > a").first.click()
    assert before.is_visible() and not after.is_visible()
    assert before.get_by_text("không rõ giờ chụp").is_visible()
    page.get_by_role("button", name="Sau").click()
    assert after.is_visible()


def test_without_scripts_both_stand_below_each_other(open_as: Open, town: Province) -> None:
    page = open_as("member", f"/viec/{a_result(town)}", scripts=False)
    assert page.locator("[data-side='Trước']").is_visible() and page.locator("[data-side='Sau']").is_visible()


def test_the_large_diagram_opens_at_the_step_that_waits(open_as: Open, town: Province) -> None:
    case_id = town.bring_to("agency_accept")
    page = open_as("focal", f"/ho-so/{town.case(case_id).report_no}/so-do")
    frame = page.locator(".diagram-large").first.bounding_box()
    step = page.locator("[data-element='agency_accept']").first.bounding_box()
    assert frame["x"] <= step["x"] and step["x"] + step["width"] <= frame["x"] + frame["width"]
    assert frame["y"] <= step["y"] and step["y"] + step["height"] <= frame["y"] + frame["height"]
