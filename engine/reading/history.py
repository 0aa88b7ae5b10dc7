"""What happened in a case, newest first: from the audit log, with the answers people gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.reading.casefile import CaseFile
from engine.store.tables import audit, officers
from engine.work import Work

_QUIET = ("step",)


@dataclass(frozen=True)
class Event:
    """One line of the audit log as a person may read it."""

    seq: int
    at: datetime
    happened_at: datetime | None
    action: str
    who: str | None
    principal: str | None
    detail: Mapping[str, Any]


def history(work: Work, file: CaseFile) -> list[Event]:
    """Every event that this person may read."""
    principal = officers.alias("principal")
    row = audit.c
    query = (
        sa.select(
            row.seq,
            row.at,
            row.happened_at,
            row.action,
            officers.c.name,
            principal.c.name.label("principal"),
            row.detail,
        )
        .outerjoin(officers, officers.c.id == row.officer_id)
        .outerjoin(principal, principal.c.id == row.on_behalf_of)
        .where(row.case_id == file.row.id, row.kind.not_in(_QUIET))
        .order_by(row.seq.desc())
    )
    if file.until is not None:
        query = query.where(row.at <= file.until)
    return [Event(*each) for each in work.connection.execute(query)]
