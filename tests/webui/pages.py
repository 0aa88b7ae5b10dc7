"""A browser for tests: it reads pages, fills in their forms, and finds fault with every page it opens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, cast

import lxml.html
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

# Anything that a strict Content-Security-Policy would refuse.
_INLINE = "//*[@style] | //style | //script[not(@src)] | //*[@*[starts-with(name(), 'on')]]"
_NAMELESS = ("hidden", "submit", "button", "image")


def faults(page: Any) -> Iterator[str]:
    """What is wrong with a page, whatever it is about."""
    if len(page.xpath("//h1")) != 1:
        yield f"{len(page.xpath('//h1'))} h1"
    if page.xpath("string(//html/@lang)") not in ("vi", "en"):
        yield "no language"
    if not page.xpath("string(//title)").strip(" –"):
        yield "no title"
    yield from (f"inline style or script in <{each.tag}>" for each in page.xpath(_INLINE))
    yield from _nameless(page)
    yield from (f"picture without alt: {each.get('src')}" for each in page.xpath("//img[not(@alt)]"))
    ids = [each.get("id") for each in page.xpath("//*[@id]")]
    yield from (f"id used twice: {each}" for each in sorted({one for one in ids if ids.count(one) > 1}))
    if len(page.xpath("//*[contains(concat(' ', @class, ' '), ' button-main ')]")) > 1:
        yield "more than one filled button"
    for form in page.xpath("//form[@method='post']"):
        if not form.xpath(".//input[@name='_csrf']") or not form.xpath(".//input[@name='_key']"):
            yield f"form without token or key: {form.get('action')}"


def _nameless(page: Any) -> Iterator[str]:
    """Controls that a screen reader could not name."""
    labelled = set(page.xpath("//label/@for"))
    for control in page.xpath("//input | //select | //textarea"):
        named = control.get("id") in labelled or control.get("aria-label") or control.get("aria-labelledby")
        if (
            control.get("type", "text") not in _NAMELESS
            and not named
            and not control.xpath("ancestor::label")
        ):
            yield f"control without label: {control.get('name')}"
    for button in page.xpath("//button | //a"):
        if (
            not button.text_content().strip()
            and not button.get("aria-label")
            and not button.xpath(".//img[@alt!='']")
            and button.get("aria-hidden") != "true"
        ):
            yield f"button without words: {lxml.html.tostring(button)[:80]!r}"


@dataclass(frozen=True)
class Page:
    """One answer of the server."""

    browser: Browser
    response: TestResponse

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def tree(self) -> Any:
        return lxml.html.document_fromstring(self.response.get_data(as_text=True))

    @property
    def text(self) -> str:
        """What a person reads, with single spaces."""
        return " ".join(self.tree.xpath("string(//main)").split())

    @property
    def location(self) -> str:
        return self.response.headers.get("Location", "")

    @property
    def heading(self) -> str:
        return " ".join(self.tree.xpath("string(//h1)").split())

    def all(self, path: str) -> list[Any]:
        return cast("list[Any]", self.tree.xpath(path))

    def fields(self, action: str) -> MultiDict[str, Any]:
        """What a browser would send from the form with this action."""
        form = self._form(action)
        found: MultiDict[str, Any] = MultiDict()
        for control in form.xpath(".//input | .//select | .//textarea"):
            for value in _values(control):
                found.add(control.get("name"), value)
        return found

    def _form(self, action: str) -> Any:
        forms = [one for one in self.tree.xpath("//form[@method='post']") if one.get("action") == action]
        assert forms, f"no form for {action} on {self.response.request.path}"
        return forms[0]

    def submit(self, action: str, answers: Mapping[str, Any] | None = None) -> Page:
        """Send the form with this action, filled in with `answers`; a list makes several values."""
        sent = self.fields(action)
        for name, value in (answers or {}).items():
            sent.setlist(name, value if isinstance(value, list) else [value])
        return self.browser.post(action, sent)

    def follow(self) -> Page:
        assert self.location, f"no redirect but {self.status}: {self.text[:300]}"
        return self.browser.get(self.location)


def _values(control: Any) -> list[str]:
    kind = control.get("type", "text")
    if not control.get("name") or control.get("disabled") is not None or kind in ("file", "submit", "button"):
        return []
    if control.tag == "select":
        return [str(one.get("value", "")) for one in control.xpath(".//option[@selected]")]
    if control.tag == "textarea":
        return [(control.text or "").removeprefix("\n")]
    if kind in ("checkbox", "radio"):
        return [control.get("value", "on")] if control.get("checked") is not None else []
    return [control.get("value", "")]


class Browser:
    """One person's browser: keeps cookies, and refuses pages with faults."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def get(self, address: str, **more: Any) -> Page:
        return self._checked(self.client.get(address, buffered=True, **more))

    def post(self, address: str, answers: Mapping[str, Any] | None = None, **more: Any) -> Page:
        headers = {"Origin": "http://localhost", **more.pop("headers", {})}
        return self._checked(self.client.post(address, data=answers, headers=headers, **more))

    def log_in(self, login: str, password: str) -> Page:
        return self.get("/dang-nhap").submit("/dang-nhap", {"login": login, "password": password})

    def _checked(self, response: TestResponse) -> Page:
        page = Page(self, response)
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 307, 308):
            found = list(faults(page.tree))
            assert not found, f"{response.request.path} ({response.status_code}): {found}"
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        return page


def picture(colour: tuple[int, int, int] = (120, 90, 60)) -> tuple[BytesIO, str]:
    """A small photograph to send."""
    from PIL import Image

    drawn = BytesIO()
    Image.new("RGB", (640, 480), colour).save(drawn, "JPEG")
    drawn.seek(0)
    return drawn, "anh.jpg"
