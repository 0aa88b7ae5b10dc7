"""The real engine on a real store, with the few people and verbs that the machine uses."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from engine import feel, releases, timers
from engine.cases import doing, opening, reporting
from engine.cases.actor import CLOCK
from engine.cases.step import Step
from engine.incidents.repairs import Repair, repair
from engine.invariants import INVARIANTS, broken
from engine.notices.sending import send_waiting
from engine.people.standing import roles
from engine.store.tables import cases, inputs, work_items
from engine.store.tables import timers as armed
from engine.work import Platform, Work, open_platform
from tests import rosters
from tests.clocks import FakeClock
from tests.engine.chance.drawing import release_files, write
from tests.engine.chance.nets import Net

_TEXTS: Mapping[str, dict[Any, Any]] = {"sqlite": {}, "postgresql": {}}
PEOPLE = {"an": "ioc_operator", "binh": "ioc_operator", "quan": "administrator"}
ACTS: Mapping[str, Callable[[Work, int, str], None]] = {
    "reporter_answered": lambda work, case, key: reporting.answer(work, case, "Ở cổng trường", key=key),
    "info_added": lambda work, case, key: reporting.add_info(work, case, "Sâu hơn rồi", key=key),
    "withdrawn": lambda work, case, key: reporting.withdraw(work, case, "Đã ổn", key=key),
    "rated": lambda work, case, key: reporting.rate(work, case, "satisfied", key=key),
}


@dataclass
class Seen:
    """A case as its rows tell it."""

    ended: bool
    steps: int
    work: Counter[str]
    done: Counter[str]
    pending: Counter[tuple[str, datetime]]
    fired: list[tuple[str, datetime]]


def told(payload: object) -> datetime:
    """The instant at which a timer was due, as the input log keeps it."""
    kept: Any = feel.from_json(payload)
    due = kept["due"]
    assert isinstance(due, datetime)
    return due


@dataclass
class Stage:
    """One installation."""

    url: str
    data: Path
    clock: FakeClock = field(default_factory=FakeClock)
    officers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.platform = self.open()

    def open(self) -> Platform:
        platform = open_platform(self.data, self.url, clock=self.clock)
        # Statements keep their text over examples and crashes; writing them anew took half of the time.
        platform.engine.update_execution_options(compiled_cache=_TEXTS[platform.engine.dialect.name])
        return platform

    def reopen(self) -> None:
        """Forget everything that was in memory."""
        self.close()
        self.platform = self.open()

    def close(self) -> None:
        self.platform.engine.dispose()

    def people(self) -> None:
        """Officers who have been in their posts for a month, so that the clock may be set back."""
        self.clock.advance(days=-30)
        with self.platform.work() as work:
            rosters.add_units(work)
            for login, role in PEOPLE.items():
                rosters.add_officer(work, login, ("ioc", role))
        self.clock.advance(days=30)
        self.meet()

    def meet(self) -> None:
        """Learn who is who in an installation that was copied."""
        table = sa.table("officers", sa.column("id"), sa.column("login"))
        with self.platform.look() as work:
            self.officers = {row.login: row.id for row in work.connection.execute(sa.select(table))}

    def deploy(self, net: Net) -> None:
        with tempfile.TemporaryDirectory(prefix="chance-") as folder, self.platform.work() as work:
            releases.put_in_force(work, releases.deploy(work, write(release_files(net), Path(folder))))

    def report(self, key: str) -> int:
        with self.platform.work() as work:
            report = opening.NewReport("Ổ gà trước cổng trường", reporter=opening.Sender(name="Lê A"))
            return opening.open_case(work, report, key=key).case_id

    def work(self, act: Callable[[Work], Any]) -> Any:
        with self.platform.work() as work:
            return act(work)

    def complete(self, who: str, item: int, answer: str, key: str) -> bool:
        """Whether it had been done before with this key."""

        def act(work: Work) -> bool:
            standing = roles(work, self.officers[who])
            return doing.complete(work, standing, item, {"pick": answer}, {}, key=key).repeated

        return bool(self.work(act))

    def claim(self, who: str, item: int) -> None:
        self.work(lambda work: doing.claim(work, roles(work, self.officers[who]), item))

    def send(self, message: str, case: int, key: str) -> None:
        self.work(lambda work: ACTS[message](work, case, key))

    def repair(self, case: int, wanted: Repair) -> None:
        self.work(lambda work: repair(work, roles(work, self.officers["quan"]), case, wanted))

    def tick(self) -> timers.Ticked:
        return timers.tick(self.platform)

    def race(self) -> int:
        """Two schedulers find the same cases; how many the slower one still moves."""
        late = self.open()
        found = timers.due_cases(late)
        timers.tick(self.platform)
        moved = sum(timers._fire(late, case) for case in found)
        late.engine.dispose()
        return moved

    def items(self, case: int, state: str = "open") -> list[Any]:
        query = sa.select(work_items).where(work_items.c.case_id == case, work_items.c.state == state)
        with self.platform.look() as work:
            return list(work.connection.execute(query.order_by(work_items.c.id)))

    def turns(self, case: int) -> dict[str, tuple[tuple[str, int], ...]]:
        """For each open task, which turn it is of each activity around it that is done several times."""
        with self.platform.look() as work:
            found = Step.look(work, case, CLOCK).run.items()
        return {
            item.task: tuple(sorted((k, int(str(v))) for k, v in item.data.items() if k.startswith("turn_")))
            for item in found
        }

    def seen(self, case: int) -> Seen:
        with self.platform.look() as work:
            run = work.connection.execute
            row = run(sa.select(cases.c.status, cases.c.revision).where(cases.c.id == case)).one()
            here = work_items.c.case_id == case
            tasks = [
                tuple(one) for one in run(sa.select(work_items.c.state, work_items.c.element).where(here))
            ]
            waiting = sa.select(armed.c.element, armed.c.due_at)
            pending = run(waiting.where(armed.c.case_id == case, armed.c.state == "pending"))
            rung = sa.select(inputs.c.element, inputs.c.payload).where(inputs.c.kind == "timer")
            fired = run(rung.where(inputs.c.case_id == case).order_by(inputs.c.seq))
            return Seen(
                row.status != "open",
                row.revision - 1,  # it is 1 before the first step
                Counter(element for state, element in tasks if state == "open"),
                Counter(element for state, element in tasks if state == "done"),
                Counter((element, due) for element, due in pending),
                [(element, told(payload)) for element, payload in fired],
            )

    def waits_for(self, case: int) -> set[str]:
        with self.platform.look() as work:
            acts = reporting.what_may_be_done(work, case)
        return {reporting.ACTS[act] for act in acts}

    def faults(self) -> list[str]:
        send_waiting(self.platform)
        return [str(one) for one in broken(self.platform, INVARIANTS, full=True)]
