"""Dates and times: typed in many ways, kept in one, with the province's own offset."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from forms.problems import Wrong
from forms.schema import Field

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z", re.ASCII)
_OUR_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?:[:hg]|giờ)(\d{2})?(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?\Z", re.ASCII)
_WRONG = {"date": "not_date", "time": "not_time", "datetime": "not_moment"}


def read_moment(field: Field, raw: str) -> str | None:
    """ISO text; times carry +07:00."""
    text = " ".join(raw.split())
    if not text:
        return None
    try:
        return _READERS[field.subtype](text)
    except ValueError as error:
        raise Wrong(_WRONG[field.subtype]) from error


def _date(text: str) -> date:
    if found := _ISO_DATE.match(text):
        year, month, day = map(int, found.groups())
    elif found := _OUR_DATE.match(text):
        day, month, year = map(int, found.groups())
    else:
        raise ValueError(text)
    if not 1900 <= year <= 2200:
        raise ValueError(text)
    return date(year, month, day)


def _time(text: str) -> time:
    found = _TIME.match(text.replace(" ", ""))
    if not found:
        raise ValueError(text)
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    return time(hour, minute, second)


def _moment(text: str) -> datetime:
    """Either order of date and time; a moment that names its own offset is moved to ours."""
    if re.match(r"\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})\Z", text):
        try:
            return datetime.fromisoformat(text).astimezone(LOCAL)
        except OverflowError as error:
            raise ValueError(text) from error
    parts = text.replace("T", " ", 1).replace(" ngày ", " ").split(" ")
    if len(parts) != 2:
        raise ValueError(text)
    day, hour = (parts[1], parts[0]) if _TIME.match(parts[0]) else (parts[0], parts[1])
    return datetime.combine(_date(day), _time(hour), LOCAL)


_READERS: dict[str, Callable[[str], str]] = {
    "date": lambda text: _date(text).isoformat(),
    "time": lambda text: _time(text).isoformat() + "+07:00",
    "datetime": lambda text: _moment(text).isoformat(timespec="seconds"),
}


def check_not_passed(kind: str, answer: str, now: datetime) -> None:
    """A field that asks for the future refuses the past."""
    here = now.astimezone(LOCAL)
    if kind == "date" and date.fromisoformat(answer) < here.date():
        raise Wrong("passed")
    if kind == "datetime" and datetime.fromisoformat(answer) < here:
        raise Wrong("passed")


def typed(kind: str, value: str) -> str | None:
    """The value a native date input takes, or None when it could not show it."""
    try:
        # A date may be suggested by a whole moment of the case.
        answer = (
            _moment(value).date().isoformat() if kind == "date" and "T" in value else _READERS[kind](value)
        )
    except ValueError:
        return None
    return {"date": answer, "time": answer[:5], "datetime": answer[:16]}[kind]


def shown(kind: str, answer: str) -> str:
    """As people here read it: 17:00 ngày 03/03/2026."""
    try:
        iso = _READERS[kind](answer)
    except ValueError:
        return answer
    if kind == "time":
        return iso[:5]
    day = f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}"
    return day if kind == "date" else f"{iso[11:16]} ngày {day}"
