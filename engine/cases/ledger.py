"""The ledger of clocks: which unit holds which phase, until when, and how it kept its time.

A due instant belongs to the clock of (unit, phase, round), not to a task: work that comes back after a
return or a send-back finds its clock as it left it, and a rung that has fired once is not repeated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Protocol

import sqlalchemy as sa

from engine import deadlines
from engine.deadlines import Calendar
from engine.store import asking
from engine.store.tables import clock_entries, clocks
from engine.store.upserting import upserting
from engine.store.writing import insertion
from engine.work import Work

Clock = dict[str, Any]
_UNIQUE = ("case_id", "unit", "phase", "round")
_NAMES = tuple(one.name for one in clocks.c if one.name != "id")
_CHANGING = tuple(name for name in _NAMES if name not in _UNIQUE)


class Terms(Protocol):
    """Where the length of a phase and its rungs come from."""

    def term(self, phase: str) -> Mapping[str, Any] | None: ...

    def interim(self, phase: str) -> Mapping[str, Any] | None: ...

    def rungs(self, phase: str) -> Sequence[Mapping[str, Any]]: ...


@dataclass
class Ledger:
    """The clocks of one case within one step; saved once at its end."""

    case_id: int
    calendar: Calendar
    terms: Terms
    round: int = 1
    clocks: list[Clock] = field(default_factory=list)
    _entries: list[tuple[Clock, dict[str, Any]]] = field(default_factory=list)
    _changed: list[Clock] = field(default_factory=list)

    def find(self, phase: str, unit: str) -> Clock | None:
        wanted = (phase, unit, self.round)
        return next((c for c in self.clocks if (c["phase"], c["unit"], c["round"]) == wanted), None)

    def hold(self, phase: str, unit: str, now: datetime) -> Clock | None:
        """The running clock of a unit's phase: started, or taken up again where it stood."""
        clock = self.find(phase, unit) or self._start(phase, unit, now)
        if clock is None or clock["stopped_at"] is None:
            return clock
        self._note(clock, now, "continue")
        if clock["paused_at"] is None and clock["verdict"] == "on_time" and clock["due_at"] < now:
            # It ran out while others had the work: the unit takes it up with the time that it had left.
            clock["paused_at"] = clock["stopped_at"]
        clock["stopped_at"] = clock["verdict"] = None
        if clock["paused_at"] is not None:
            self._resume(clock, now)
        return clock

    def _start(self, phase: str, unit: str, now: datetime) -> Clock | None:
        term = self.terms.term(phase)
        if term is None:
            return None
        due = deadlines.due(now, term["amount"], term["measure"], term["clock"], self.calendar)
        clock: Clock = {
            "case_id": self.case_id,
            "unit": unit,
            "phase": phase,
            "round": self.round,
            "amount": int(term["amount"]),
            "measure": term["measure"],
            "kind": term["clock"],
            "basis": term.get("basis") or "",
            "started_at": now,
            "due_at": due,
            "first_due_at": due,
            "paused_at": None,
            "stopped_at": None,
            "verdict": None,
            "extensions": 0,
            "rungs_fired": [],
        }
        self.clocks.append(clock)
        self._note(clock, now, "start", None, due)
        return clock

    def stop(self, clock: Clock, now: datetime) -> None:
        """Freeze the verdict of a unit at hand-over."""
        if clock["stopped_at"] is not None:
            return
        clock["stopped_at"] = now
        clock["verdict"] = "on_time" if now <= clock["due_at"] else "late"
        self._note(clock, now, "stop")

    def pause(self, now: datetime) -> None:
        """Let every clock of the case stand still while somebody outside is waited for."""
        for clock in self.clocks:
            if clock["paused_at"] is None and clock["round"] == self.round and not _is_past(clock, now):
                clock["paused_at"] = now
                self._note(clock, now, "pause")

    def resume(self, now: datetime) -> None:
        for clock in self.clocks:
            if clock["paused_at"] is not None:
                self._resume(clock, now)

    def _resume(self, clock: Clock, now: datetime) -> None:
        due = deadlines.resume(
            clock["due_at"],
            clock["paused_at"],
            now,
            measure=clock["measure"],
            clock=clock["kind"],
            calendar=self.calendar,
        )
        clock["paused_at"] = None
        self._move(clock, due, now, "resume")

    def move(self, clock: Clock, due: datetime, now: datetime, kind: str, note: str = "") -> None:
        """Give a clock a new due instant: an extension, or an emergency that shortens it."""
        clock["extensions"] += kind == "extend"
        self._move(clock, due, now, kind, note)

    def _move(self, clock: Clock, due: datetime, now: datetime, kind: str, note: str = "") -> None:
        self._note(clock, now, kind, clock["due_at"], due, note)
        clock["due_at"] = due

    def rungs(self, clock: Clock, now: datetime) -> list[dict[str, Any]]:
        """The rungs still to fire: all to come, and of those already passed only the highest."""
        laid = [
            {
                "rung": rung["rung"],
                "at": self._moment(clock, rung),
                "phase": clock["phase"],
                "unit": clock["unit"],
            }
            for rung in self.terms.rungs(clock["phase"])
            if rung["rung"] not in clock["rungs_fired"]
        ]
        laid.sort(key=lambda rung: rung["at"])
        passed = [rung for rung in laid if rung["at"] <= now]
        return passed[-1:] + [rung for rung in laid if rung["at"] > now]

    def _moment(self, clock: Clock, rung: Mapping[str, Any]) -> datetime:
        if rung.get("days"):
            return deadlines.after_due(clock["due_at"], int(rung["days"]), self.calendar, clock["kind"])
        part = self._share(clock, float(rung["fraction"]))
        return deadlines.fraction(clock["started_at"], clock["due_at"], part, clock["kind"], self.calendar)

    def _share(self, clock: Clock, part: float) -> float:
        """A part of the period as a part of the time since its start, of which a pause counts for nothing."""
        if clock["extensions"] or clock["due_at"] <= clock["first_due_at"]:
            return part
        first, now = (
            deadlines.elapsed(clock["started_at"], end, clock["kind"], self.calendar)
            for end in (clock["first_due_at"], clock["due_at"])
        )
        return 1 - (1 - part) * (first / now) if now else part

    def fired(self, clock: Clock, rung: str, now: datetime) -> None:
        """Remember that a rung fired, with every lower one it stands for."""
        order = [each["rung"] for each in self.terms.rungs(clock["phase"])]
        upto = order[: order.index(rung) + 1] if rung in order else [rung]
        clock["rungs_fired"] = list(dict.fromkeys([*clock["rungs_fired"], *upto]))
        self._note(clock, now, "rung", note=rung)

    def _note(
        self,
        clock: Clock,
        at: datetime,
        kind: str,
        before: datetime | None = None,
        after: datetime | None = None,
        note: str = "",
    ) -> None:
        entry = {"at": at, "kind": kind, "due_before": before, "due_after": after, "note": note}
        self._entries.append((clock, entry))
        if clock not in self._changed:
            self._changed.append(clock)

    def save(self, work: Work, officer: int | None) -> None:
        """Write new clocks, changed ones and what happened to them."""
        if self._changed:
            self._write(work, self._changed)
        if self._entries:
            rows = [
                {"clock_id": clock["id"], "officer_id": officer, **entry} for clock, entry in self._entries
            ]
            work.write(insertion(clock_entries), rows)
        self._entries, self._changed = [], []

    def keep(self, work: Work, clock: Clock) -> int:
        """The id of a clock, writing it now if it is new, because another row is about to name it."""
        if "id" not in clock:
            self._write(work, [clock])
        return int(clock["id"])

    def _write(self, work: Work, changed: list[Clock]) -> None:
        """Write new clocks and changed ones in one statement."""
        written = asking.every(work.connection, *_several(work.connection, changed))
        ids = {tuple(row[1:]): row[0] for row in written}
        for clock in changed:
            clock["id"] = ids[tuple(clock[name] for name in _UNIQUE)]
        self._changed = [clock for clock in self._changed if clock not in changed]


def _several(connection: sa.Connection, changed: list[Clock]) -> tuple[sa.Executable, dict[str, object]]:
    """The statement that writes so many clocks and tells their ids, and what it is told."""
    told = {f"{name}_{n}": clock[name] for n, clock in enumerate(changed) for name in _NAMES}
    return _writing(connection.dialect.name, len(changed)), told


@cache
def _writing(dialect: str, number: int) -> sa.Executable:
    statement = upserting(dialect, clocks, unique=_UNIQUE, changing=_CHANGING)
    rows = [
        {name: sa.bindparam(f"{name}_{n}", type_=clocks.c[name].type) for name in _NAMES}
        for n in range(number)
    ]
    returned = clocks.c.id, *(clocks.c[name] for name in _UNIQUE)
    made: sa.Executable = statement.values(rows).returning(*returned)
    return made


def _is_past(clock: Clock, now: datetime) -> bool:
    return bool(clock["stopped_at"] is not None and clock["stopped_at"] < now)
