"""What the system has told an officer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.people.standing import Standing
from engine.store.tables import cases, notices
from engine.work import Work

SIZE = 50
MOST = 99


@dataclass(frozen=True)
class Notice:
    """One notice; `report_no` is there only while its reader may see the case."""

    id: int
    at: datetime
    template: str
    parameters: Mapping[str, Any]
    urgent: bool
    read_at: datetime | None
    report_no: str | None
    release_id: int | None


def of_officer(work: Work, standing: Standing, size: int = SIZE) -> list[Notice]:
    """The newest notices, unread ones first."""
    seen = sa.and_(cases.c.id == notices.c.case_id, access.visible(standing, work.now))
    row = notices.c
    query = (
        sa.select(
            row.id,
            row.at,
            row.template,
            row.parameters,
            row.urgent,
            row.read_at,
            cases.c.report_no,
            cases.c.release_id,
        )
        .select_from(notices)
        .outerjoin(cases, seen)
        .where(row.officer_id == standing.officer_id)
        .order_by(row.read_at.is_not(None), row.at.desc(), row.id.desc())
        .limit(size)
    )
    return [Notice(*found) for found in work.connection.execute(query)]


def unread(work: Work, officer: int) -> int:
    """How many notices wait, up to one more than `MOST`."""
    waiting = (
        sa.select(notices.c.id)
        .where(notices.c.officer_id == officer, notices.c.read_at.is_(None))
        .limit(MOST + 1)
    )
    return int(
        work.connection.execute(sa.select(sa.func.count()).select_from(waiting.subquery())).scalar_one()
    )
