"""The types that FEEL itself knows, by the names that models give them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal

from engine import feel
from engine.dmn.types import ANY, Basic, ListOf, Type

_DAY_DURATIONS = ("days and time duration", "day and time duration", "dayTimeDuration")
_MONTH_DURATIONS = ("years and months duration", "year and month duration", "yearMonthDuration")


def _is_number(value: object) -> bool:
    return isinstance(value, Decimal | int | float) and not isinstance(value, bool)


def _is_date(value: object) -> bool:
    if isinstance(value, datetime.date):
        return not isinstance(value, datetime.datetime)
    return _feel_says(value, "date")


def _is_context(value: object) -> bool:
    return isinstance(value, Mapping)


_TESTS: dict[str, Callable[[object], bool]] = {
    "number": _is_number,
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "date": _is_date,
    "time": lambda value: isinstance(value, datetime.time) or _feel_says(value, "time"),
    "date and time": lambda value: isinstance(value, datetime.datetime) or _feel_says(value, "date and time"),
    "list": lambda value: isinstance(value, list),
    "context": _is_context,
    "function": lambda value: callable(value) or isinstance(value, feel.Function),
    "range": lambda value: isinstance(value, feel.Range),
    **{name: lambda value: isinstance(value, datetime.timedelta) for name in _DAY_DURATIONS},
    **{name: lambda value: isinstance(value, feel.YearsMonths) for name in _MONTH_DURATIONS},
}
_ALIASES = {"dateTime": "date and time", "Any": "Any", "any": "Any", "Null": "Any", "<Undefined>": "Any"}


def _feel_says(value: object, name: str) -> bool:
    # FEEL may keep a value class of its own for dates and times Python cannot hold.
    return feel.conforms(value, name)


def basic(name: str) -> Type | None:
    """Return the type FEEL knows under this name, or None."""
    name = _ALIASES.get(name, name)
    if name == "Any":
        return ANY
    if name.startswith("list<") and name.endswith(">"):
        item = basic(name[5:-1].strip())
        return ListOf(name, item) if item else None
    test = _TESTS.get(name)
    return Basic(name, test) if test else None
