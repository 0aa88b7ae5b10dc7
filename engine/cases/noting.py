"""Internal notes on a case: what its officers tell each other, and citizens never read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.cases.rows import actor_of
from engine.cases.step import Step, take_step
from engine.errors import NotAllowed, Refused
from engine.idempotency import once
from engine.people.standing import Standing
from engine.store.tables import case_notes, case_units
from engine.work import Work

LONGEST = 2000
HOLDING = ("holder", "co")


def may_note(work: Work, standing: Standing, case_id: int) -> bool:
    """The centre, and the units that hold the case now."""
    if standing.in_ioc:
        return True
    row = case_units.c
    own = [post.unit_id for post in standing.usable_posts if post.handles]
    query = sa.select(row.id).where(row.case_id == case_id, row.unit_id.in_(own), row.part.in_(HOLDING))
    now = query.where(sa.or_(row.until.is_(None), row.until > work.now))
    return work.connection.execute(now).first() is not None


def write_note(work: Work, standing: Standing, case_id: int, body: str, *, key: str) -> None:
    """Leave a note on a case; that it was left is on record."""

    def act(step: Step) -> None:
        row = {
            "case_id": step.id,
            "officer_id": standing.officer_id,
            "unit_id": standing.posts[0].unit_id,
            "body": _body(body),
            "written_at": step.now,
        }
        step.pending.add(case_notes, row)
        step.log("case:note:write", {})

    def carry_out() -> Mapping[str, Any]:
        access.must_take_part(work, standing, case_id)
        if not may_note(work, standing, case_id):
            raise NotAllowed
        take_step(work, case_id, actor_of(standing), "case:note", act)
        return {"case_id": case_id}

    once(work, key, f"officer:{standing.officer_id}:case:note:{case_id}", carry_out)


def _body(text: str) -> str:
    kept = text.strip()[:LONGEST]
    if not kept:
        raise Refused(vi="Xin viết nội dung ghi chú.", en="Please write the note.")
    return kept
