"""Who is on duty now where a case lies: urgent notices reach them too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.store.tables import duties, officers

if TYPE_CHECKING:
    from engine.cases.step import Step


def on_duty(step: Step) -> list[int]:
    """Those on duty at the centre and in the units that hold the case.

    A restricted case is told to nobody who is not named on it, and no unit hears of a report about itself.
    """
    if step.case["restricted"]:
        return []
    query = (
        sa.select(duties.c.officer_id)
        .join(officers, officers.c.id == duties.c.officer_id)
        .where(duties.c.unit_id.in_(_places(step)), officers.c.active)
        .where(duties.c.starts_at <= step.now, duties.c.ends_at > step.now)
        .order_by(duties.c.officer_id)
    )
    return list(step.work.connection.execute(query).scalars())


def _places(step: Step) -> list[int]:
    codes = {"ioc", step.recall("target"), step.recall("lead")} - {step.case["accused_unit"]}
    named = {step.tree.by_code[code].id for code in codes if code in step.tree.by_code}
    accused = step.tree.by_code.get(str(step.case["accused_unit"]))
    return sorted(
        named | {row["unit_id"] for row in step.items if not accused or row["unit_id"] != accused.id}
    )
