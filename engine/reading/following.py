"""What a reporter's page reads of a case: clocks, answers, messages, calls; offices and no officers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import feel
from engine.store import tables
from engine.work import Work

Row = Any


def clocks_of(work: Work, case_id: int) -> Sequence[Row]:
    """Every clock of a case, in the order they were started."""
    rows = tables.clocks
    return work.connection.execute(sa.select(rows).where(rows.c.case_id == case_id).order_by(rows.c.id)).all()


def goes_on_at(work: Work, case_id: int) -> datetime | None:
    """When the procedure itself goes on; what waits for a reporter has no clock of an office."""
    rows = tables.timers.c
    query = sa.select(sa.func.min(rows.due_at)).where(
        rows.case_id == case_id, rows.state == "pending", rows.host.is_(None)
    )
    found: datetime | None = work.connection.execute(query).scalar()
    return found


def held_since(work: Work, case_id: int, unit_id: int | None) -> datetime | None:
    """When a unit first had the case before it."""
    rows = tables.case_units.c
    query = sa.select(sa.func.min(rows.since)).where(rows.case_id == case_id, rows.unit_id == unit_id)
    found: datetime | None = work.connection.execute(query).scalar()
    return found


def last_done_at(work: Work, case_id: int) -> datetime | None:
    """When the last step was finished."""
    rows = tables.work_items.c
    query = sa.select(rows.completed_at).where(rows.case_id == case_id, rows.state == "done")
    found: datetime | None = work.connection.execute(
        query.order_by(rows.completed_at.desc()).limit(1)
    ).scalar()
    return found


def last_answer(work: Work, case_id: int, key: str) -> object:
    """What the latest task that asked for `key` was answered."""
    rows = tables.work_items.c
    query = sa.select(rows.answers).where(rows.case_id == case_id, rows.state == "done")
    newest_first = query.order_by(rows.completed_at.desc(), rows.id.desc())
    for kept in work.connection.execute(newest_first).scalars():
        read = feel.from_json(kept) if kept else None
        if isinstance(read, dict) and read.get(key):
            return read[key]
    return None


def more_time_given(work: Work, case_id: int) -> Row | None:
    """The last extension that was agreed to, with the position of whoever agreed."""
    rows, people = tables.extensions, tables.officers
    query = (
        sa.select(rows.c.until, rows.c.reason, people.c.position)
        .join(people, people.c.id == rows.c.decided_by)
        .where(rows.c.case_id == case_id, rows.c.state == "approved")
        .order_by(rows.c.id.desc())
    )
    return work.connection.execute(query).first()


def messages_of(work: Work, case_id: int) -> Sequence[Row]:
    """What was asked and answered; each side named by its office."""
    rows, named = tables.messages, tables.units
    query = (
        sa.select(rows.c.direction, rows.c.kind, rows.c.body, rows.c.sent_at, named.c.short_name)
        .outerjoin(named, named.c.id == rows.c.unit_id)
        .where(rows.c.case_id == case_id)
        .order_by(rows.c.sent_at, rows.c.id)
    )
    return work.connection.execute(query).all()


def answered_calls(work: Work, case_id: int) -> Sequence[Row]:
    """Calls to a hotline that somebody answered."""
    rows = tables.hotline_calls
    query = sa.select(rows).where(rows.c.case_id == case_id, rows.c.answered)
    return work.connection.execute(query.order_by(rows.c.called_at)).all()
