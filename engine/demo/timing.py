"""When a scripted act happens: after so many minutes, after so much office time, or so long before now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from engine import deadlines
from engine.deadlines import Calendar
from engine.demo.told import TOLD
from engine.scenarios.moments import span


@dataclass
class MovableClock:
    """A clock that stands where it is put; the platform of a demonstration reads it."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Wait:
    """How long somebody lets pass before acting."""

    kind: Literal["clock", "office", "ago"]
    length: timedelta

    def after(self, moment: datetime, now: datetime, calendar: Calendar) -> datetime:
        """The moment of the act, counted from `moment`; `ago` counts back from `now`."""
        if self.kind == "ago":
            return max(now - self.length, moment + timedelta(minutes=1))
        if self.kind == "clock":
            return moment + self.length
        hours = self.length / timedelta(hours=1)
        return deadlines.due(moment, hours, "hours", "working", calendar)


def read_wait(text: str) -> Wait:
    """`25 minutes`, `2 office hours` (a working day has eight), or `3 days ago`: before it is opened."""
    if text.endswith(" ago"):
        return Wait("ago", span(text.removesuffix(" ago")))
    if " office hour" in text:
        return Wait("office", span(text.replace(" office ", " ")))
    return Wait("clock", span(text))


def usual(act: str, *, urgent: bool) -> Wait:
    """How long an act takes where a course does not say: at ease, and when the case is urgent."""
    quick = TOLD["quick"].get(act) if urgent else None
    return read_wait(quick or TOLD["usual"].get(act, "5 minutes"))
