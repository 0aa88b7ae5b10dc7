"""Moments that Python's own types cannot hold: nanoseconds, and years before 1 or after 9999.

The fine types are Python's with up to 999 nanoseconds kept beside the microseconds; arithmetic drops them.
The far types know their place in the calendar and their order, but no arithmetic.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

_LAST_YEAR = 999_999_999
# The Gregorian calendar repeats after 400 years, week days included.
_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097


class FineTime(dt.time):
    """A time with nanoseconds."""

    nanos = 0


class FineMoment(dt.datetime):
    """A date and time with nanoseconds."""

    nanos = 0


class FineDuration(dt.timedelta):
    """A duration with nanoseconds, which have the sign of the whole."""

    nanos = 0

    def __neg__(self) -> dt.timedelta:
        return with_nanos(super().__neg__(), -self.nanos)

    def __abs__(self) -> dt.timedelta:
        return with_nanos(super().__abs__(), abs(self.nanos))


Fine = FineTime | FineMoment | FineDuration


def nanos(value: object) -> int:
    """Give the nanoseconds beyond the last full microsecond."""
    return value.nanos if isinstance(value, Fine) else 0


_Whole = TypeVar("_Whole", dt.time, dt.datetime, dt.timedelta)


def with_nanos(value: _Whole, count: int) -> _Whole:
    """Add nanoseconds to a value of Python's; without any it stays as it is."""
    if not count:
        return value
    fine = _fine(value)
    fine.nanos = count
    return fine  # type: ignore[return-value]


def _fine(value: dt.time | dt.datetime | dt.timedelta) -> Fine:
    if isinstance(value, dt.datetime):
        return FineMoment.combine(value.date(), value.timetz())
    if isinstance(value, dt.time):
        return FineTime(value.hour, value.minute, value.second, value.microsecond, value.tzinfo)
    return FineDuration(value.days, value.seconds, value.microseconds)


@dataclass(frozen=True, order=True)
class FarDate:
    """A date in a year Python has no date for."""

    year: int
    month: int
    day: int

    @property
    def near(self) -> dt.date:
        """The same day of a cycle of the calendar that Python knows: same week day, same week."""
        return dt.date(2000 + self.year % _CYCLE_YEARS, self.month, self.day)

    @property
    def ordinal(self) -> int:
        near = self.near
        return near.toordinal() + (self.year - near.year) // _CYCLE_YEARS * _CYCLE_DAYS


@dataclass(frozen=True)
class FarMoment:
    """A date and time in such a year."""

    date: FarDate
    clock: dt.time

    @property
    def tzinfo(self) -> dt.tzinfo | None:
        return self.clock.tzinfo


Day = dt.date | FarDate
Moment = dt.datetime | FarMoment


def make_date(year: int, month: int, day: int) -> Day | None:
    """Give the date of three numbers, or None when the calendar has no such day."""
    try:
        if dt.MINYEAR <= year <= dt.MAXYEAR:
            return dt.date(year, month, day)
        if year == 0 or abs(year) > _LAST_YEAR:
            return None
        dt.date(2000 + year % _CYCLE_YEARS, month, day)
    except (ValueError, OverflowError):
        return None
    return FarDate(year, month, day)


def at_time(day: Day, clock: dt.time) -> Moment:
    """Join a date and a time."""
    if isinstance(day, FarDate):
        return FarMoment(day, clock)
    return with_nanos(dt.datetime.combine(day, clock), nanos(clock))


def date_of(moment: Day | Moment) -> Day:
    if isinstance(moment, FarMoment):
        return moment.date
    return moment.date() if isinstance(moment, dt.datetime) else moment


def time_of(moment: Moment) -> dt.time:
    if isinstance(moment, FarMoment):
        return moment.clock
    return with_nanos(moment.timetz(), nanos(moment))
