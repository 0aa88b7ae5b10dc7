"""Cells of a table that say something simple: a few texts, yes or no, an interval.

Most cells do. Knowing them without evaluating lets a check compare rows with each other, and lets a
table be read faster. A cell that says more is left to FEEL.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal

from engine import feel

Point = Decimal | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | feel.YearsMonths

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_POINT = re.compile(
    r'-?\d+(?:\.\d+)?|-?\.\d+|@"[^"]*"|(?:date|time|date and time|duration)\(\s*"[^"]*"\s*\)', re.DOTALL
)
_COMPARISON = re.compile(r"(<=|>=|<|>|=)\s*(.+)", re.DOTALL)
_RANGE = re.compile(r"([\[\](])\s*(.+?)\s*\.\.\s*(.+?)\s*([\[\])])", re.DOTALL)
_NOT = re.compile(r"not\s*\((.*)\)", re.DOTALL)


@dataclass(frozen=True)
class Span:
    """An interval; an end without a value is open to infinity."""

    low: Point | None
    low_in: bool
    high: Point | None
    high_in: bool


@dataclass(frozen=True)
class Plain:
    """What a simple cell accepts."""

    texts: frozenset[str] = frozenset()
    flags: frozenset[bool] = frozenset()
    spans: tuple[Span, ...] = ()
    null: bool = False
    negated: bool = False

    def accepts(self, value: object) -> bool | None:
        """Say whether the value is accepted; None when FEEL has to be asked."""
        if isinstance(value, str):
            return None if self.spans or self.flags else (value in self.texts) is not self.negated
        if isinstance(value, Decimal):
            return self._accepts_number(value)
        return None

    def _accepts_number(self, value: Decimal) -> bool | None:
        if self.texts or self.flags:
            return None
        for span in self.spans:
            low, high = span.low, span.high
            if not isinstance(low, Decimal | None) or not isinstance(high, Decimal | None):
                return None
            above = low is None or value > low or (span.low_in and value == low)
            below = high is None or value < high or (span.high_in and value == high)
            if above and below:
                return not self.negated
        return self.negated


def plain(text: str) -> Plain | None:
    """Read a cell; None when it is not simple."""
    negation = _NOT.fullmatch(text.strip())
    tests = split(negation.group(1) if negation else text)
    if negation and not _balanced(negation.group(1)):
        return None
    parts = [_test(test.strip()) for test in tests]
    if not parts or any(part is None for part in parts):
        return None
    return _united([part for part in parts if part is not None], negation is not None)


def _united(parts: list[Plain], negated: bool) -> Plain | None:
    texts = frozenset().union(*(part.texts for part in parts))
    flags = frozenset().union(*(part.flags for part in parts))
    spans = tuple(span for part in parts for span in part.spans)
    if sum(map(bool, (texts, flags, spans))) > 1:
        return None
    return Plain(texts, flags, spans, any(part.null for part in parts), negated)


def _test(test: str) -> Plain | None:
    if test == "null":
        return Plain(null=True)
    if test in ("true", "false"):
        return Plain(flags=frozenset({test == "true"}))
    if _STRING.fullmatch(test):
        value = constant(test)
        return Plain(texts=frozenset({value})) if isinstance(value, str) else None
    span = _span(test)
    return Plain(spans=(span,)) if span else None


def _span(test: str) -> Span | None:
    comparison = _COMPARISON.fullmatch(test)
    if comparison:
        return _half_line(comparison.group(1), _point(comparison.group(2)))
    interval = _RANGE.fullmatch(test)
    if interval:
        low, high = _point(interval.group(2)), _point(interval.group(3))
        if low is None or high is None:
            return None
        return Span(low, interval.group(1) == "[", high, interval.group(4) == "]")
    point = _point(test)
    return None if point is None else Span(point, True, point, True)


def _half_line(sign: str, point: Point | None) -> Span | None:
    if point is None:
        return None
    if sign == "=":
        return Span(point, True, point, True)
    if sign.startswith("<"):
        return Span(None, False, point, "=" in sign)
    return Span(point, "=" in sign, None, False)


def _point(text: str) -> Point | None:
    text = text.strip()
    if not _POINT.fullmatch(text):
        return None
    if text[-1].isdigit():
        return Decimal(text)
    value = constant(text)
    if isinstance(
        value,
        Decimal | datetime.date | datetime.time | datetime.timedelta | feel.YearsMonths,
    ):
        return value
    return None


def constant(text: str) -> object:
    """Return the value of a FEEL text that needs no names; null when it is none."""
    try:
        return feel.parse(text).evaluate({})
    except feel.FeelError:
        return None


def constants(text: str) -> list[object]:
    """Return the listed values of allowed values such as `"a","b"`; empty when they are not a list."""
    values = [constant(part) for part in split(text)]
    return [] if any(value is None for value in values) else values


def split(text: str) -> list[str]:
    """Cut a text at the commas that stand outside quotes and brackets."""
    parts, depth, start, quoted = [], 0, 0, False
    for index, sign in enumerate(text):
        if sign == '"' and (index == 0 or text[index - 1] != "\\"):
            quoted = not quoted
        elif quoted:
            continue
        elif sign in "({":
            depth += 1
        elif sign in ")}":
            depth -= 1
        elif sign == "," and depth <= 0:
            parts.append(text[start:index])
            start = index + 1
    parts.append(text[start:])
    return [part for part in parts if part.strip()]


def _balanced(text: str) -> bool:
    depth = 0
    for sign in _STRING.sub("", text):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0
