"""Between strings and numbers, and the strict comparison `is`."""

from __future__ import annotations

import re
from decimal import Decimal

from engine.feel.builtins.binding import builtin
from engine.feel.comparison import equal
from engine.feel.numbers import number as read_number
from engine.feel.values import kind
from engine.feel.writing import as_string

_NUMBER = re.compile(r"-?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?")
_GROUPINGS = {" ", ",", "."}
_POINTS = {".", ","}


@builtin("number", "from: number")
def number_of_number(value: Decimal) -> object:
    return value


@builtin("number", "from: string")
def number_of_string(text: str) -> object:
    return read_number(text) if _NUMBER.fullmatch(text) else None


@builtin("number", "from: string, grouping separator: string?, decimal separator: string?")
def number_with_separators(text: str, grouping: str | None, point: str | None) -> object:
    if grouping is not None and grouping not in _GROUPINGS:
        return None
    if point is not None and (point not in _POINTS or point == grouping):
        return None
    if grouping:
        text = text.replace(grouping, "")
    if point == ",":
        text = text.replace(",", ".") if "." not in text else ""
    return number_of_string(text)


@builtin("string", "from: any")
def string(value: object) -> object:
    return as_string(value)


@builtin("is", "value1: any, value2: any")
def same(a: object, b: object) -> bool:
    """Tell whether two values are the same, zones and all."""
    if a is None or b is None:
        return a is b
    if kind(a) in {"time", "date and time"}:
        return kind(a) == kind(b) and as_string(a) == as_string(b)
    return equal(a, b) is True
