"""A task as its page shows it, and the right by which somebody does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

import forms
from engine import access
from engine.access import Grant
from engine.cases.lookups import lookups
from engine.cases.prefilling import prefilled
from engine.cases.rows import authors, item_row, of_elements
from engine.errors import NotAllowed
from engine.people.standing import Standing
from engine.releases import Release
from engine.store import asking
from engine.store.tables import cases, drafts, work_items
from engine.store.upserting import upsert
from engine.work import Work

_CASE = sa.select(cases).where(cases.c.id == sa.bindparam("case"))
_DRAFT = sa.select(drafts.c.answers).where(
    drafts.c.work_item_id == sa.bindparam("item"), drafts.c.officer_id == sa.bindparam("officer")
)


@dataclass(frozen=True)
class Task:
    """A work item as its page shows it."""

    item: Any
    case: Any
    release: Release
    form: forms.Form
    context: Mapping[str, object]
    values: Mapping[str, object]
    lookups: Mapping[str, Sequence[Mapping[str, object]]]
    grant: Grant | None
    may_complete: bool
    why_not: NotAllowed | None


def task(work: Work, standing: Standing, item_id: int) -> Task:
    """Everything the page of a task needs; another unit's task is not found."""
    item = item_row(work, item_id)
    access.must_see(work, standing, item.case_id)
    case = asking.first(work.connection, _CASE, {"case": item.case_id})
    assert case is not None
    release = work.platform.library.release(work, case.release_id)
    grant, why_not = _right(work, standing, item, release)
    form = release.form(item.form)
    told = case._mapping
    found = lookups(work, told, release)
    context = form_context(work, told, item)
    values = _draft(work, item_id, standing) or prefilled(work, form, told, context, release)
    return Task(item, case, release, form, context, values, found, grant, grant is not None, why_not)


def _right(
    work: Work, standing: Standing, item: Any, release: Release
) -> tuple[Grant | None, NotAllowed | None]:
    told = release.diagram.user_tasks.get(item.element)
    rows = _done(work, item.case_id) if told and told.independent_of else ()
    try:
        grant = access.must_hold(standing, item)
        must_be_apart(work, standing, grant, item, release, rows)
    except NotAllowed as error:
        return None, error
    return grant, None


def _done(work: Work, case_id: int) -> list[dict[str, Any]]:
    done = sa.select(work_items).where(work_items.c.case_id == case_id, work_items.c.state == "done")
    return [dict(row) for row in work.connection.execute(done.order_by(work_items.c.id)).mappings()]


def must_be_apart(
    work: Work,
    standing: Standing,
    grant: Grant,
    item: Any,
    release: Release,
    done: Sequence[Mapping[str, Any]],
) -> None:
    """Refuse whoever wrote what this task verifies, and their unit while somebody else can."""
    told = release.diagram.user_tasks.get(item.element)
    if told is None or not told.independent_of:
        return
    rows = of_elements(done, told.independent_of)
    unit = rows[-1]["unit_id"] if rows else None
    access.must_be_independent(work, standing, grant, item, authors=authors(rows), handling_unit=unit)


def form_context(work: Work, case: Mapping[str, Any], item: Any) -> dict[str, object]:
    """What the FEEL of a form may read: the variables of the diagram, the case's small facts, the hour."""
    facts = case["facts"]
    return {
        **{name: facts.get(name) for name in ("arbitrated", "lead", "co")},
        "hotline": facts.get("calling"),
        "target": {"kind": facts.get("target_kind"), "unit": facts.get("target")},
        "returns": {"count": facts.get("returns", 0), "arbitrated": bool(facts.get("arbitrated"))},
        "assign": {"lead": facts.get("lead"), "co_agencies": facts.get("co", [])},
        "case": {"field": case["field"], "urgency": case["urgency"], "report_no": case["report_no"]},
        "now": work.now,
    }


def _draft(work: Work, item_id: int, standing: Standing) -> dict[str, object]:
    kept = asking.first(work.connection, _DRAFT, {"item": item_id, "officer": standing.officer_id})
    return dict(kept.answers) if kept is not None and isinstance(kept.answers, dict) else {}


def save_draft(work: Work, standing: Standing, item_id: int, answers: Mapping[str, object]) -> None:
    """Keep what was typed so far."""
    access.may_act(work, standing, item_row(work, item_id))
    row = {"officer_id": standing.officer_id, "answers": dict(answers), "saved_at": work.now}
    statement = upsert(work.connection, drafts, unique=["work_item_id"], changing=list(row))
    work.run(statement, [{"work_item_id": item_id, **row}])
