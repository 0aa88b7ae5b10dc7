"""Messages on their way out, as an administrator watches them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from engine.store.tables import cases, officers, outbox
from engine.work import Work

Row = Any
SIZE = 50
# Messages given up are looked for among so many of the newest: years of sent ones are not read for them.
RECENT = 20_000


def outbox_list(work: Work, state: str, before: int | None = None) -> Sequence[Row]:
    """Messages on their way out, by state, the newest first; addresses stay hidden."""
    row = outbox.c
    query = (
        sa.select(
            row.id,
            row.channel,
            row.template,
            row.recipient,
            officers.c.name.label("officer"),
            cases.c.report_no,
            row.state,
            row.tries,
            row.created_at,
            row.not_before,
            row.sent_at,
            row.error,
        )
        .select_from(outbox.outerjoin(officers, officers.c.id == row.officer_id))
        .outerjoin(cases, cases.c.id == row.case_id)
        .where(row.state == state)
        .order_by(row.id.desc())
        .limit(SIZE + 1)
    )
    if state == "dead":
        query = query.where(_lately())
    if before:
        query = query.where(row.id < before)
    return work.connection.execute(query).all()


def outbox_counts(work: Work) -> dict[str, int]:
    """How many messages wait, and how many were given up; those sent are too many to count."""
    waiting = sa.select(sa.func.count()).where(outbox.c.state == "waiting")
    dead = sa.select(sa.func.count()).where(outbox.c.state == "dead", _lately())
    row = work.connection.execute(sa.select(waiting.scalar_subquery(), dead.scalar_subquery())).one()
    return {"waiting": row[0], "dead": row[1]}


def _lately() -> sa.ColumnElement[bool]:
    newest = sa.select(sa.func.coalesce(sa.func.max(outbox.c.id), 0)).scalar_subquery()
    return outbox.c.id > newest - RECENT
