"""When a scripted act happens: after so many minutes, after so much office time, or so long before now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from engine import deadlines
from engine.deadlines import Calendar


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


def minutes(count: float) -> Wait:
    return Wait("clock", timedelta(minutes=count))


def hours(count: float) -> Wait:
    return Wait("clock", timedelta(hours=count))


def days(count: float) -> Wait:
    return Wait("clock", timedelta(days=count))


def office(count: float) -> Wait:
    """So many office hours; a working day has eight."""
    return Wait("office", timedelta(hours=count))


def ago(**length: float) -> Wait:
    """So long before the demonstration is opened."""
    return Wait("ago", timedelta(**length))


# How long an act takes where a course does not say: at ease, and when the case is urgent.
USUAL = {
    "triage": minutes(25),
    "call_hotline": minutes(2),
    "dispatch": minutes(30),
    "arbitrate": office(2),
    "team_receive": minutes(50),
    "agency_accept": office(2),
    "contribute": office(6),
    "handle": office(14),
    "interim_reply": office(3),
    "verify": office(3),
    "publish": office(3),
    "forward_slip": office(1),
    "external_answer": office(26),
    "call_reporter": office(1),
    "decide_extension": office(2),
    "follow_promise": office(2),
    "answer": hours(7),
    "rate": hours(15),
}
QUICK = {
    "triage": minutes(6),
    "dispatch": minutes(8),
    "team_receive": minutes(12),
    "agency_accept": minutes(14),
    "contribute": hours(2),
    "handle": hours(5),
    "verify": minutes(45),
    "publish": office(1),
    "forward_slip": minutes(20),
    "external_answer": hours(14),
}


def usual(act: str, *, urgent: bool) -> Wait:
    return (QUICK.get(act) if urgent else None) or USUAL.get(act, minutes(5))
