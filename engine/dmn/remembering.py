"""Answers of decisions that were asked the same before.

A table of terms is asked at every step of every case, and there are only so many phases, fields and
urgencies. An answer depends on nothing but what the decision reads: where that is as it was, so is it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.dmn.outcome import Outcome
from engine.dmn.reads import Path, reads_of

if TYPE_CHECKING:
    from engine.dmn.model import Model

MOST = 2_000
# A decision that reads the report's own words is never asked the same twice.
LONGEST = 100

_NOWHERE = object()


class Unkept(Exception):
    """An answer is not worth keeping, or what it depends on cannot be compared."""


class Memory:
    """The answers of one model; when there are too many it begins anew."""

    def __init__(self) -> None:
        self._reads: dict[str, tuple[Path, ...] | None] = {}
        self._kept: dict[tuple[object, ...], Outcome] = {}

    def key(self, model: Model, decision: str, context: Mapping[str, object]) -> tuple[object, ...] | None:
        """Everything the answer depends on; None when it is not to be kept."""
        reads = self._read_by(model, decision)
        if reads is None or any(map(callable, context.values())):
            return None
        try:
            return (decision, *(_frozen(_at(context, path)) for path in reads))
        except Unkept:
            return None

    def _read_by(self, model: Model, decision: str) -> tuple[Path, ...] | None:
        if decision not in self._reads:
            found = model.decisions.get(decision)
            reads = reads_of(model, found) if found is not None else None
            self._reads[decision] = None if reads is None else tuple(sorted(reads))
        return self._reads[decision]

    def recall(self, key: tuple[object, ...] | None) -> Outcome | None:
        return None if key is None else self._kept.get(key)

    def keep(self, key: tuple[object, ...] | None, outcome: Outcome) -> None:
        if key is None:
            return
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[key] = outcome


def _at(context: Mapping[str, object], path: Path) -> object:
    """What lies at a path, or the first thing on the way that has no parts by name."""
    value: object = context
    for name in path:
        if not isinstance(value, Mapping):
            return value
        value = value.get(name, _NOWHERE)
    return value


def _frozen(value: object) -> object:
    """A value that equals another only when no expression can tell the two apart."""
    kind = type(value)
    if kind is str:
        if len(value) > LONGEST:  # type: ignore[arg-type]
            raise Unkept
        return value
    if value is _NOWHERE or kind is bool or value is None:
        return kind, value
    if kind is list:
        return kind, tuple(map(_frozen, value))  # type: ignore[call-overload]
    if isinstance(value, Mapping):
        return kind, tuple((name, _frozen(part)) for name, part in value.items())
    if kind in _TOLD:
        return kind, _TOLD[kind](value)
    raise Unkept


def _told_moment(value: datetime.datetime) -> object:
    # One instant has other hours in another zone.
    return value.isoformat(), str(value.tzinfo)


_TOLD: Mapping[type, Callable[[Any], object]] = {
    int: str,
    float: repr,
    Decimal: str,
    datetime.date: str,
    datetime.datetime: _told_moment,
}
