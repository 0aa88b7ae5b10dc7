"""Dying in the middle of a deed: at a statement, before the commit, or after it with the answer lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from engine import faultpoints

AFTER = "after commit"
BEFORE = "before commit"
Doom = str | int


class Died(BaseException):
    """No code of the engine may take this for an error that it can do something about."""


def dies(engine: sa.Engine, doom: Doom, act: Callable[[], object]) -> bool:
    """Do it until death; whether it came at all, since a short deed may be over before."""
    with _doomed(engine, doom):
        try:
            act()
        except Died:
            return True
    return False


@contextmanager
def _doomed(engine: sa.Engine, doom: Doom) -> Iterator[None]:
    spared, left = faultpoints.reached, [doom]

    def reached(point: str) -> None:
        if point == doom:
            raise Died(point)

    def executed(*told: Any) -> None:
        if isinstance(left[0], int):
            left[0] -= 1
            if left[0] == 0:
                raise Died("statement")

    faultpoints.reached = reached
    event.listen(engine, "before_cursor_execute", executed)
    try:
        yield
    finally:
        faultpoints.reached = spared
        event.remove(engine, "before_cursor_execute", executed)
