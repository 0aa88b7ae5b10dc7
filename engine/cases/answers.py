"""The full answers of a finished task: its texts and files, which never enter the diagram's state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine import feel
from engine.store.tables import work_items

if TYPE_CHECKING:
    from engine.cases.step import Step


def answers_of(step: Step, variable: str) -> dict[str, Any]:
    """The latest answers given for a variable of the diagram; empty when nobody has answered yet."""
    elements = [told.id for told in step.release.diagram.user_tasks.values() if told.variable == variable]
    here = [row for row in step.closed_items if row["element"] in elements and row.get("answers")]
    if here:
        return _read(here[-1]["answers"])
    query = (
        sa.select(work_items.c.answers)
        .where(work_items.c.case_id == step.id, work_items.c.element.in_(elements))
        .where(work_items.c.state == "done")
        .order_by(work_items.c.completed_at.desc(), work_items.c.id.desc())
        .limit(1)
    )
    found = step.work.connection.execute(query).scalar()
    return _read(found) if found else {}


def _read(kept: object) -> dict[str, Any]:
    read = feel.from_json(kept)
    return dict(read) if isinstance(read, dict) else {}
