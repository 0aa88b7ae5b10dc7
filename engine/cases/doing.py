"""What officers do with work items: take them, hand them on, read them and complete them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

import forms
from engine import access, feel
from engine.access import Grant
from engine.cases import items
from engine.cases.actor import Actor
from engine.cases.applying import apply_answers
from engine.cases.guarding import problems_of_guard
from engine.cases.lookups import lookups
from engine.cases.opening import evaluate
from engine.cases.prefilling import prefilled
from engine.cases.step import Step, take_step, told_as_broken
from engine.deadlines import Calendar, instant_words
from engine.errors import AlreadyDone, InvalidAnswers, NotAllowed, NotFound, TooLate
from engine.idempotency import answer_of, keep, kept_answer, read_answer
from engine.people.standing import Standing
from engine.releases import Release
from engine.store.tables import cases, drafts, work_items
from engine.work import Work

Uploads = Mapping[str, Sequence[forms.File | forms.RefusedFile]]


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


@dataclass(frozen=True)
class Done:
    """A task was completed; the next one in hand, if any."""

    case_id: int
    report_no: str
    next_item_id: int | None = None
    repeated: bool = False


class Again(InvalidAnswers):
    """Biểu mẫu được mở lại với các mục vừa thêm."""

    en = "The form is shown again with the rows that were added."


def item_row(work: Work, item_id: int) -> Any:
    row = work.connection.execute(sa.select(work_items).where(work_items.c.id == item_id)).first()
    if row is None:
        raise NotFound
    return row


def actor_of(standing: Standing, grant: Grant | None = None) -> Actor:
    return Actor(standing.officer_id, grant.on_behalf_of if grant else None, standing.name)


def task(work: Work, standing: Standing, item_id: int) -> Task:
    """Everything the page of a task needs; another unit's task is not found."""
    item = item_row(work, item_id)
    access.must_see(work, standing, item.case_id)
    case = work.connection.execute(sa.select(cases).where(cases.c.id == item.case_id)).first()
    assert case is not None
    release = work.platform.library.release(work, case.release_id)
    grant, why_not = _right(work, standing, item, release)
    form = release.form(item.form)
    told = dict(case._mapping)
    found = lookups(work, told, release)
    context = form_context(work, told, item)
    values = _draft(work, item_id, standing) or prefilled(work, form, told, context, release)
    return Task(item, case, release, form, context, values, found, grant, grant is not None, why_not)


def _right(
    work: Work, standing: Standing, item: Any, release: Release
) -> tuple[Grant | None, NotAllowed | None]:
    done = sa.select(work_items).where(work_items.c.case_id == item.case_id, work_items.c.state == "done")
    rows = [dict(row) for row in work.connection.execute(done.order_by(work_items.c.id)).mappings()]
    try:
        grant = access.may_act(work, standing, item)
        _must_be_apart(work, standing, grant, item, release, rows)
    except NotAllowed as error:
        return None, error
    return grant, None


def _must_be_apart(
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
    verified = [name.strip() for name in told.independent_of.split(",")]
    rows = [row for row in done if row["element"] in verified]
    people = {row[name] for row in rows for name in ("completed_by", "on_behalf_of") if row[name]}
    unit = rows[-1]["unit_id"] if rows else None
    access.must_be_independent(work, standing, grant, item, authors=people, handling_unit=unit)


def form_context(work: Work, case: Mapping[str, Any], item: Any) -> dict[str, object]:
    """What the FEEL of a form may read: the variables of the diagram, the case's small facts, the hour."""
    facts = case["facts"]
    return {
        **{name: facts.get(name) for name in ("arbitrated", "returns", "lead", "co")},
        "hotline": facts.get("calling"),
        "target": {"kind": facts.get("target_kind"), "unit": facts.get("target")},
        "returns": {"count": facts.get("returns", 0), "arbitrated": bool(facts.get("arbitrated"))},
        "assign": {"lead": facts.get("lead"), "co_agencies": facts.get("co", [])},
        "case": {"field": case["field"], "urgency": case["urgency"], "report_no": case["report_no"]},
        "now": work.now,
    }


def _draft(work: Work, item_id: int, standing: Standing) -> dict[str, object]:
    query = sa.select(drafts.c.answers).where(
        drafts.c.work_item_id == item_id, drafts.c.officer_id == standing.officer_id
    )
    kept = work.connection.execute(query).scalar()
    return dict(kept) if isinstance(kept, dict) else {}


def save_draft(work: Work, standing: Standing, item_id: int, answers: Mapping[str, object]) -> None:
    """Keep what was typed so far."""
    access.may_act(work, standing, item_row(work, item_id))
    row = {"officer_id": standing.officer_id, "answers": dict(answers), "saved_at": work.now}
    kept = sa.update(drafts).where(drafts.c.work_item_id == item_id).values(row)
    if not work.run(kept).rowcount:
        work.run(sa.insert(drafts), [{"work_item_id": item_id, **row}])


def claim(work: Work, standing: Standing, item_id: int) -> None:
    """Take an item in hand; the slower of two is told who was first."""
    item = item_row(work, item_id)
    access.must_see(work, standing, item.case_id)
    if item.claimed_by == standing.officer_id and item.state == "open":
        return
    _must_be_open(work, item)
    if item.claimed_by is not None:
        raise AlreadyDone(who=_name(work, item.claimed_by), when=_when(item.claimed_at))
    access.may_act(work, standing, item)
    free = sa.update(work_items).where(
        work_items.c.id == item_id, work_items.c.claimed_by.is_(None), work_items.c.state == "open"
    )
    values = {"claimed_by": standing.officer_id, "claimed_at": work.now}
    if work.run(free.values(values)).rowcount != 1:
        raise AlreadyDone(who="—", when=_when(work.now))
    _log(work, item, standing, "case:work_item:claim", {"item": item_id})


def release(work: Work, standing: Standing, item_id: int) -> None:
    """Put an item back before the unit."""
    item = item_row(work, item_id)
    access.must_see(work, standing, item.case_id)
    _must_be_open(work, item)
    if item.claimed_by != standing.officer_id:
        access.must_assign(work, standing, item)
    mine = sa.update(work_items).where(work_items.c.id == item_id, work_items.c.state == "open")
    work.run(mine.values(claimed_by=None, claimed_at=None))
    _log(work, item, standing, "case:work_item:release", {"item": item_id})


def assign(work: Work, standing: Standing, item_id: int, officer_id: int) -> None:
    """Let a leader give an item to an officer who may do it."""
    item = item_row(work, item_id)
    access.must_assign(work, standing, item)
    _must_be_open(work, item)
    able = access.candidates(work, item.unit_id, access.roles_of(item.role), work.now)
    if officer_id not in [one.officer_id for one in able]:
        raise NotAllowed
    here = sa.update(work_items).where(work_items.c.id == item_id, work_items.c.state == "open")
    work.run(here.values(claimed_by=officer_id, claimed_at=work.now))
    _log(work, item, standing, "case:work_item:assign", {"item": item_id, "officer": officer_id})


def _log(work: Work, item: Any, standing: Standing, action: str, detail: Mapping[str, object]) -> None:
    take_step(work, item.case_id, actor_of(standing), action, lambda step: step.log(action, detail))


def _must_be_open(work: Work, item: Any) -> None:
    if item.state == "done":
        who, when = items.done_words(work, item)
        raise AlreadyDone(who=who, when=_when(when))
    if item.state != "open":
        raise TooLate(who="—", when=_when(item.completed_at))


def _when(at: datetime | None) -> str:
    return instant_words(at, Calendar({})) if at else "—"


def _name(work: Work, officer_id: int) -> str:
    from engine.people.officers import officer

    return officer(work, officer_id).name


def complete(
    work: Work,
    standing: Standing,
    item_id: int,
    submitted: Mapping[str, object],
    uploads: Uploads,
    *,
    key: str,
) -> Done:
    """Complete a task with what its form was sent; once per key, and once in all."""

    actor = f"officer:{standing.officer_id}"
    step = Step.open(
        work,
        sa.select(work_items.c.case_id).where(work_items.c.id == item_id).scalar_subquery(),
        actor_of(standing),
        answered=answer_of(key, actor),
        seen=access.visible(standing, work.now),
    )
    answer = read_answer(step.beside["answered"])
    if answer is None:
        try:
            item = _in_hand(step, item_id)
        except AlreadyDone:  # the twin of this request may have finished while we waited for the lock
            answer = kept_answer(work, key, actor)
            if answer is None:
                raise
    if answer is not None:
        return Done(int(answer["case_id"]), str(answer["report_no"]), None, True)
    with told_as_broken(step.id, f"task:{item.element}"):
        _complete(step, standing, item, submitted, uploads)
        step.save(f"task:{item.element}")
    done = Done(step.id, str(step.case["report_no"]))
    keep(work, key, actor, {"case_id": done.case_id, "report_no": done.report_no})
    return done


def _in_hand(step: Step, item_id: int) -> Any:
    """The open item of a case that this person may see."""
    if not step.beside["seen"]:
        raise NotFound
    found = next((row for row in [*step.items, *step.done_items] if row["id"] == item_id), None)
    item = SimpleNamespace(**found) if found else item_row(step.work, item_id)
    _must_be_open(step.work, item)
    return item


def _complete(
    step: Step, standing: Standing, item: Any, submitted: Mapping[str, object], uploads: Uploads
) -> None:
    grant = access.must_hold(standing, item)
    step.actor = actor_of(standing, grant)
    step.catch_up()
    row = next(each for each in step.items if each["id"] == item.id)
    if row["task"] not in {each.task for each in step.run.items()}:
        raise TooLate(who="—", when=_when(step.now))
    _must_be_apart(step.work, standing, grant, item, step.release, [*step.done_items, *step.closed_items])
    form = step.release.form(item.form)
    answers = _read(step, form, item, submitted, uploads)
    _finish(step, grant, row, answers)
    apply_answers(step, form, answers, row)
    told = step.release.diagram.user_tasks[item.element]
    step.input("complete", element=item.element, item=item.id)
    step.run.complete(row["task"], _kept_in_diagram(step, told.variable, answers), now=step.now)


def _read(
    step: Step, form: forms.Form, item: Any, submitted: Mapping[str, object], uploads: Uploads
) -> dict[str, Any]:
    context = form_context(step.work, step.case, item)
    found = lookups(step.work, step.case, step.release, step.tree, step.roster)
    reading = form.read(submitted, uploads, evaluate, context, found)
    if reading.again:
        raise Again(reading=reading)
    problems = [*reading.problems] or problems_of_guard(step, item, reading.answers)
    if problems:
        raise InvalidAnswers(reading=reading, problems=problems)
    return dict(reading.answers)


def _finish(step: Step, grant: Grant, row: dict[str, Any], answers: Mapping[str, Any]) -> None:
    items.close(
        step,
        row,
        "done",
        completed_by=step.actor.officer_id,
        completed_at=step.now,
        on_behalf_of=grant.on_behalf_of,
        answers=feel.to_json(dict(answers)),
        claimed_by=row["claimed_by"] or step.actor.officer_id,
    )
    step.log("case:work_item:complete", {"element": row["element"], "item": row["id"], "right": grant.kind})


def _kept_in_diagram(step: Step, variable: str | None, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Only what an expression of the diagram reads enters its state; texts and names never do."""
    if variable is None:
        return {}
    read = step.release.diagram.reads(variable)
    return dict(answers) if read is None else {name: answers.get(name) for name in read}
