"""What people did that belongs to no case: accounts, settings, reference data, releases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from engine.store.tables import audit, officers
from engine.work import Work

SIZE = 50


def acts(work: Work, before: int | None = None) -> Sequence[Any]:
    """The acts with who did each, the newest first; one row more than a page shows."""
    row = audit.c
    query = (
        sa.select(row.id, row.at, row.action, row.detail, officers.c.name.label("officer"))
        .select_from(audit.outerjoin(officers, officers.c.id == row.officer_id))
        .where(row.case_id.is_(None))
        .order_by(row.id.desc())
        .limit(SIZE + 1)
    )
    return work.connection.execute(query.where(row.id < before) if before else query).all()
