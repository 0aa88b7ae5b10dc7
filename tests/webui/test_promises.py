"""Promises about every page at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jinja2
from flask import Flask
from werkzeug.routing.converters import NumberConverter

import webui
from tests.webui.pages import Browser
from webui import words
from webui.permissions import PUBLIC, opened_to

HERE = Path(webui.__file__).parent
OPEN_TO_EVERYBODY = {"static", "files", "health", "language", "login", "public"}


def test_every_route_says_whom_it_is_open_to(app: Flask) -> None:
    silent = [
        rule.endpoint for rule in app.url_map.iter_rules() if not opened_to(app.view_functions[rule.endpoint])
    ]
    assert silent == []


def test_only_the_parts_for_citizens_are_open_to_everybody(app: Flask) -> None:
    opened = {
        rule.endpoint.partition(".")[0]
        for rule in app.url_map.iter_rules()
        if PUBLIC in opened_to(app.view_functions[rule.endpoint])
    }
    assert opened == OPEN_TO_EVERYBODY


def test_a_route_that_says_nothing_is_closed(app: Flask, browser: Browser) -> None:
    app.add_url_rule("/quen", "forgotten", lambda: "secret")
    page = browser.get("/quen")
    assert page.status == 302 and page.location.startswith("/dang-nhap")


def test_what_is_not_for_citizens_sends_them_to_the_door(app: Flask, browser: Browser) -> None:
    closed = [
        rule
        for rule in app.url_map.iter_rules()
        if PUBLIC not in opened_to(app.view_functions[rule.endpoint]) and "GET" in (rule.methods or ())
    ]
    assert closed
    for rule in closed:
        values: dict[str, Any] = {
            name: 1 if isinstance(kind, NumberConverter) else "x" for name, kind in rule._converters.items()
        }
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values)
        page = browser.get(address)
        assert page.status == 302 and page.location.startswith("/dang-nhap"), rule.rule


def test_addresses_carry_no_marks(app: Flask) -> None:
    assert all(rule.rule.isascii() for rule in app.url_map.iter_rules())


def test_templates_hold_no_words_of_their_own() -> None:
    marked = re.compile(r"[À-ỹĐđ]")
    assert [path.name for path in HERE.rglob("*.html") if marked.search(path.read_text())] == []


def test_every_template_can_be_read(app: Flask) -> None:
    for path in (HERE / "templates").rglob("*.html"):
        app.jinja_env.parse(path.read_text(), path.name)


def test_every_word_a_template_asks_for_is_in_the_catalogue() -> None:
    asked = {
        name
        for path in HERE.rglob("*.html")
        for name in re.findall(r"""\bsay\("([a-z0-9_.]+)"[,)]""", path.read_text())
    }
    assert asked and sorted(name for name in asked if not words.known(name)) == []


def test_every_word_is_there_in_both_languages_with_the_same_placeholders() -> None:
    for name, (vi, en) in words.catalogue().items():
        assert vi and en, name
        assert set(re.findall(r"{(\w+)}", vi)) == set(re.findall(r"{(\w+)}", en)), name


def test_templates_refuse_what_is_not_defined(app: Flask) -> None:
    assert app.jinja_env.undefined is jinja2.StrictUndefined


def test_no_page_script_or_style_reaches_beyond_this_server() -> None:
    for path in [*HERE.rglob("*.js"), *HERE.rglob("*.css"), *HERE.rglob("*.html")]:
        found = re.findall(r"https?://(?!www\.w3\.org)[^\s\"']+", path.read_text())
        assert found == [], path.name
