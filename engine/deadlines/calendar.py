"""The working calendar: which days and hours an office works, laid out as one line of working time.

Working time is a line without gaps: every working day adds the same length to it. An instant has a
place on that line and a place has an instant, so every question of working hours is a subtraction.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MAKEUP = "makeup_workday"
ZERO = timedelta(0)


class Shift(NamedTuple):
    """One stretch of work within a day, local time."""

    start: time
    end: time

    @property
    def length(self) -> timedelta:
        return _since_midnight(self.end) - _since_midnight(self.start)


class DayOff(NamedTuple):
    """Why a day differs from its weekday: holiday, compensatory_off, swapped_off or makeup_workday."""

    kind: str
    name: str


# The province's usual office hours; an assumption until a unit enters its own.
DEFAULT_SHIFTS = (Shift(time(7), time(11, 30)), Shift(time(13, 30), time(17)))


class OutsideCalendar(ValueError):
    """The date lies outside the years this calendar was laid out for."""


@dataclass(frozen=True, eq=False)
class Calendar:
    """Days that differ from their weekday, the shifts of a working day, and the zone they are read in."""

    days: Mapping[date, DayOff]
    shifts: tuple[Shift, ...] = DEFAULT_SHIFTS
    zone: ZoneInfo = ZONE
    first: date = date(2015, 1, 1)
    last: date = date(2060, 12, 31)

    def works(self, day: date) -> bool:
        """Whether offices work that day; a make-up Saturday counts, a swapped Friday does not."""
        special = self.days.get(day)
        if special is None:
            return day.weekday() < 5
        return special.kind == MAKEUP

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(self.zone)

    def at(self, day: date, moment: time) -> datetime:
        """That local wall time as an instant in UTC."""
        return datetime.combine(day, moment, self.zone).astimezone(UTC)

    def closing(self, day: date) -> datetime:
        """The end of the last shift of that day."""
        return self.at(day, self.shifts[-1].end)

    def working_day_after(self, day: date, count: int) -> date:
        """The count-th working day after that day, which itself is never counted."""
        return self._day(bisect_right(self._ordinals, self._ordinal(day)) + count - 1)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after start, up to and with end."""
        return bisect_right(self._ordinals, self._ordinal(end)) - bisect_right(
            self._ordinals, self._ordinal(start)
        )

    def place(self, instant: datetime) -> timedelta:
        """How much working time has passed on the line up to that instant."""
        local = self.local(instant)
        ordinal = self._ordinal(local.date())
        before = bisect_left(self._ordinals, ordinal)
        whole = before * self.day_length
        if before == len(self._ordinals) or self._ordinals[before] != ordinal:
            return whole
        return whole + self._worked_by(_since_midnight(local.time()))

    def instant(self, place: timedelta) -> datetime:
        """The first instant at which that much working time has passed: a closing, never the next opening."""
        days, rest = divmod(place, self.day_length)
        if not rest:
            return self.closing(self._day(days - 1))
        day = self._day(days)
        for shift in self.shifts:
            if rest <= shift.length:
                return self.at(day, shift.start) + rest
            rest -= shift.length
        raise AssertionError("the rest of a day is shorter than the day")

    @cached_property
    def day_length(self) -> timedelta:
        return sum((shift.length for shift in self.shifts), ZERO)

    @cached_property
    def _ordinals(self) -> list[int]:
        span = range(self.first.toordinal(), self.last.toordinal() + 1)
        return [ordinal for ordinal in span if self.works(date.fromordinal(ordinal))]

    def _day(self, index: int) -> date:
        if not 0 <= index < len(self._ordinals):
            raise OutsideCalendar(f"no working day number {index} between {self.first} and {self.last}")
        return date.fromordinal(self._ordinals[index])

    def _ordinal(self, day: date) -> int:
        if not self.first <= day <= self.last:
            raise OutsideCalendar(f"{day} is not between {self.first} and {self.last}")
        return day.toordinal()

    def _worked_by(self, moment: timedelta) -> timedelta:
        worked = ZERO
        for shift in self.shifts:
            worked += min(max(moment - _since_midnight(shift.start), ZERO), shift.length)
        return worked


def _since_midnight(moment: time) -> timedelta:
    return timedelta(
        hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
    )
