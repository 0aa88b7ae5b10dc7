"""The eye that looks at every page sees faults: else its silence would mean nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.visitor import LOOK, PHONE, Device

FRAME = """<!doctype html><html lang="vi"><head><meta name="viewport" content="width=device-width">
<title>Tra cứu – Phản ánh hiện trường</title></head><body><main>{}</main></body></html>"""
FAULTS = {
    "1 h1": "<h1>Một</h1>",
    "2 h1": "<h1>Một</h1><h1>Hai</h1>",
    "scrolls sideways": '<h1>Một</h1><p style="width:600px">Rộng</p>',
    "no label: ten": '<h1>Một</h1><input name="ten" style="min-width:50px;height:50px">',
    "small target": '<h1>Một</h1><button style="height:30px;width:80px">Gửi</button>',
    "covered by": '<h1>Một</h1><button style="height:60px;width:80px">Gửi</button>'
    '<div style="position:fixed;inset:0">Che</div>',
    "contrast 2.8": '<h1>Một</h1><p style="color:#999;background:#fff">Mờ</p>',
}


@pytest.fixture
def page(chromium: Browser) -> Page:
    return Device(PHONE).context(chromium, "http://127.0.0.1").new_page()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(page: Page, fault: str) -> None:
    page.set_content(FRAME.format(FAULTS[fault]))
    found = page.evaluate(LOOK, True)
    page.context.close()
    if fault == "1 h1":
        assert found == []
    else:
        assert len(found) == 1 and fault in found[0], found


def test_a_page_without_language_and_title_is_found(page: Page) -> None:
    page.set_content("<h1>Một</h1>")
    assert {"no language", "title “”"} <= set(page.evaluate(LOOK, False))
    page.context.close()
