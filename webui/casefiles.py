"""Files of a case, for officers who may see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask import Blueprint
from flask.typing import ResponseReturnValue

from engine import access
from engine.cases.files import Copy
from engine.errors import NotFound
from engine.people.standing import Standing
from engine.store import tables
from engine.work import Work
from webui import here
from webui.files import answer_with
from webui.permissions import OFFICER, open_to

pages = Blueprint("casefiles", __name__)
COPIES: Mapping[str, Copy] = {"working": "working", "thumbnail": "thumbnail", "original": "original"}


@pages.get("/ho-so/tep/<int:file_id>/<which>")
@open_to(OFFICER)
def copy(file_id: int, which: str) -> ResponseReturnValue:
    """One copy of a file of a case: the centre may open the original, everybody else the working copy."""
    standing = here.standing()
    if which not in COPIES or (which == "original" and not standing.in_ioc):
        raise NotFound
    with here.platform().look() as work:
        row = _row(work, standing, file_id)
        return answer_with(work, row, COPIES[which], kept="private, max-age=600")


def _row(work: Work, standing: Standing, file_id: int) -> Any:
    row = work.connection.execute(sa.select(tables.files).where(tables.files.c.id == file_id)).first()
    if row is None or row.case_id is None:
        raise NotFound
    access.must_see(work, standing, row.case_id)
    until = access.seen_until(work, standing, row.case_id)
    withheld = row.work_item_id is None and row.uploaded_by is None and not row.working_confirmed
    if (until and row.uploaded_at > until) or (withheld and not standing.in_ioc):
        raise NotFound
    return row
