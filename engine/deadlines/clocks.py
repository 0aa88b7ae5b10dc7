"""When a period ends, how much of it has run, and where it ends after a pause.

Days never count the first day and end when the last one ends; hours and minutes count from the instant.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

from engine.deadlines.calendar import Calendar

Clock = Literal["calendar", "working"]
Measure = Literal["minutes", "hours", "days"]
Amount = int | float | Decimal

# The last second of a day, so that a person reads the right date beside the time.
END_OF_DAY = time(23, 59, 59)


def due(start: datetime, amount: Amount, measure: Measure, clock: Clock, calendar: Calendar) -> datetime:
    """The instant (UTC) at which a period that starts now ends."""
    if measure == "days":
        return _due_in_days(start, _whole(amount), clock, calendar)
    length = timedelta(**{measure: float(amount)})
    return _add(start, length, clock, calendar)


def elapsed(start: datetime, end: datetime, clock: Clock, calendar: Calendar) -> timedelta:
    """How much time of that clock lies between two instants; negative when end comes first."""
    if clock == "calendar":
        return end - start
    return calendar.place(end) - calendar.place(start)


def remaining(due_at: datetime, at: datetime, clock: Clock, calendar: Calendar) -> timedelta:
    """How much of the period is left at that instant; what a pause keeps."""
    return elapsed(at, due_at, clock, calendar)


def resume(
    due_at: datetime,
    paused_at: datetime,
    resumed_at: datetime,
    *,
    measure: Measure,
    clock: Clock,
    calendar: Calendar,
) -> datetime:
    """The new end of a period that stood still between two instants, never before the old one.

    A period of days still ends with a day, so the rest of that day is given to the one who works.
    """
    left = remaining(due_at, paused_at, clock, calendar)
    if left <= timedelta(0):
        return due_at.astimezone(UTC)
    moved = max(due_at.astimezone(UTC), _add(resumed_at, left, clock, calendar))
    if measure != "days":
        return moved
    return _end_of(calendar.local(moved).date(), clock, calendar)


def fraction(
    start: datetime, due_at: datetime, part: float | Decimal, clock: Clock, calendar: Calendar
) -> datetime:
    """The instant at which that part of the period has run: 0.5 is half time, 1 is the due instant."""
    if part >= 1:
        return due_at.astimezone(UTC)
    run = elapsed(start, due_at, clock, calendar) * float(part)
    return min(_add(start, run, clock, calendar), due_at.astimezone(UTC))


def after_due(
    due_at: datetime, days: int | Decimal, calendar: Calendar, clock: Clock = "working"
) -> datetime:
    """That many days late: the end of the n-th working day after the due day, or n times 24 hours later."""
    if clock == "calendar":
        return due_at.astimezone(UTC) + timedelta(days=_whole(days))
    late = calendar.working_day_after(calendar.local(due_at).date(), _whole(days))
    return calendar.closing(late)


def _due_in_days(start: datetime, days: int, clock: Clock, calendar: Calendar) -> datetime:
    first = calendar.local(start).date()
    if clock == "working":
        return calendar.closing(calendar.working_day_after(first, days))
    return calendar.at(first + timedelta(days=days), END_OF_DAY)


def _add(start: datetime, length: timedelta, clock: Clock, calendar: Calendar) -> datetime:
    if clock == "calendar":
        return start.astimezone(UTC) + length
    # Nothing to work off still ends at or after the start, not at the closing before it.
    return max(start.astimezone(UTC), calendar.instant(calendar.place(start) + length))


def _end_of(day: date, clock: Clock, calendar: Calendar) -> datetime:
    if clock == "working":
        return calendar.closing(day)
    return calendar.at(day, END_OF_DAY)


def _whole(days: Amount) -> int:
    if days != int(days) or days < 1:
        raise ValueError(f"a period in days is a whole number of at least one, not {days}")
    return int(days)
