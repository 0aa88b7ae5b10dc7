"""More people than the system can serve: the surplus is turned away before any work is begun for them.

Only so many requests that write are let in at once, and a few wait in line; whoever comes then is asked to
come again in a minute. Reading goes on, since writers never hold all threads; and those let in are served
as fast as ever, since the work for the others was not begun: what was sent is not even read, and the page
that says so is drawn once. The browser still holds the form with its photographs and sends it again when the
page is loaded again.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import cast

from flask import Flask, Response, current_app, g, jsonify, render_template, request

from engine.metrics import TURNED_AWAY
from webui import here, words

AT_WORK = 3
IN_LINE = 7
PATIENCE = 5.0
COME_AGAIN = "60"
_READING = ("GET", "HEAD", "OPTIONS")
_LINE = "phananh_line"
_PAGES = "phananh_away"


@dataclass
class Line:
    """How many may write at once, how many may wait for that, and how long."""

    at_work: int = AT_WORK
    in_line: int = IN_LINE
    patience: float = PATIENCE
    _inside: threading.BoundedSemaphore = field(init=False)
    _places: threading.BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        self._inside = threading.BoundedSemaphore(self.at_work)
        self._places = threading.BoundedSemaphore(self.in_line)

    def enter(self) -> bool:
        """Come in now, or after waiting for a place, or not at all."""
        if self._inside.acquire(blocking=False):
            return True
        if not self._places.acquire(blocking=False):
            return False
        try:
            return self._inside.acquire(timeout=self.patience)
        finally:
            self._places.release()

    def leave(self) -> None:
        self._inside.release()


def line() -> Line:
    return cast(Line, current_app.extensions[_LINE])


def _let_in() -> Response | None:
    if request.method in _READING:
        return None
    if not line().enter():
        TURNED_AWAY.inc()
        return _away()
    g.in_line = True
    return None


def _away() -> Response:
    """The refusal: the same for everybody who reads this language."""
    language = here.language()
    if request.accept_mimetypes.best == "application/json":
        answer = jsonify(error=words.say("error.text_away", language))
    else:
        answer = Response(_page(language), mimetype="text/html")
    answer.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    answer.headers["Retry-After"] = COME_AGAIN
    return answer


def _page(language: str) -> str:
    drawn = cast("dict[str, str]", current_app.extensions[_PAGES])
    if language not in drawn:
        drawn[language] = render_template("away.html")
    return drawn[language]


def _let_out(_error: BaseException | None) -> None:
    if g.pop("in_line", False):
        line().leave()


def install(app: Flask, limits: Line | None = None) -> None:
    app.extensions[_LINE] = limits or Line()
    app.extensions[_PAGES] = {}
    app.before_request(_let_in)
    app.teardown_request(_let_out)
