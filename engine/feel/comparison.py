"""Equality and order between values; different kinds do not compare and give null."""

from __future__ import annotations

import datetime as dt
from typing import Any

from engine.feel import limits
from engine.feel.moments import FarDate, FarMoment, nanos
from engine.feel.temporal.arithmetic import time_micros
from engine.feel.temporal.zones import zone_name
from engine.feel.values import Range, kind

_ORDERED = frozenset(
    {
        "number",
        "string",
        "date",
        "days and time duration",
        "years and months duration",
    }
)
_TEMPORAL = frozenset({"date", "time", "date and time", "days and time duration"})


def equal(a: object, b: object) -> bool | None:
    """Tell whether two values are equal; null when their kinds differ and neither is null."""
    if a is None or b is None:
        return a is b
    kind_of = kind(a)
    if kind_of != kind(b):
        return None
    if kind_of == "list":
        return _equal_lists(a, b)  # type: ignore[arg-type]
    if kind_of == "context":
        return _equal_contexts(a, b)  # type: ignore[arg-type]
    if kind_of == "range":
        return _equal_ranges(a, b)  # type: ignore[arg-type]
    if kind_of in {"time", "date and time"}:
        return _identity(a) == _identity(b)
    if kind_of == "function":
        return True if a is b else None
    return a == b and nanos(a) == nanos(b)


def _equal_lists(a: list[object], b: list[object]) -> bool:
    if a is b:
        return True
    limits.spend(len(a))
    return len(a) == len(b) and all(equal(x, y) is True for x, y in zip(a, b, strict=True))


def _equal_contexts(a: dict[str, object], b: dict[str, object]) -> bool:
    if a is b:
        return True
    limits.spend(len(a))
    return a.keys() == b.keys() and all(equal(a[key], b[key]) is True for key in a)


def _equal_ranges(a: Range, b: Range) -> bool:
    same_ends = a.start_included == b.start_included and a.end_included == b.end_included
    return same_ends and equal(a.start, b.start) is True and equal(a.end, b.end) is True


def _identity(value: Any) -> tuple[str, object]:
    # Without a zone, with an offset and with a named zone are three different things to the standard.
    if value.tzinfo is None:
        return "local", _instant(value)
    return "zone" if zone_name(value.tzinfo) else "offset", _instant(value)


def _instant(value: Any) -> tuple[int, Any, int]:
    """Give what orders a value among its kind: first how far its year lies outside Python's calendar."""
    if isinstance(value, FarDate):
        return _side(value), value, 0
    if isinstance(value, FarMoment):
        micros = value.date.ordinal * 86_400_000_000 + time_micros(value.clock)
        return _side(value.date), micros, nanos(value.clock)
    if isinstance(value, dt.time):
        return 0, time_micros(value), nanos(value)
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return 0, value.astimezone(dt.UTC), nanos(value)
    return 0, value, nanos(value)


def _side(day: FarDate) -> int:
    return -1 if day.year < dt.MINYEAR else 1


def compare(a: object, b: object) -> int | None:
    """Order two values: -1, 0 or 1; null when they have no order."""
    kind_of = kind(a)
    if kind_of != kind(b):
        return None
    left: Any = a
    right: Any = b
    if kind_of in {"time", "date and time"}:
        if (left.tzinfo is None) != (right.tzinfo is None):
            return None
    elif kind_of not in _ORDERED:
        return None
    if kind_of in _TEMPORAL:
        left, right = _instant(left), _instant(right)
    return -1 if left < right else int(left > right)


class NoOrder(Exception):
    """Two values are of kinds that cannot be put in order."""


def ordered(a: object, b: object) -> int:
    """Order two values, where one pair without an order leaves the whole without an answer."""
    result = compare(a, b)
    if result is None:
        raise NoOrder
    return result


def includes(interval: Range, value: object) -> bool | None:
    """Tell whether a range holds a value; null when they cannot be compared."""
    if value is None:
        return None
    low = _above(interval.start, value, interval.start_included)
    high = _above(value, interval.end, interval.end_included)
    if low is False or high is False:
        return False
    return None if low is None or high is None else True


def _above(low: object, high: object, touching: bool) -> bool | None:
    if low is None or high is None:
        return True
    order = compare(low, high)
    if order is None:
        return None
    return order < 0 or (touching and order == 0)
