"""The index ranges that a list of work is made of, one for each unit or person, read as one list."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from engine.deadlines import ZONE
from engine.people.standing import Standing
from engine.reading.rows import concerned_units, open_items
from engine.store.tables import work_items
from engine.store.tables.base import Instant

LISTS = ("mine", "unit", "free", "overdue", "today")
EVERYTHING = "all"
Moment = datetime | sa.BindParameter[datetime]
TONIGHT: sa.BindParameter[datetime] = sa.bindparam("tonight", type_=Instant())


def lists_of(standing: Standing) -> tuple[str, ...]:
    """The lists that make sense for this person."""
    return (*LISTS, EVERYTHING) if standing.reads_everything else LISTS


def merged(streams: list[sa.Select[Any]], least: int) -> Any:
    """The first rows of several ordered streams, one for each unit or person."""
    if len(streams) == 1:
        return streams[0]
    parts = [sa.select(stream.subquery()) for stream in streams] or [
        sa.select(work_items.c.id, work_items.c.due_at).where(sa.false())
    ]
    merged = sa.union_all(*parts).subquery()
    return sa.select(merged.c.id, merged.c.due_at).order_by(merged.c.due_at, merged.c.id).limit(least)


def streams_of(standing: Standing, now: Moment, wanted: str) -> list[sa.Select[Any]]:
    """One query for each index range that the list is made of; a statement to keep names its moments only."""
    base = open_items(standing, now)
    if wanted == EVERYTHING:
        return [base] if standing.reads_everything else []
    if wanted == "mine":
        return [base.where(work_items.c.claimed_by == person) for person in _persons(standing)]
    narrow = _narrowing(wanted, now)
    return [base.where(work_items.c.unit_id == unit, *narrow) for unit in concerned_units(standing)]


def _persons(standing: Standing) -> list[int]:
    """Myself, and those in whose name I may act."""
    return sorted({standing.officer_id, *(one.principal_id for one in standing.acting_for)})


def _narrowing(wanted: str, now: Moment) -> tuple[sa.ColumnElement[bool], ...]:
    due = work_items.c.due_at
    if wanted == "free":
        return (work_items.c.claimed_by.is_(None),)
    if wanted == "overdue":
        return (due < now,)
    if wanted == "today":
        return (due >= now, due < end_of_day(now))
    return ()


def end_of_day(now: Moment) -> Moment:
    """The midnight that follows; of a moment not known yet, it is not known either."""
    if not isinstance(now, datetime):
        return TONIGHT
    return now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
