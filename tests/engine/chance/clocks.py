"""The arithmetic of a ladder, told a second time: four hours by the calendar, and what a pause gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

TERM = timedelta(hours=4)
RUNGS = ("half", "full", "late")
Rung = tuple[datetime, str]


@dataclass
class Clock:
    """The clock of one task with a ladder; it outlives the task, which may come back."""

    start: datetime
    due: datetime = field(init=False)
    passed: set[str] = field(default_factory=set)
    stopped: datetime | None = None

    def __post_init__(self) -> None:
        self.due = self.start + TERM

    def hold(self, now: datetime) -> None:
        """Somebody has the task again: time that ran out between two hands is given back."""
        if self.stopped is not None and self.stopped < self.due < now:
            self.due = now + (self.due - self.stopped)
        self.stopped = None

    def stop(self, now: datetime) -> None:
        if self.stopped is None:
            self.stopped = now

    def rungs(self, now: datetime) -> list[Rung]:
        """What is still to ring; of what should have rung already, only the last."""
        whole = self.due - self.start
        at = {
            "half": self.start + whole * (1 - 0.5 * (TERM / whole)),
            "full": self.due,
            "late": self.due + timedelta(hours=24),
        }
        left = [(at[name], name) for name in RUNGS if name not in self.passed]
        over = [one for one in left if one[0] <= now]
        return over[-1:] + [one for one in left if one[0] > now]

    def ring(self, name: str) -> None:
        self.passed.update(RUNGS[: RUNGS.index(name) + 1])
