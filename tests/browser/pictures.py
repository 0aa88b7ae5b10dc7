"""The screenshots of the README: `python -m tests.browser.pictures [FOLDER OF A FILLED DEMO]`.

Without a folder the demo is filled into a temporary one first, which takes about a minute.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from engine.demo import run_demo
from engine.work import open_platform, wall_clock
from tests.browser.chromium import binary
from tests.browser.site import Server, Site
from tests.browser.visitor import DESK, PHONE, Device, Visitor
from tests.clocks import FakeClock
from webui import create_app
from webui.config import Config

IMAGES = Path(__file__).parents[2] / "docs" / "images"
LARGEST = 200_000
# Name of the picture, width of the screen, who looks, at which page.
PICTURES = (
    ("inbox", DESK, "truc1", "an open task"),
    ("inbox-phone", PHONE, "643.totruong", "/viec?ds=unit"),
    ("report", PHONE, None, "/gui"),
    ("results", DESK, None, "/ket-qua"),
    ("case", DESK, "643.totruong", "a case"),
    ("board", PHONE, "643.totruong", "/dieu-hanh"),
)


def take(site: Site, chromium: Browser, name: str, width: int, login: str | None, path: str) -> Path:
    """Open one page and keep what its first screen shows."""
    visitor = Visitor.at(site, chromium, Device(width), login, scale=2 if width == PHONE else 1)
    page = visitor.page
    if path == "an open task":
        page.goto("/viec?ds=unit")
        path = str(page.locator(".ticket h2 a").nth(3).get_attribute("href"))
    if path == "a case":
        page.goto("/viec?ds=unit")
        path = "/ho-so/" + page.locator(".ticket-foot .number").first.inner_text()
    answer = page.goto(path)
    assert answer and answer.ok, f"{path}: {answer and answer.status}"
    kept = _small(page, IMAGES / f"{name}.png")
    page.context.close()
    return kept


def _small(page: Page, path: Path) -> Path:
    """A screenshot with few colours: a README is opened over slow lines too."""
    page.wait_for_load_state("networkidle")
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    for colours in (256, 128, 64, 32):
        with Image.open(path) as picture:
            picture.convert("RGB").quantize(colours).save(path, optimize=True)
        if path.stat().st_size <= LARGEST:
            return path
    raise AssertionError(f"{path} is larger than {LARGEST} bytes")


def main(folder: Path | None) -> None:
    found = binary()
    assert found, "Chromium is not installed: apt-get install chromium-headless-shell"
    with tempfile.TemporaryDirectory() as temporary:
        data = folder or Path(temporary)
        if folder is None:
            run_demo(data, None, print)  # noqa: T201  said on the terminal
        clock, server = FakeClock(), Server()
        clock.set(wall_clock())
        platform = open_platform(data, clock=clock)
        platform.domain = "phananh.example.vn"
        server.app = create_app(platform, Config())
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=found)
            for picture in PICTURES:
                path = take(Site(platform, clock, server.address), chromium, *picture)
                print(f"{path.name}: {path.stat().st_size // 1000} kB")  # noqa: T201
            chromium.close()
        server.stop()
        platform.engine.dispose()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
