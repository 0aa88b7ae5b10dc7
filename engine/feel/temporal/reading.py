"""Reading ISO 8601 text as the standard wants it: strict, with zones by offset or name."""

from __future__ import annotations

import datetime as dt
import re

from engine.feel.moments import Day, FarDate, FarMoment, at_time, make_date, with_nanos
from engine.feel.temporal.zones import read_zone
from engine.feel.values import YearsMonths

_DATE = r"(?P<year>-?(?:[1-9]\d{4,8}|\d{4}))-(?P<month>\d\d)-(?P<day>\d\d)"
_TIME = (
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.(?P<fraction>\d{1,20}))?"
    r"(?P<zone>[Zz]|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z0-9_+/-]+)?"
)
_DATE_ONLY = re.compile(_DATE)
_TIME_ONLY = re.compile(_TIME)
_DATE_AND_TIME = re.compile(f"{_DATE}T{_TIME}")
_YEARS_MONTHS = re.compile(r"(-?)P(?:(\d{1,12})Y)?(?:(\d{1,12})M)?")
_DAYS_TIME = re.compile(
    r"(-?)P(?:(\d{1,12})D)?(?P<clock>T(?:(\d{1,15})H)?(?:(\d{1,15})M)?(?:(\d{1,15})(?:\.(\d{0,20}))?S)?)?"
)

Moment = dt.date | dt.time | dt.datetime | FarDate | FarMoment
Duration = dt.timedelta | YearsMonths


def read_date(text: str) -> Day | None:
    found = _DATE_ONLY.fullmatch(text)
    return _date(found) if found else None


def read_time(text: str) -> dt.time | None:
    found = _TIME_ONLY.fullmatch(text)
    return _time(found) if found else None


def read_date_and_time(text: str) -> dt.datetime | FarMoment | None:
    """Read a date with a time; a date alone means its midnight."""
    found = _DATE_AND_TIME.fullmatch(text)
    if not found:
        day = read_date(text)
        return at_time(day, dt.time()) if day else None
    date, time = _date(found), _time(found)
    if date is None or time is None:
        return None
    return at_time(date, time)


def _date(found: re.Match[str]) -> Day | None:
    return make_date(int(found["year"]), int(found["month"]), int(found["day"]))


def _time(found: re.Match[str]) -> dt.time | None:
    zone = read_zone(found["zone"]) if found["zone"] else None
    if found["zone"] and zone is None:
        return None
    micros, nanos = _fraction(found["fraction"])
    try:
        time = dt.time(int(found["hour"]), int(found["minute"]), int(found["second"]), micros, zone)
    except ValueError:
        return None
    return with_nanos(time, nanos)


def _fraction(digits: str | None) -> tuple[int, int]:
    """Split the digits of a second into microseconds and nanoseconds; what is finer is dropped."""
    written = (digits or "").ljust(9, "0")
    return int(written[:6]), int(written[6:9])


def read_duration(text: str) -> Duration | None:
    months = _YEARS_MONTHS.fullmatch(text)
    if months and (months[2] or months[3]):
        total = int(months[2] or 0) * 12 + int(months[3] or 0)
        return YearsMonths(-total if months[1] else total)
    found = _DAYS_TIME.fullmatch(text)
    return _days_time(found) if found else None


def _days_time(found: re.Match[str]) -> dt.timedelta | None:
    sign, days, clock, hours, minutes, seconds, fraction = found.groups()
    if clock == "T" or (days is None and clock is None):
        return None
    micros, nanos = _fraction(fraction)
    try:
        size = dt.timedelta(
            days=int(days or 0),
            hours=int(hours or 0),
            minutes=int(minutes or 0),
            seconds=int(seconds or 0),
            microseconds=micros,
        )
    except OverflowError:
        return None
    size = with_nanos(size, nanos)
    return -size if sign else size


def read_any(text: str) -> Moment | Duration | None:
    """Read the text of an `@"..."` literal, whatever kind of moment or duration it is."""
    if "T" in text and text[:1].isdigit():
        return read_date_and_time(text)
    for read in (read_date, read_time, read_date_and_time, read_duration):
        value = read(text)
        if value is not None:
            return value
    return None
