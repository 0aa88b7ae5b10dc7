"""Deadlines as pure arithmetic: round-the-clock and working time, days off, pauses, and words for people."""

from __future__ import annotations

from engine.deadlines.calendar import DEFAULT_SHIFTS, ZONE, Calendar, DayOff, OutsideCalendar, Shift
from engine.deadlines.clocks import (
    Clock,
    Measure,
    after_due,
    due,
    elapsed,
    fraction,
    remaining,
    resume,
)
from engine.deadlines.words import Standing, instant_words, remaining_words, standing

__all__ = [
    "DEFAULT_SHIFTS",
    "ZONE",
    "Calendar",
    "Clock",
    "DayOff",
    "Measure",
    "OutsideCalendar",
    "Shift",
    "Standing",
    "after_due",
    "due",
    "elapsed",
    "fraction",
    "instant_words",
    "remaining",
    "remaining_words",
    "resume",
    "standing",
]
