"""One line of a list of work: what an officer must see before opening the task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.people.standing import Standing
from engine.store.tables import cases, clocks, officers, units, work_items
from engine.work import Work

# Written out: SQLite uses a partial index only when it can see that the condition implies it.
OPEN = work_items.c.state == sa.literal_column("'open'")
EXCERPT = 240


@dataclass(frozen=True)
class Entry:
    """One open task in a list."""

    id: int
    case_id: int
    report_no: str
    step: str
    excerpt: str
    place: str
    urgency: str
    restricted: bool
    unit_id: int
    unit: str
    role: str
    holder_id: int | None
    holder: str | None
    due_at: datetime | None
    working_clock: bool
    paused: bool
    urgent: bool
    received_at: datetime
    fallback: str | None
    element: str


def text_for(standing: Standing) -> sa.ColumnElement[str]:
    """The text of a report that this person may read: the original is the centre's alone."""
    working = sa.func.coalesce(cases.c.working_text, "")
    if not standing.in_ioc:
        return working
    return sa.case((working != "", working), else_=cases.c.original_text)


def concerned_units(standing: Standing) -> list[int]:
    """The units whose work this person sees as theirs, their own and those they act for."""
    return sorted({post.unit_id for post in standing.usable_posts if post.handles})


def open_items(standing: Standing, at: datetime | sa.BindParameter[datetime]) -> sa.Select[Any]:
    """Open tasks of the cases this person may see: their ids and due times, for a list to narrow down."""
    return (
        sa.select(work_items.c.id, work_items.c.due_at)
        .join(cases, cases.c.id == work_items.c.case_id)
        .where(OPEN, access.visible(standing, at))
    )


def entries(work: Work, standing: Standing, ids: sa.Select[Any] | sa.CompoundSelect[Any]) -> list[Entry]:
    """The lines of the tasks that `ids` finds, by due time."""
    wanted = ids.subquery()
    query = (
        sa.select(*_columns(standing))
        .select_from(wanted)
        .join(work_items, work_items.c.id == wanted.c.id)
        .join(cases, cases.c.id == work_items.c.case_id)
        .join(units, units.c.id == work_items.c.unit_id)
        .outerjoin(officers, officers.c.id == work_items.c.claimed_by)
        .outerjoin(clocks, clocks.c.id == work_items.c.clock_id)
        .order_by(work_items.c.due_at.is_(None), work_items.c.due_at, work_items.c.id)
    )
    return [Entry(*row) for row in work.connection.execute(query)]


def _columns(standing: Standing) -> tuple[Any, ...]:
    items = work_items.c
    return (
        items.id,
        items.case_id,
        cases.c.report_no,
        items.name,
        sa.func.substr(text_for(standing), 1, EXCERPT),
        cases.c.place,
        cases.c.urgency,
        cases.c.restricted,
        items.unit_id,
        units.c.short_name,
        items.role,
        items.claimed_by,
        officers.c.name,
        items.due_at,
        sa.func.coalesce(clocks.c.kind == "working", sa.false()),
        clocks.c.paused_at.is_not(None),
        items.urgent,
        cases.c.received_at,
        items.fallback,
        items.element,
    )
