"""One step of one case: load, let the clock catch up, apply what happened, settle, save it all together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from time import perf_counter
from typing import Any, TypeVar

import sqlalchemy as sa

from engine import access, bpmn, feel, settings
from engine.audit import Chain
from engine.cases import concerning, items, waits
from engine.cases.actor import Actor
from engine.cases.escalation import Rung
from engine.cases.facts import facts_of
from engine.cases.gathering import Gathered, case_of, gathered, is_stale, reading
from engine.cases.host import CaseHost
from engine.cases.ledger import Ledger
from engine.cases.terms import TableTerms
from engine.cases.worklog import Pending
from engine.errors import BrokenProcedure, Conflict, NotFound
from engine.metrics import STEPS
from engine.people import units
from engine.releases import Release
from engine.store import asking
from engine.store.tables import cases, inputs, officers
from engine.work import Work

T = TypeVar("T")


@cache
def _looked_at(dialect: str) -> sa.Select[Any]:
    return reading(dialect).where(cases.c.id == sa.bindparam("case"))


@cache
def _locked(dialect: str) -> sa.Select[Any]:
    # Other steps may not touch the row; but rows of other cases may name it (`parent_id`) without waiting for
    # us, who may be waiting for them.
    return _looked_at(dialect).with_for_update(of=cases, key_share=True)


def _found(work: Work, query: sa.Select[Any], told: Mapping[str, object]) -> Any:
    found = asking.first(work.connection, query, told)
    if found is not None and is_stale(found):
        found = asking.first(work.connection, query, told)
    if found is None:
        raise NotFound
    return found


@cache  # a step changes one of a few dozen sets of columns
def _update(names: tuple[str, ...]) -> sa.Update:
    here = cases.c.id == sa.bindparam("this_case"), cases.c.revision == sa.bindparam("read_revision")
    return sa.update(cases).where(*here).values({name: sa.bindparam(name) for name in names})


@dataclass
class Step:
    """Everything one step reads and will write; nothing reaches the database before `save`."""

    work: Work
    case: dict[str, Any]
    actor: Actor
    release: Release
    beside: Any
    pending: Pending = field(default_factory=Pending)
    before: dict[str, Any] = field(init=False)
    around: Gathered = field(init=False)
    settings: Mapping[str, str] = field(init=False)
    items: list[dict[str, Any]] = field(init=False)
    done_items: list[dict[str, Any]] = field(init=False)
    closed_items: list[dict[str, Any]] = field(default_factory=list)
    concerns: dict[str, dict[str, Any]] = field(default_factory=dict)
    after: list[Callable[[], None]] = field(default_factory=list)
    unheard: list[Rung] = field(default_factory=list)
    superseded: list[Rung] = field(default_factory=list)
    noted: int = 0

    @classmethod
    def look(cls, work: Work, case_id: int, actor: Actor) -> Step:
        """Read a case without locking it, for those who only want to know where it stands."""
        return cls.read(work, _looked_at(work.connection.dialect.name), actor, case=case_id)

    @classmethod
    def open(cls, work: Work, case_id: int, actor: Actor) -> Step:
        """Lock a case and read what a step needs of it."""
        return cls.read(work, _locked(work.connection.dialect.name), actor, case=case_id)

    @classmethod
    def read(cls, work: Work, query: sa.Select[Any], actor: Actor, **told: object) -> Step:
        """Take up the case that a query made of `reading` finds; its other values are kept `beside`."""
        found = _found(work, query, {"at": work.now, **told})
        case = case_of(found)
        release = work.platform.library.release(work, case["release_id"])
        return cls(work, case, actor, release, found)

    @classmethod
    def begin(cls, work: Work, row: dict[str, Any], release: Release, actor: Actor) -> Step:
        """Take up a case that was inserted a moment ago and has not run yet."""
        found = _found(work, _looked_at(work.connection.dialect.name), {"case": row["id"], "at": work.now})
        return cls(work, case_of(found), actor, release, found)

    def __post_init__(self) -> None:
        self.before = dict(self.case)
        self.around = gathered(self.beside)
        self.settings = self.beside.settings or {}
        self.items = [item for item in self.around.items if item["state"] == "open"]
        self.done_items = [item for item in self.around.items if item["state"] == "done"]

    @property
    def id(self) -> int:
        return int(self.case["id"])

    @property
    def now(self) -> datetime:
        return self.work.now

    @cached_property
    def host(self) -> CaseHost:
        return CaseHost(self)

    @cached_property
    def run(self) -> bpmn.Run:
        return bpmn.Run.load(self.release.diagram, self.host, self.case["state"])

    @cached_property
    def tree(self) -> units.Tree:
        return units.tree(self.work, self.settings.get(units.VERSION))

    def roster(self, unit_id: int) -> Sequence[access.Candidate]:
        """Everybody who holds a role in a unit now, read once in a step."""
        known = self.around.rosters
        if unit_id not in known:
            known[unit_id] = access.roster(self.work, unit_id, self.now)
        return known[unit_id]

    def serving(self, unit_id: int, roles: Collection[str]) -> list[int]:
        """The officers who hold one of these roles in a unit now, by name."""
        return [one.officer_id for one in access.among(self.roster(unit_id), roles)]

    @cached_property
    def chain(self) -> Chain:
        return Chain(self.work.keys, self.id, self.case["audit_seq"], self.case["audit_mac"])

    @cached_property
    def ledger(self) -> Ledger:
        calendar = settings.calendar(self.work, self.settings)
        round_ = int(self.case["facts"].get("round", 1))
        return Ledger(self.id, calendar, TableTerms(self), round_, self.around.clocks)

    @property
    def facts(self) -> dict[str, object]:
        return facts_of(self.case)

    def remember(self, **values: object) -> None:
        """Change the small facts that tables and pages read of this case."""
        self.case["facts"] = {**self.case["facts"], **values}

    def recall(self, name: str, default: Any = None) -> Any:
        return self.case["facts"].get(name, default)

    def actor_login(self) -> str | None:
        """The user name of the officer who acts."""
        query = sa.select(officers.c.login).where(officers.c.id == self.actor.officer_id)
        return self.work.connection.execute(query).scalar()

    def rearm_ladders(self) -> None:
        """Give armed ladders the instants that their clocks imply now; rungs that fired stay fired."""
        for timer in self.run.timers():
            rung = timer.rungs[timer.index]
            phase, unit = (rung.get("phase"), rung.get("unit")) if isinstance(rung, dict) else (None, None)
            clock = self.ledger.find(str(phase), str(unit)) if phase else None
            if clock is not None:
                self.run.rearm(timer.task, self.ledger.rungs(clock, self.now), timer.element)

    def start(self, data: Mapping[str, object]) -> None:
        self.run = bpmn.Run.start(self.release.diagram, self.host, self.now, data)

    def catch_up(self) -> None:
        """Fire everything due up to now, so that no act slips in before a timer it came too late for."""
        self.run.advance(self.now)
        waits.note_fired(self)

    def input(
        self,
        kind: str,
        *,
        element: str | None = None,
        item: int | None = None,
        payload: object = None,
        request: str | None = None,
    ) -> None:
        """Append to the input log what came from outside."""
        self.case["input_seq"] += 1
        row = {
            "case_id": self.id,
            "seq": self.case["input_seq"],
            "kind": kind,
            "element": element,
            "work_item_id": item,
            "payload": feel.to_json(payload) if payload is not None else None,
            "at": self.now,
            "officer_id": self.actor.officer_id,
            "request": request,
        }
        self.pending.add(inputs, row)

    def log(self, action: str, detail: Mapping[str, object] | None = None, **more: Any) -> None:
        self.chain.add(
            action,
            more.pop("at", self.now),
            officer=self.actor.officer_id,
            on_behalf_of=self.actor.on_behalf_of,
            detail=detail,
            **more,
        )

    def save(self, action: str) -> None:
        """Bring work items and timers to where the diagram stands, then write the whole step."""
        self.log(action, kind="step")
        waits.note_fired(self)
        items.reconcile(self)
        waits.reconcile(self)
        concerning.reconcile(self)
        self._place()
        self.ledger.save(self.work, self.actor.officer_id)
        items.write(self)
        concerning.write(self)
        self.pending.write(self.work)
        self.chain.save(self.work)
        self._update()
        for act in self.after:
            act()

    def _place(self) -> None:
        """Where the case stands, for lists: its holder, step and nearest due time."""
        main = [item for item in self.items if item.get("public_status")] or self.items
        held = main[-1] if main else None
        self.case["position"] = held["name"] if held else ""
        self.case["due_at"] = min((item["due_at"] for item in main if item["due_at"]), default=None)
        if held:
            self.case["holder_unit"] = self.tree.by_id[held["unit_id"]].code
            if held.get("public_status"):
                self.case["public_status"] = held["public_status"]

    def _update(self) -> None:
        ended = self.run.ended
        if ended and self.case["status"] == "open":
            self.case |= {"status": "ended", "ended_at": self.now, "holder_unit": None}
        self.case |= {
            "state": self.run.dump(),
            "revision": self.before["revision"] + 1,
            "audit_seq": self.chain.seq,
            "audit_mac": self.chain.mac,
        }
        changed = {key: value for key, value in self.case.items() if self.before.get(key) != value}
        told = {**changed, "this_case": self.id, "read_revision": self.before["revision"]}
        if asking.changed(self.work.connection, _update(tuple(changed)), told) != 1:
            raise Conflict


def take_step(work: Work, case_id: int, actor: Actor, action: str, act: Callable[[Step], T]) -> T:
    """Do `act` to a case as one step; a fault of the procedure becomes BrokenProcedure, nothing is saved."""
    step = Step.open(work, case_id, actor)
    with told_as_broken(case_id, action):
        step.catch_up()
        result = act(step)
        step.save(action)
    return result


class told_as_broken:  # noqa: N801  (reads as a phrase: with told_as_broken(...))
    """Turn a fault of the diagram, a table or the engine into the error an administrator will see.

    Every step goes through here, so here it is also timed, by what moved it: `task`, `clock`, `message` …
    """

    def __init__(self, case_id: int, action: str) -> None:
        self.case_id = case_id
        self.action = action
        self.begun = 0.0

    def __enter__(self) -> None:
        self.begun = perf_counter()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        STEPS.labels(self.action.partition(":")[0]).observe(perf_counter() - self.begun)
        if isinstance(error, bpmn.RunError):
            self._tell(error.element, error.reason, error)
        if isinstance(error, (bpmn.BpmnError, feel.FeelError, KeyError, LookupError, ArithmeticError)):
            self._tell("", f"{type(error).__name__}: {error}", error)

    def _tell(self, element: str, reason: str, cause: BaseException) -> None:
        raise BrokenProcedure(
            element=element, reason=reason, case_id=self.case_id, action=self.action
        ) from cause
