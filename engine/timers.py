"""Fire what is due: find the cases, then each in a step of its own."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import sqlalchemy as sa

from engine import incidents
from engine.cases.actor import CLOCK
from engine.cases.step import take_step
from engine.errors import BrokenProcedure, Busy, Conflict
from engine.store.tables import cases, timers
from engine.store.tables.base import AT
from engine.work import Platform

log = logging.getLogger(__name__)
BATCH = 500
# Written out: SQLite uses the index over waiting timers only when it can see that the condition implies it.
_PENDING = timers.c.state == sa.literal_column("'pending'")
# Not grouped by case: SQLite would walk all timers case by case rather than the few that are due.
_DUE = (
    sa.select(timers.c.case_id)
    .where(_PENDING, timers.c.due_at <= AT)
    .order_by(timers.c.due_at)
    .limit(sa.bindparam("most"))
)
_STILL_DUE = sa.select(timers.c.id).where(
    timers.c.case_id == sa.bindparam("case"), _PENDING, timers.c.due_at <= AT
)
_LOCK = sa.select(cases.c.id).where(cases.c.id == sa.bindparam("case"))
_LOCK_IF_FREE = _LOCK.with_for_update(skip_locked=True, key_share=True)


@dataclass(frozen=True)
class Ticked:
    """How many cases a tick moved, and how many it could not."""

    moved: int = 0
    failed: int = 0
    skipped: int = 0


def tick(platform: Platform, batch: int = BATCH) -> Ticked:
    """Move on every case that has a timer due, the longest overdue first; one broken case stops no other."""
    moved = failed = skipped = 0
    for case_id in due_cases(platform, batch):
        try:
            moved += _fire(platform, case_id)
        except (Conflict, Busy):
            skipped += 1  # another node or a person moved it; the next tick looks again
        except BrokenProcedure as error:
            failed += 1
            log.warning("case %s: timer step failed at %s", case_id, error.data.get("element"))
    return Ticked(moved, failed, skipped)


def due_cases(platform: Platform, batch: int = BATCH) -> list[int]:
    """The cases with a timer due, those that wait out a failed step left aside."""
    with platform.look() as work:
        due = work.connection.execute(_DUE, {"at": work.now, "most": batch}).scalars()
        found = list(dict.fromkeys(due))
        resting = incidents.resting(work, found) if found else set()
        return [case_id for case_id in found if case_id not in resting]


def _fire(platform: Platform, case_id: int) -> int:
    with platform.work() as work:
        if not _still_due(work.connection, case_id, work.now):
            return 0
        take_step(work, case_id, CLOCK, "clock:tick", lambda step: None)
        return 1


def _still_due(connection: sa.Connection, case_id: int, now: object) -> bool:
    """Lock the case, then look again: whoever came first may have fired it."""
    lock = _LOCK_IF_FREE if connection.dialect.name == "postgresql" else _LOCK
    if connection.execute(lock, {"case": case_id}).first() is None:
        return False
    return connection.execute(_STILL_DUE, {"case": case_id, "at": now}).first() is not None
