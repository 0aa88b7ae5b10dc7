"""Adding, subtracting and scaling moments and durations; what leaves the calendar becomes null."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal

from engine.feel.numbers import CONTEXT, finite
from engine.feel.temporal.zones import time_offset
from engine.feel.values import YearsMonths

_MIDNIGHT = dt.time()


def micros(value: dt.timedelta) -> int:
    return (value.days * 86400 + value.seconds) * 1_000_000 + value.microseconds


def shift(moment: object, by: object, sign: int) -> object:
    """Move a moment, or lengthen a duration, by a duration."""
    try:
        return _shift(moment, by, sign)
    except (OverflowError, ValueError):
        return None


def _shift(moment: object, by: object, sign: int) -> object:
    if isinstance(by, YearsMonths):
        return _shift_months(moment, by.months * sign)
    if not isinstance(by, dt.timedelta):
        return None
    by = by * sign
    if isinstance(moment, dt.timedelta):
        return moment + by
    if isinstance(moment, dt.datetime):
        return _shift_instant(moment, by)
    if isinstance(moment, dt.date):
        return (dt.datetime.combine(moment, _MIDNIGHT) + by).date()
    if isinstance(moment, dt.time):
        day = dt.datetime.combine(dt.date(2000, 1, 3), moment.replace(tzinfo=None))
        return (
            (day + dt.timedelta(microseconds=micros(by) % 86_400_000_000))
            .timetz()
            .replace(tzinfo=moment.tzinfo)
        )
    return None


def _shift_instant(moment: dt.datetime, by: dt.timedelta) -> dt.datetime:
    if moment.tzinfo is None:
        return moment + by
    # Elapsed time: across a change of clocks the hours really passed are counted.
    return (moment.astimezone(dt.UTC) + by).astimezone(moment.tzinfo)


def _shift_months(moment: object, months: int) -> object:
    if isinstance(moment, YearsMonths):
        return YearsMonths(moment.months + months)
    if not isinstance(moment, dt.date):
        return None
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def between(later: object, earlier: object) -> dt.timedelta | None:
    """Subtract two moments; null when one knows its zone and the other does not."""
    if isinstance(later, dt.time) and isinstance(earlier, dt.time):
        return _between_times(later, earlier)
    if not (isinstance(later, dt.date) and isinstance(earlier, dt.date)):
        return None
    first, second = _midnight(later), _midnight(earlier)
    if first.tzinfo is None and second.tzinfo is None:
        return first - second
    if first.tzinfo is None or second.tzinfo is None:
        return None
    return first.astimezone(dt.UTC) - second.astimezone(dt.UTC)


def _midnight(moment: dt.date) -> dt.datetime:
    # To the standard a date is its midnight in UTC.
    return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, _MIDNIGHT, dt.UTC)


def time_micros(value: dt.time) -> int:
    """Count microseconds since midnight, in UTC when the time knows its zone."""
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    offset = time_offset(value) or dt.timedelta()
    return seconds * 1_000_000 + value.microsecond - micros(offset)


def _between_times(later: dt.time, earlier: dt.time) -> dt.timedelta | None:
    if (later.tzinfo is None) != (earlier.tzinfo is None):
        return None
    return dt.timedelta(microseconds=time_micros(later) - time_micros(earlier))


def scale(duration: object, factor: Decimal) -> object:
    """Multiply a duration by a number; parts of a month or microsecond are dropped."""
    return _measured(duration, factor, CONTEXT.multiply)


def divide(duration: object, by: object) -> object:
    """Divide a duration by a number or by a duration of its kind."""
    if isinstance(by, Decimal):
        return _measured(duration, by, CONTEXT.divide)
    if isinstance(duration, YearsMonths) and isinstance(by, YearsMonths):
        return finite(CONTEXT.divide(Decimal(duration.months), Decimal(by.months)))
    if isinstance(duration, dt.timedelta) and isinstance(by, dt.timedelta):
        return finite(CONTEXT.divide(Decimal(micros(duration)), Decimal(micros(by))))
    return None


def _measured(duration: object, by: Decimal, operation: Callable[[Decimal, Decimal], Decimal]) -> object:
    try:
        if isinstance(duration, YearsMonths):
            return YearsMonths(_truncated(operation(Decimal(duration.months), by)))
        if isinstance(duration, dt.timedelta):
            return dt.timedelta(microseconds=_truncated(operation(Decimal(micros(duration)), by)))
    except OverflowError:
        return None
    return None


def _truncated(number: Decimal) -> int:
    if not number.is_finite() or number.adjusted() > 40:
        raise OverflowError
    return int(number.to_integral_value(ROUND_DOWN))
