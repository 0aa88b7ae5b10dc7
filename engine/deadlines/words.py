"""How a due time reads: what is left, how late it is, in the words people use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from engine.deadlines.calendar import Calendar
from engine.deadlines.clocks import Clock

Language = Literal["vi", "en"]
Standing = Literal["overdue", "soon", "today", "later", "paused"]

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# Below this a person counts hours; above it the wall time says more.
SOON = timedelta(hours=6)


@dataclass(frozen=True)
class _Phrases:
    left: str
    late: str
    today: str
    tomorrow: str
    paused: str
    instant: str
    units: Mapping[str, tuple[str, str]]


_VI = _Phrases(
    left="Còn {length}",
    late="Quá hạn {length}",
    today="Hạn hôm nay {time}",
    tomorrow="Hạn ngày mai {time}",
    paused="Đang tạm dừng: {reason}",
    instant="{time} ngày {date}",
    units={
        "minute": ("phút", "phút"),
        "hour": ("giờ", "giờ"),
        "day": ("ngày", "ngày"),
        "working_day": ("ngày làm việc", "ngày làm việc"),
    },
)
_EN = _Phrases(
    left="{length} left",
    late="{length} overdue",
    today="Due today {time}",
    tomorrow="Due tomorrow {time}",
    paused="Paused: {reason}",
    instant="{time} on {date}",
    units={
        "minute": ("minute", "minutes"),
        "hour": ("hour", "hours"),
        "day": ("day", "days"),
        "working_day": ("working day", "working days"),
    },
)
_PHRASES: Mapping[str, _Phrases] = {"vi": _VI, "en": _EN}


def standing(now: datetime, due_at: datetime, calendar: Calendar, *, paused: bool = False) -> Standing:
    """Which of five states a due time is in; what icon and colour go by."""
    if paused:
        return "paused"
    if now > due_at:
        return "overdue"
    if due_at - now < SOON:
        return "soon"
    return "today" if _days_ahead(now, due_at, calendar) == 0 else "later"


def remaining_words(
    now: datetime,
    due_at: datetime,
    calendar: Calendar,
    *,
    clock: Clock = "calendar",
    paused: str | None = None,
    language: Language = "vi",
) -> str:
    """What is left in words: `Còn 3 giờ`, `Hạn hôm nay 17:00`, `Quá hạn 2 ngày`; `paused` is the reason."""
    phrases = _PHRASES[language]
    if paused is not None:
        return phrases.paused.format(reason=paused)
    if now > due_at:
        return phrases.late.format(length=_length(now - due_at, phrases))
    if due_at - now < SOON:
        return phrases.left.format(length=_length(due_at - now, phrases))
    wall = calendar.local(due_at).strftime("%H:%M")
    ahead = _days_ahead(now, due_at, calendar)
    if ahead < 2:
        return (phrases.tomorrow if ahead else phrases.today).format(time=wall)
    return phrases.left.format(length=_days_left(now, due_at, clock, calendar, phrases))


def instant_words(at: datetime, calendar: Calendar, language: Language = "vi") -> str:
    """An instant as people write it: `17:00 ngày 03/03/2026`."""
    local = calendar.local(at)
    return _PHRASES[language].instant.format(time=local.strftime("%H:%M"), date=local.strftime("%d/%m/%Y"))


def _days_ahead(now: datetime, due_at: datetime, calendar: Calendar) -> int:
    return (calendar.local(due_at).date() - calendar.local(now).date()).days


def _days_left(now: datetime, due_at: datetime, clock: Clock, calendar: Calendar, phrases: _Phrases) -> str:
    if clock == "calendar":
        return _counted(_days_ahead(now, due_at, calendar), "day", phrases)
    today, last = calendar.local(now).date(), calendar.local(due_at).date()
    return _counted(calendar.working_days_between(today, last), "working_day", phrases)


def _length(length: timedelta, phrases: _Phrases) -> str:
    if length < HOUR:
        return _counted(max(1, length // timedelta(minutes=1)), "minute", phrases)
    if length < DAY:
        return _counted(length // HOUR, "hour", phrases)
    return _counted(length // DAY, "day", phrases)


def _counted(count: int, unit: str, phrases: _Phrases) -> str:
    one, many = phrases.units[unit]
    return f"{count} {one if count == 1 else many}"
