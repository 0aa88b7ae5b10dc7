"""Which file somebody may open: of a case they read, or of a publication in force."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine import access
from engine.errors import NotFound
from engine.people.standing import Standing
from engine.store.tables import files, publications
from engine.work import Work

Row = Any


def file_of_case(work: Work, standing: Standing, file_id: int) -> Row:
    """A file of a case that this person may see; what triage has not let travel is the centre's alone."""
    row = _row(work, file_id)
    if row.case_id is None:
        raise NotFound
    access.must_see(work, standing, row.case_id)
    until = access.seen_until(work, standing, row.case_id)
    withheld = row.work_item_id is None and row.uploaded_by is None and not row.working_confirmed
    if (until and row.uploaded_at > until) or (withheld and not standing.in_ioc):
        raise NotFound
    return row


def published_file(work: Work, file_id: int) -> Row:
    """A file that a publication in force shows; anything else does not exist."""
    row = _row(work, file_id)
    shown = sa.select(publications.c.file_ids).where(
        publications.c.case_id == row.case_id, publications.c.state == "public"
    )
    ids = work.connection.execute(shown).scalar()
    if not isinstance(ids, list) or file_id not in map(int, ids):
        raise NotFound
    return row


def _row(work: Work, file_id: int) -> Row:
    row = work.connection.execute(sa.select(files).where(files.c.id == file_id)).first()
    if row is None:
        raise NotFound
    return row
