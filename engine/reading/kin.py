"""The cases beside one: where it came from, its parts, and what was reported near it in place and time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.people.standing import Standing
from engine.store.tables import cases
from engine.work import Work

Row = Any
NEAR = timedelta(days=60)
MOST_KIN, MOST_NEIGHBOURS = 20, 10


def related(work: Work, standing: Standing, row: Row) -> list[Row]:
    """The case it came from or was merged into, its parts, and cases of the same place and field."""
    kin = _found(work, standing, _is_kin(row), MOST_KIN)
    if not (row.commune_code and row.field):
        return kin
    known = {each.id for each in kin}
    neighbours = _found(work, standing, _is_neighbour(row), MOST_NEIGHBOURS)
    return kin + [each for each in neighbours if each.id not in known]


def _is_kin(row: Row) -> sa.ColumnElement[bool]:
    parts = cases.c.parent_id == row.id
    return sa.or_(parts, cases.c.id == row.parent_id) if row.parent_id else parts


def _is_neighbour(row: Row) -> sa.ColumnElement[bool]:
    return sa.and_(
        cases.c.commune_code == row.commune_code,
        cases.c.field == row.field,
        cases.c.received_at.between(row.received_at - NEAR, row.received_at + NEAR),
        cases.c.id != row.id,
    )


def _found(work: Work, standing: Standing, wanted: sa.ColumnElement[bool], most: int) -> list[Row]:
    row = cases.c
    query = sa.select(
        row.id, row.report_no, row.subject, row.status, row.received_at, row.parent_id, row.parent_kind
    )
    seen = query.where(wanted, access.visible(standing, work.now))
    return list(work.connection.execute(seen.order_by(row.received_at.desc()).limit(most)))
