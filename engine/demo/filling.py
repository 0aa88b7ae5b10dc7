"""Forty reports and what officers made of them, lived through on a clock that runs ahead of time."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa

from engine import settings
from engine.deadlines import ZONE, Calendar
from engine.demo.courses import Act, Course
from engine.demo.labels import accept_part, wanted
from engine.demo.samples import Sample
from engine.demo.script import Walker
from engine.demo.timing import MovableClock, usual
from engine.demo.told import TOLD
from engine.store.tables import cases, outbox, timers, work_items

NEWEST = timedelta(hours=1)
# Tasks that come up by themselves beside a course and are done when somebody finds the time.
CHORES: Mapping[str, Mapping[str, Any]] = TOLD["chores"]
Tell = Callable[[int, int], None]


@dataclass
class Filling:
    """The forty cases while they are being lived through."""

    walker: Walker
    clock: MovableClock
    now: datetime
    samples: Mapping[str, Sample]
    courses: Mapping[str, Course]
    cases: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    _agenda: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _planned: int = 0
    _done: dict[tuple[str, str], int] = field(default_factory=dict)
    _chores: set[int] = field(default_factory=set)

    def run(self, tell: Tell) -> None:
        """Live through everything up to now; `tell` hears how many days of how many have passed."""
        for sample_id, arrives in self.arrivals().items():
            self._plan(arrives, partial(self._open, sample_id))
        first = self._agenda[0][0]
        while self._agenda and self._agenda[0][0] <= self.now:
            moment, _, act = heapq.heappop(self._agenda)
            self._pass_until(moment)
            act()
            self.walker.let_run()
            self._notice_chores()
            tell((moment - first).days, (self.now - first).days)
        self._pass_until(self.now)

    def arrivals(self) -> dict[str, datetime]:
        """When each sample arrives: shifted so that the newest came an hour ago."""
        shift = self.now - NEWEST - max(sample.submitted_at for sample in self.samples.values())
        return {
            name: self.now - course.arrives if course.arrives else self.samples[name].submitted_at + shift
            for name, course in self.courses.items()
        }

    def _plan(self, moment: datetime, act: Callable[[], None]) -> None:
        self._planned += 1
        heapq.heappush(self._agenda, (moment, self._planned, act))

    # The clock

    def _pass_until(self, moment: datetime) -> None:
        """Let timers fire and notices leave at their own moments on the way."""
        while (due := self._next_due()) is not None and due < moment:
            self.clock.at = due
            self.walker.let_run()
            self._notice_chores()
        self.clock.at = moment
        self.walker.let_run()

    def _next_due(self) -> datetime | None:
        with self.walker.platform.look() as work:
            armed = sa.select(sa.func.min(timers.c.due_at)).where(
                timers.c.state == "pending", timers.c.due_at > work.now
            )
            waiting = sa.select(sa.func.min(outbox.c.not_before)).where(
                outbox.c.state == "waiting", outbox.c.not_before > work.now
            )
            found = [work.connection.execute(query).scalar() for query in (armed, waiting)]
        return min((moment for moment in found if moment is not None), default=None)

    # The acts

    def _open(self, name: str) -> None:
        course = self.courses[name]
        receipt = self.walker.open(self.samples[name], scenes=course.scenes)
        self.cases[name], self.codes[name] = receipt.case_id, receipt.code
        self._go_on(name, iter(course.acts))

    def _go_on(self, name: str, acts: Iterator[Act]) -> None:
        act = next(acts, None)
        if act is not None:
            self._plan(self._moment_of(name, act), lambda: self._act(name, act, acts))

    def _moment_of(self, name: str, act: Act) -> datetime:
        urgent = self.samples[name].urgency in ("urgent", "emergency")
        wait = act.wait or usual(act.name, urgent=urgent)
        return wait.after(self.clock.at, self.now, self._calendar())

    def _calendar(self) -> Calendar:
        with self.walker.platform.look() as work:
            return settings.calendar(work, settings.read_settings(work))

    def _act(self, name: str, act: Act, acts: Iterator[Act]) -> None:
        case_id = self._part(name, act.part) if act.part else self.cases[name]
        if act.name in OTHERWISE:
            OTHERWISE[act.name](self, case_id, dict(act.chosen))
        else:
            self.walker.do(case_id, act.name, **self._choices(name, act))
        self._go_on(name, acts)

    def _part(self, name: str, number: int) -> int:
        query = sa.select(cases.c.id).where(cases.c.parent_id == self.cases[name]).order_by(cases.c.id)
        with self.walker.platform.look() as work:
            return int(work.connection.execute(query).scalars().all()[number - 1])

    def _choices(self, name: str, act: Act) -> dict[str, Any]:
        """What the course says, over what the sample's label says."""
        if act.part:
            return accept_part(act.part) | dict(act.chosen)
        turn = self._done[name, act.name] = self._done.get((name, act.name), 0) + 1
        labelled = wanted(self.samples[name], act.name, self._numbers(), again=turn > 1)
        return labelled | {key: self._value(key, value) for key, value in act.chosen.items()}

    def _value(self, key: str, value: object) -> object:
        return self._day_in(value) if key.endswith("_date") and isinstance(value, int) else value

    def _day_in(self, days: int) -> str:
        ahead: date = (self.now.astimezone(ZONE) + timedelta(days=days)).date()
        return ahead.isoformat()

    def _numbers(self) -> dict[str, str]:
        return {name: self.walker.case(case_id).report_no for name, case_id in self.cases.items()}

    def _notice_chores(self) -> None:
        """Put the calls that just came up on the agenda."""
        query = sa.select(work_items.c.id, work_items.c.case_id, work_items.c.element).where(
            work_items.c.state == "open", work_items.c.element.in_(list(CHORES))
        )
        with self.walker.platform.look() as work:
            found = [row for row in work.connection.execute(query) if row.id not in self._chores]
        for row in found:
            self._chores.add(row.id)
            moment = usual(row.element, urgent=False).after(self.clock.at, self.now, self._calendar())
            self._plan(moment, partial(self._chore, row))

    def _chore(self, row: Any) -> None:
        open_now = {item.id for item in self.walker.open_items(row.case_id)}
        if row.id in open_now:
            self.walker.do(row.case_id, row.element, **CHORES[row.element])

    def _extension(self, case_id: int, chosen: dict[str, Any]) -> None:
        item = self.walker.item(case_id, TOLD["extended"])
        self.walker.request_extension(item, item.due_at + timedelta(days=3), str(chosen["reason"]))


# Acts that are not tasks: what reporters do, and what officers do beside their tasks.
OTHERWISE: Mapping[str, Callable[[Filling, int, dict[str, Any]], None]] = {
    "answer": lambda filling, case_id, said: filling.walker.answer(case_id, **said),
    "add_info": lambda filling, case_id, said: filling.walker.add_info(case_id, **said),
    "withdraw": lambda filling, case_id, said: filling.walker.withdraw(case_id, **said),
    "rate": lambda filling, case_id, said: filling.walker.rate(case_id, **said),
    "emergency": lambda filling, case_id, said: filling.walker.declare_emergency(case_id, **said),
    "take": lambda filling, case_id, said: filling.walker.take(case_id, **said),
    "extension": Filling._extension,
}
