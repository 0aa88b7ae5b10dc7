"""Writing moments and durations as the language spells them."""

from __future__ import annotations

import datetime as dt

from engine.feel.moments import Day, FarDate, FarMoment, date_of, nanos, time_of
from engine.feel.temporal.zones import write_zone
from engine.feel.values import YearsMonths


def write(value: object) -> str | None:
    """Write a date, time or duration; None for anything else."""
    if isinstance(value, dt.datetime | FarMoment):
        return f"{_write_date(date_of(value))}T{_write_time(time_of(value))}"
    if isinstance(value, dt.date | FarDate):
        return _write_date(value)
    if isinstance(value, dt.time):
        return _write_time(value)
    if isinstance(value, dt.timedelta):
        return _write_days_time(value)
    if isinstance(value, YearsMonths):
        return _write_years_months(value)
    return None


def _write_date(value: Day) -> str:
    sign = "-" if value.year < 0 else ""
    return f"{sign}{abs(value.year):04}-{value.month:02}-{value.day:02}"


def _write_time(value: dt.time) -> str:
    clock = f"{value.hour:02}:{value.minute:02}:{value.second:02}"
    return f"{clock}{_fraction(value.microsecond, nanos(value))}{write_zone(value.tzinfo)}"


def _fraction(micros: int, nanos: int) -> str:
    return f".{micros:06}{nanos:03}".rstrip("0") if micros or nanos else ""


def _write_days_time(value: dt.timedelta) -> str:
    fine = nanos(value)
    if not value and not fine:
        return "PT0S"
    sign, size = ("-", -value) if value < dt.timedelta() or fine < 0 else ("", value)
    hours, rest = divmod(size.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    days = f"{size.days}D" if size.days else ""
    clock = f"{hours}H" if hours else ""
    clock += f"{minutes}M" if minutes else ""
    if seconds or size.microseconds or fine:
        clock += f"{seconds}{_fraction(size.microseconds, abs(fine))}S"
    return f"{sign}P{days}" + (f"T{clock}" if clock else "")


def _write_years_months(value: YearsMonths) -> str:
    if not value.months:
        return "P0M"
    years, months = divmod(abs(value.months), 12)
    sign = "-" if value.months < 0 else ""
    return f"{sign}P" + (f"{years}Y" if years else "") + (f"{months}M" if months else "")
