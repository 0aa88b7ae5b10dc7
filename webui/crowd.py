"""More people than the system can serve: the surplus is turned away before any work is begun for them.

Only so many requests that write are let in at once, and a few wait in line; whoever comes then is asked to
come again in a minute. Reading goes on, since writers never hold all threads; and those let in are served
as fast as ever, since the work for the others was not begun.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app, g, request

from engine.errors import Busy
from engine.metrics import TURNED_AWAY

AT_WORK = 6
IN_LINE = 4
PATIENCE = 5.0
_READING = ("GET", "HEAD", "OPTIONS")
_LINE = "phananh_line"


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


def _let_in() -> None:
    if request.method in _READING:
        return
    if not line().enter():
        TURNED_AWAY.inc()
        raise Busy
    g.in_line = True


def _let_out(_error: BaseException | None) -> None:
    if g.pop("in_line", False):
        line().leave()


def install(app: Flask, limits: Line | None = None) -> None:
    app.extensions[_LINE] = limits or Line()
    app.before_request(_let_in)
    app.teardown_request(_let_out)
