"""Writing failed steps down, and how long the clock leaves a case alone after one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from engine.store.tables import cases, incidents
from engine.work import Work

TRIES = 3
PAUSE = timedelta(minutes=1)  # doubled with every try
_OF_CASE = sa.select(cases.c.id).where(cases.c.id == sa.bindparam("case"))


def note(work: Work, data: Mapping[str, Any]) -> None:
    """Write down a failed step; the same failure again counts as another try."""
    case_id = data.get("case_id")
    if case_id is None:
        return
    same = sa.and_(
        incidents.c.case_id == case_id, incidents.c.state == "open", incidents.c.action == data["action"]
    )
    values = {"tries": incidents.c.tries + 1, "last_at": work.now, "error": str(data.get("reason"))}
    if work.run(sa.update(incidents).where(same).values(values)).rowcount:
        return
    if not work.run(_OF_CASE, {"case": case_id}).first():
        return  # it broke while it was opened, so that there is no case
    row = {
        "case_id": case_id,
        "at": work.now,
        "action": data["action"],
        "element": data.get("element"),
        "error": str(data.get("reason")),
        "last_at": work.now,
    }
    work.run(sa.insert(incidents), [row])


def resting(work: Work, case_ids: Iterable[int]) -> set[int]:
    """Cases whose clock step failed and whose next try is not due; after three tries a person decides."""
    query = sa.select(incidents.c.case_id, incidents.c.tries, incidents.c.last_at).where(
        incidents.c.case_id.in_(list(case_ids)), incidents.c.state == "open"
    )
    rows = work.connection.execute(query)
    return {
        row.case_id for row in rows if row.tries >= TRIES or work.now < row.last_at + PAUSE * 2**row.tries
    }
