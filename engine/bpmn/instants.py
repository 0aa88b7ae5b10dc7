"""Turning what a timer expression says into aware instants, once, when the timer is armed."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypedDict

from engine import feel
from engine.bpmn.errors import BadTimer

ISO = re.compile(r"-?P[\dT]|\d{4}-\d\d-\d\d")


class Rung(TypedDict):
    """One instant of a timer, and what the branch it releases is told."""

    at: str
    rung: object


class Schedule(TypedDict):
    """The instants of an armed timer and how many of them have passed."""

    rungs: list[Rung]
    index: int


class Evaluator(Protocol):
    now: datetime

    def value(self, expression: str, data: Mapping[str, object]) -> object: ...


def schedule(
    kind: str, expression: str, element: str, engine: Evaluator, data: Mapping[str, object]
) -> Schedule:
    """Evaluate a timer's expression and return its instants, earliest first."""
    text = expression.strip()
    value = text if ISO.match(text) else engine.value(text, data)
    if kind == "cycle":
        return {"rungs": rungs(value, element), "index": 0}
    at = value if kind == "date" else _later(engine.now, value, element)
    return {"rungs": [{"at": moment(at, element), "rung": None}], "index": 0}


def rungs(value: object, element: str) -> list[Rung]:
    """Return a ladder in order of time; null and the empty list are a ladder that never fires."""
    if value is None:
        return []
    entries = value if isinstance(value, list) else [value]
    return sorted((_rung(entry, element) for entry in entries), key=lambda rung: rung["at"])


def _rung(entry: object, element: str) -> Rung:
    if isinstance(entry, Mapping):
        return {"at": moment(entry.get("at"), element), "rung": feel.to_json(dict(entry))}
    return {"at": moment(entry, element), "rung": None}


def moment(value: object, element: str) -> str:
    """Return the instant in UTC as text of one width, so that text order is time order."""
    return stamp(_instant(value, element))


def stamp(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_stamp(text: str) -> datetime:
    return datetime.fromisoformat(text)


def instants(values: Iterable[object], element: str) -> list[Rung]:
    return rungs(list(values), element)


def _instant(value: object, element: str) -> datetime:
    if isinstance(value, str):
        value = feel.parse("date and time(text)").evaluate({"text": value})
    if not isinstance(value, datetime):
        raise BadTimer(element, f"the timer gives {value!r}, not a date and time")
    if value.tzinfo is None:
        # The library would read it in the time zone of the machine, seven hours late in a container.
        raise BadTimer(element, f"{value.isoformat()} names no time zone")
    return value


def _later(now: datetime, value: object, element: str) -> datetime:
    if isinstance(value, str):
        value = feel.parse("duration(text)").evaluate({"text": value})
    if isinstance(value, timedelta):
        return now + value
    if isinstance(value, feel.YearsMonths):
        return _add_months(now, value.months)
    raise BadTimer(element, f"the timer gives {value!r}, not a duration")


def _add_months(start: datetime, months: int) -> datetime:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return start.replace(year=year, month=month + 1, day=day)
