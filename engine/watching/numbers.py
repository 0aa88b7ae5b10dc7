"""The few numbers that say whether all is well; read from the database, so every node tells the same."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from engine.backup.keeping import lying
from engine.backup.schedule import folder_of
from engine.invariants.lately import last
from engine.notices.health import healths
from engine.reading.outgoing import outbox_counts
from engine.store.tables import heartbeats, incidents, outbox, timers
from engine.store.tables.base import AT
from engine.work import Work

# The promises are asked each night, and an answer takes minutes even of a million cases.
ASKED_WITHIN, DONE_WITHIN = timedelta(hours=50), timedelta(hours=3)
# Written out, so that SQLite sees that its indexes over some rows only will do.
_PENDING = timers.c.state == sa.literal_column("'pending'")
_WAITING = outbox.c.state == sa.literal_column("'waiting'")
_OPEN = incidents.c.state == sa.literal_column("'open'")
_FAULTY = sa.select(incidents.c.case_id).where(_OPEN)
# A timer of a case with an open incident waits for a person: that is the incident's alarm, not the clock's.
_OVERDUE = sa.select(sa.func.count(), sa.func.min(timers.c.due_at)).where(
    _PENDING, timers.c.due_at <= AT, timers.c.case_id.not_in(_FAULTY)
)
_RIPE = sa.select(sa.func.min(outbox.c.not_before)).where(_WAITING, outbox.c.not_before <= AT)
_INCIDENTS = sa.select(sa.func.count()).where(_OPEN)


@dataclass(frozen=True)
class Heart:
    """A node that keeps the clock: how many seconds ago it last said so, and how far its time is off."""

    node: str
    age: float
    skew: float


@dataclass(frozen=True)
class Numbers:
    """The state of an installation at one moment; ages are in seconds, 0 where nothing waits."""

    at: datetime
    overdue: int
    oldest_overdue: float
    incidents: int
    waiting: int
    oldest_waiting: float
    dead: int
    resting: tuple[str, ...]
    hearts: tuple[Heart, ...]
    disk_free: int
    backup_age: float | None
    # The promises that the last check found broken, how long ago it ended, and why nobody knows, if so.
    promises_broken: tuple[str, ...] = ()
    promises_age: float | None = None
    promises_unknown: str | None = None

    @property
    def heart_age(self) -> float | None:
        """Since when no node has given a sign; none if there never was one."""
        return min((heart.age for heart in self.hearts), default=None)


def read_numbers(work: Work) -> Numbers:
    """Ask the database, the disk and the folder of backups."""
    overdue, first_due = work.connection.execute(_OVERDUE, {"at": work.now}).one()
    ripe = work.connection.execute(_RIPE, {"at": work.now}).scalar()
    faults = work.connection.execute(_INCIDENTS).scalar_one()
    letters = outbox_counts(work)
    return Numbers(
        at=work.now,
        overdue=overdue,
        oldest_overdue=_age(work, first_due),
        incidents=faults,
        waiting=letters["waiting"],
        oldest_waiting=_age(work, ripe),
        dead=letters["dead"],
        resting=tuple(sorted(name for name, one in healths(work).items() if one.ailing)),
        hearts=_hearts(work),
        disk_free=disk_free(work),
        backup_age=_backup_age(work),
        **_promises(work),
    )


def _promises(work: Work) -> Mapping[str, Any]:
    check = last(work)
    if check is None:
        return {}
    late = work.now - check.begun
    unknown = check.error or ("not asked" if late > ASKED_WITHIN else None)
    if check.ended is None and late > DONE_WITHIN:
        unknown = unknown or "not ended"
    age = _age(work, check.ended) if check.ended else None
    return {"promises_broken": check.found, "promises_age": age, "promises_unknown": unknown}


def _age(work: Work, since: datetime | None) -> float:
    return max(0.0, (work.now - since).total_seconds()) if since else 0.0


def _hearts(work: Work) -> tuple[Heart, ...]:
    rows = work.connection.execute(sa.select(heartbeats).order_by(heartbeats.c.node))
    return tuple(
        Heart(row.node, _age(work, row.at), float((row.detail or {}).get("skew", 0))) for row in rows
    )


def disk_free(work: Work) -> int:
    """The bytes left where files lie and, on SQLite, the database."""
    return shutil.disk_usage(work.platform.data).free


def _backup_age(work: Work) -> float | None:
    newest = max(lying(folder_of(work.platform)), default=None)
    return _age(work, newest) if newest else None
