"""A person at a browser: opens pages, presses, fills in, and finds fault with every page that comes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    TimeoutError,
    expect,
)

from tests.browser.site import Site

PHONE, DESK = 390, 1280
LOOK = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")
_HEIGHT = {PHONE: 844, DESK: 900}


@dataclass(frozen=True)
class Device:
    """What a page is opened with: the width of its screen, and whether it runs JavaScript."""

    width: int = DESK
    scripts: bool = True

    def __str__(self) -> str:
        return f"{self.width}px-{'with' if self.scripts else 'without'}-scripts"

    def context(self, chromium: Browser, address: str, *, scale: float = 1) -> BrowserContext:
        small = self.width == PHONE
        return chromium.new_context(
            base_url=address,
            viewport={"width": self.width, "height": _HEIGHT[self.width]},
            is_mobile=small,
            has_touch=small,
            java_script_enabled=self.scripts,
            device_scale_factor=scale,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )


@dataclass
class Visitor:
    """One person, with a browser window of their own."""

    site: Site
    device: Device
    page: Page
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def at(
        cls, site: Site, chromium: Browser, device: Device, login: str | None = None, *, scale: float = 1
    ) -> Visitor:
        context = device.context(chromium, site.address, scale=scale)
        context.set_default_timeout(15_000)
        context.set_default_navigation_timeout(30_000)
        if login:
            cookie = {"name": "phananh_session", "value": site.session_of(login), "url": site.address}
            context.add_cookies([cookie])  # type: ignore[list-item]
        made = cls(site, device, context.new_page())
        made.page.on("console", made._hear)
        made.page.on("pageerror", lambda error: made.complaints.append(f"script: {error}"))
        made.page.on("request", made._follow)
        made.page.on("response", made._receive)
        return made

    def _hear(self, message: ConsoleMessage) -> None:
        # A refused form is answered with a status that the browser reports as a failure to load.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def _follow(self, request: Request) -> None:
        if not request.url.startswith((self.site.address, "data:", "blob:")):
            self.complaints.append(f"asks elsewhere: {request.url}")

    def _receive(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site.address)

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def text(self) -> str:
        """What stands on the page, with single spaces."""
        return " ".join(self.page.locator("main").inner_text().split())

    def open(self, path: str, status: int = 200) -> Visitor:
        answer = self.page.goto(path)
        assert answer and answer.status == status, f"{path}: {answer and answer.status} {self.heading}"
        return self.look()

    def press(self, name: str, status: int = 200, *, within: str = "main") -> Visitor:
        """Press a button or a link that opens a page."""
        return self.go(self.button(name, within=within).click, status)

    def go(self, act: Callable[[], object], status: int = 200) -> Visitor:
        """Do something that opens a page."""
        try:
            with self.page.expect_navigation() as opened:
                act()
        except TimeoutError as error:
            raise AssertionError(f"{self.path} stayed open: {self._stuck()}") from error
        answer = opened.value
        assert answer.status == status, f"{self.path}: {answer.status} {self.text[:400]}"
        return self.look()

    def _stuck(self) -> str:
        """What may have kept a page from going on: fields that the browser refuses, and the page's text."""
        refused = self.page.evaluate("[...document.querySelectorAll(':invalid')].map(e => e.id || e.name)")
        return f"refused {refused}; {self.text[:400]}"

    def press_twice(self, name: str, *, leads_to: str, within: str = "main") -> Visitor:
        """Press a button twice at once; without scripts the second press cuts off the first."""
        self.button(name, within=within).dblclick()
        expect(self.page).to_have_url(re.compile(leads_to), timeout=15_000)
        self.page.wait_for_load_state()
        return self.look()

    def button(self, name: str, *, within: str = "main") -> Locator:
        part = self.page.locator(within)
        both = part.get_by_role("button", name=name).or_(part.get_by_role("link", name=name))
        return both.locator("visible=true").first

    def write(self, label: str, text: str) -> Visitor:
        self.page.get_by_label(label, exact=False).locator("visible=true").first.fill(text)
        return self

    def choose(self, label: str, option: str | None = None) -> Visitor:
        """Tick a box or a radio button; with an option, pick it from a list."""
        found = self.page.get_by_label(label, exact=False).locator("visible=true").first
        if option is None:
            found.check()
        else:
            found.select_option(found.locator("option", has_text=option).first.get_attribute("value"))
        return self

    def attach(self, selector: str, *pictures: Path) -> Visitor:
        """Choose pictures: through the page's own buttons, or in the plain field."""
        self.page.locator(selector).set_input_files([str(one) for one in pictures])
        return self

    def look(self) -> Visitor:
        """Find fault with the page that is open."""
        found = self.page.evaluate(LOOK, self.device.width == PHONE)
        faults = [*self.complaints, *dict.fromkeys(found)]
        self.complaints.clear()
        assert not faults, f"{self.path} at {self.device}:\n  " + "\n  ".join(faults)
        return self
