"""Making dates, times and durations, and asking a date for its place in the calendar."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from engine.feel import temporal
from engine.feel.builtins.binding import builtin
from engine.feel.numbers import whole
from engine.feel.values import YearsMonths

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@builtin("date", "from: string")
def date_of_string(text: str) -> object:
    return temporal.read_date(text)


@builtin("date", "from: calendar")
def date_of_moment(moment: dt.date) -> object:
    return moment.date() if isinstance(moment, dt.datetime) else moment


@builtin("date", "year: number, month: number, day: number")
def date_of_parts(year: Decimal, month: Decimal, day: Decimal) -> object:
    parts = [whole(part) for part in (year, month, day)]
    if any(part is None for part in parts):
        return None
    try:
        return dt.date(*(part for part in parts if part is not None))
    except (ValueError, OverflowError):
        return None


@builtin("time", "from: string")
def time_of_string(text: str) -> object:
    return temporal.read_time(text)


@builtin("time", "from: time")
def time_of_time(time: dt.time) -> object:
    return time


@builtin("time", "from: date and time")
def time_of_moment(moment: dt.datetime) -> object:
    return moment.timetz()


@builtin("time", "from: date")
def time_of_date(day: dt.date) -> object:
    """A date stands for its midnight in UTC."""
    return dt.time(tzinfo=dt.UTC)


@builtin("time", "hour: number, minute: number, second: number, offset?: days and time duration?")
def time_of_parts(hour: Decimal, minute: Decimal, second: Decimal, offset: dt.timedelta | None) -> object:
    hours, minutes = whole(hour), whole(minute)
    if hours is None or minutes is None or not 0 <= second < 60:
        return None
    micros = int(second * 1_000_000)
    try:
        zone = None if offset is None else dt.timezone(offset) if offset else dt.UTC
        return dt.time(hours, minutes, micros // 1_000_000, micros % 1_000_000, zone)
    except (ValueError, OverflowError):
        return None


@builtin("date and time", "from: string")
def date_and_time_of_string(text: str) -> object:
    return temporal.read_date_and_time(text)


@builtin("date and time", "from: date and time")
def date_and_time_of_itself(moment: dt.datetime) -> object:
    return moment


@builtin("date and time", "date: calendar, time: time")
def date_and_time_of_parts(day: dt.date, time: dt.time) -> object:
    return dt.datetime.combine(day, time)


@builtin("duration", "from: string")
def duration_of_string(text: str) -> object:
    return temporal.read_duration(text)


@builtin("duration", "from: duration")
def duration_of_itself(duration: object) -> object:
    return duration


@builtin("years and months duration", "from: calendar, to: calendar")
def years_and_months_duration(start: dt.date, end: dt.date) -> YearsMonths:
    """Count the whole months from one day to another; backwards they are negative."""
    first, last = ((moment.year * 12 + moment.month, moment.day, _clock(moment)) for moment in (start, end))
    months = last[0] - first[0]
    if months > 0 and last[1:] < first[1:]:
        months -= 1
    elif months < 0 and last[1:] > first[1:]:
        months += 1
    return YearsMonths(months)


def _clock(moment: dt.date) -> dt.time:
    return moment.time() if isinstance(moment, dt.datetime) else dt.time()


@builtin("day of year", "date: calendar")
def day_of_year(day: dt.date) -> Decimal:
    return Decimal(day.timetuple().tm_yday)


@builtin("day of week", "date: calendar")
def day_of_week(day: dt.date) -> str:
    return _DAYS[day.weekday()]


@builtin("month of year", "date: calendar")
def month_of_year(day: dt.date) -> str:
    return _MONTHS[day.month - 1]


@builtin("week of year", "date: calendar")
def week_of_year(day: dt.date) -> Decimal:
    return Decimal(day.isocalendar().week)
