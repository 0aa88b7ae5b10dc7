"""What the public may read of a case: a redacted copy of its own, never the original."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine import feel
from engine.cases.applying import file_ids
from engine.cases.wording import subject_of
from engine.folding import fold
from engine.store.tables import files, publications, work_items
from engine.store.upserting import upsert
from engine.work import Work

if TYPE_CHECKING:
    from engine.cases.step import Step


def put_public(step: Step, answers: Mapping[str, Any]) -> None:
    """Publish what the centre has redacted; a second result replaces the first copy."""
    body, result = str(answers.get("public_text") or ""), str(answers.get("public_result") or "")
    row = {
        # Cut from the redacted text: the subject that officers know may say what was redacted.
        "title": subject_of(body or result),
        "body": body,
        "result": result,
        "state": "public",
        "folded": fold(f"{step.case['report_no']} {step.case['place']} {body} {result}"),
        "field": step.case["field"],
        "commune_code": step.case["commune_code"],
        "district_code": step.case["district_code"],
        "unit_name": _unit_name(step),
        "outcome": step.recall("outcome"),
        "published_at": step.now,
        "withdrawn_at": None,
        "reason": None,
        "file_ids": _pictures(step, answers),
        "published_by": step.actor.officer_id,
    }
    statement = upsert(step.work.connection, publications, unique=["case_id"], changing=list(row))
    step.work.run(statement, [{"case_id": step.id, **row}])
    step.log("case:publication:publish", {"pictures": len(row["file_ids"])})


def _unit_name(step: Step) -> str | None:
    unit = step.tree.by_code.get(str(step.recall("lead") or step.recall("target") or ""))
    return unit.name if unit else None


def _pictures(step: Step, answers: Mapping[str, Any]) -> list[int]:
    """The pictures that go public: none, those the centre drew over, or all of the case as they are."""
    choice = answers.get("pictures")
    if choice == "redacted":
        return file_ids({"redacted": answers.get("redacted_pictures")})
    if choice != "as_they_are":
        return []
    query = sa.select(files.c.id).where(
        files.c.case_id == step.id, files.c.working_confirmed, files.c.media_type.like("image/%")
    )
    return list(step.work.connection.execute(query.order_by(files.c.id)).scalars())


def take_down(step: Step, reason: str) -> None:
    """Withdraw the public copy, if there is one."""
    here = sa.update(publications).where(publications.c.case_id == step.id, publications.c.state == "public")
    if step.work.run(here.values(state="withdrawn", withdrawn_at=step.now, reason=reason)).rowcount:
        step.log("case:publication:withdraw", {"reason": reason})


def result_text(work: Work, case: Mapping[str, Any]) -> str:
    """The account of the latest result on a case."""
    query = (
        sa.select(work_items.c.answers)
        .where(work_items.c.case_id == case["id"], work_items.c.state == "done")
        .order_by(work_items.c.completed_at.desc(), work_items.c.id.desc())
    )
    for kept in work.connection.execute(query).scalars():
        read = feel.from_json(kept) if kept else None
        if isinstance(read, dict) and read.get("account"):
            return str(read["account"])
    return ""
