"""The administrator's switches, read once per transaction, and the calendar they date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

import sqlalchemy as sa

from engine.deadlines import DEFAULT_SHIFTS, Calendar, DayOff, Shift
from engine.store.tables import calendar_days, settings, shifts
from engine.store.upserting import upsert
from engine.work import Work

CALENDAR_VERSION = "calendar_version"
_CALENDAR = "calendar"
_COUNT = re.compile(r"[0-9]{1,9}")
_TRUTHS = {"true": True, "on": True, "false": False, "off": False}


def as_one_value(dialect: str) -> sa.ScalarSelect[Any]:
    """All settings as one document, to ride along in another statement."""
    grouped = {"postgresql": sa.func.json_object_agg}.get(dialect, sa.func.json_group_object)
    made = grouped(settings.c.name, settings.c.value, type_=sa.JSON)
    return sa.select(made).scalar_subquery()


def read_settings(work: Work) -> dict[str, str]:
    """All settings by name."""
    return {row.name: row.value for row in work.connection.execute(sa.select(settings))}


def as_values(read: Mapping[str, str]) -> dict[str, object]:
    """Settings as tables read them: switches as booleans, comma lists as lists."""
    return {name: _value(text) for name, text in read.items()}


def _value(text: str) -> object:
    if text in _TRUTHS:
        return _TRUTHS[text]
    return text.split(",") if "," in text else text


def whole_number(read: Mapping[str, str], name: str, otherwise: int) -> int:
    """A setting that counts; one that is not set, or not a number, is `otherwise`."""
    text = read.get(name, "")
    return int(text) if _COUNT.fullmatch(text) else otherwise


def set_setting(work: Work, name: str, value: str, basis: str = "") -> None:
    statement = upsert(work.connection, settings, unique=["name"], changing=["value", "basis"])
    work.run(statement, [{"name": name, "value": value, "basis": basis}])


@dataclass(frozen=True)
class _Dated:
    version: str
    calendar: Calendar


def calendar(work: Work, read: Mapping[str, str]) -> Calendar:
    """The working calendar in force, kept per process until somebody edits it."""
    version = read.get(CALENDAR_VERSION, "")
    kept = work.platform.caches.get(_CALENDAR)
    if isinstance(kept, _Dated) and kept.version == version:
        return kept.calendar
    made = _Dated(version, _read_calendar(work))
    work.platform.caches[_CALENDAR] = made
    return made.calendar


def _read_calendar(work: Work) -> Calendar:
    days = {row.day: DayOff(row.kind, row.name) for row in work.connection.execute(sa.select(calendar_days))}
    rows = work.connection.execute(
        sa.select(shifts).where(shifts.c.unit_code.is_(None)).order_by(shifts.c.starts)
    )
    laid = tuple(Shift(time.fromisoformat(row.starts), time.fromisoformat(row.ends)) for row in rows)
    return Calendar(days, laid or DEFAULT_SHIFTS)
