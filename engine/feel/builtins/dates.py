"""Making dates, times and durations, and asking a date for its place in the calendar."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from engine.feel import temporal
from engine.feel.builtins.binding import builtin
from engine.feel.moments import Day, FarDate, Moment, at_time, date_of, make_date, time_of, with_nanos
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
def date_of_moment(moment: Day | Moment) -> object:
    return date_of(moment)


@builtin("date", "year: number, month: number, day: number")
def date_of_parts(year: Decimal, month: Decimal, day: Decimal) -> object:
    parts = [part for part in map(whole, (year, month, day)) if part is not None]
    return make_date(*parts) if len(parts) == 3 else None


@builtin("time", "from: string")
def time_of_string(text: str) -> object:
    return temporal.read_time(text)


@builtin("time", "from: time")
def time_of_time(time: dt.time) -> object:
    return time


@builtin("time", "from: date and time")
def time_of_moment(moment: Moment) -> object:
    return time_of(moment)


@builtin("time", "from: date")
def time_of_date(day: Day) -> object:
    """A date stands for its midnight in UTC."""
    return dt.time(tzinfo=dt.UTC)


@builtin("time", "hour: number, minute: number, second: number, offset?: days and time duration?")
def time_of_parts(hour: Decimal, minute: Decimal, second: Decimal, offset: dt.timedelta | None) -> object:
    hours, minutes = whole(hour), whole(minute)
    if hours is None or minutes is None or not 0 <= second < 60:
        return None
    micros, nanos = divmod(int(second * 1_000_000_000), 1000)
    try:
        zone = None if offset is None else dt.timezone(offset) if offset else dt.UTC
        time = dt.time(hours, minutes, micros // 1_000_000, micros % 1_000_000, zone)
    except (ValueError, OverflowError):
        return None
    return with_nanos(time, nanos)


@builtin("date and time", "from: string")
def date_and_time_of_string(text: str) -> object:
    return temporal.read_date_and_time(text)


@builtin("date and time", "from: date and time")
def date_and_time_of_itself(moment: Moment) -> object:
    return moment


@builtin("date and time", "date: calendar, time: time")
def date_and_time_of_parts(day: Day | Moment, time: dt.time) -> object:
    return at_time(date_of(day), time)


@builtin("duration", "from: string")
def duration_of_string(text: str) -> object:
    return temporal.read_duration(text)


@builtin("duration", "from: duration")
def duration_of_itself(duration: object) -> object:
    return duration


@builtin("years and months duration", "from: calendar, to: calendar")
def years_and_months_duration(start: Day | Moment, end: Day | Moment) -> YearsMonths:
    """Count the whole months from one day to another, whatever the hour; backwards they are negative."""
    first, last = date_of(start), date_of(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearsMonths(months)


def _near(moment: Day | Moment) -> dt.date:
    day = date_of(moment)
    return day.near if isinstance(day, FarDate) else day


@builtin("day of year", "date: calendar")
def day_of_year(day: Day | Moment) -> Decimal:
    return Decimal(_near(day).timetuple().tm_yday)


@builtin("day of week", "date: calendar")
def day_of_week(day: Day | Moment) -> str:
    return _DAYS[_near(day).weekday()]


@builtin("month of year", "date: calendar")
def month_of_year(day: Day | Moment) -> str:
    return _MONTHS[_near(day).month - 1]


@builtin("week of year", "date: calendar")
def week_of_year(day: Day | Moment) -> Decimal:
    return Decimal(_near(day).isocalendar().week)
