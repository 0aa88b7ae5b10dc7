"""Who could do a task now: those whose role it is, but for those too near to the result they would verify."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.access import Candidate
from engine.cases.rows import authors, of_elements
from engine.releases import Release
from engine.store.tables import cases, work_items
from engine.work import Work


def eligible(work: Work, item: Any, release: Release | None = None) -> Sequence[Candidate]:
    """The officers who may do this task, by name."""
    told = (release or _release(work, item)).diagram.user_tasks.get(item.element)
    if told is None or not told.independent_of:
        return access.candidates(work, item.unit_id, access.roles_of(item.role), work.now)
    query = sa.select(work_items).where(work_items.c.case_id == item.case_id, work_items.c.state == "done")
    done = [dict(row) for row in work.connection.execute(query.order_by(work_items.c.id)).mappings()]
    rows = of_elements(done, told.independent_of)
    unit = rows[-1]["unit_id"] if rows else None
    return access.independent(work, item, authors=authors(rows), handling_unit=unit)


def _release(work: Work, item: Any) -> Release:
    query = sa.select(cases.c.release_id).where(cases.c.id == item.case_id)
    return work.platform.library.release(work, work.connection.execute(query).scalar_one())
