"""Completing a task: once, by somebody who may, with answers its form accepts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

import forms
from engine import access, feel
from engine.access import Grant
from engine.cases import items
from engine.cases.applying import apply_answers
from engine.cases.guarding import problems_of_guard
from engine.cases.lookups import lookups
from engine.cases.opening import evaluate
from engine.cases.rows import actor_of, item_row, must_be_open, when
from engine.cases.step import Step, told_as_broken
from engine.cases.taking import assign, claim, release
from engine.cases.tasks import Task, form_context, must_be_apart, save_draft, task
from engine.errors import AlreadyDone, InvalidAnswers, NotFound, TooLate
from engine.idempotency import answer_of, keep, kept_answer, read_answer
from engine.people.standing import Standing
from engine.store.tables import work_items
from engine.work import Work

__all__ = [
    "Again",
    "Done",
    "Task",
    "actor_of",
    "assign",
    "claim",
    "complete",
    "item_row",
    "release",
    "save_draft",
    "task",
]

Uploads = Mapping[str, Sequence[forms.File | forms.RefusedFile]]


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
    actor = f"officer:{standing.officer_id}:task:{item_id}"
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
    must_be_open(step.work, item)
    return item


def _complete(
    step: Step, standing: Standing, item: Any, submitted: Mapping[str, object], uploads: Uploads
) -> None:
    grant = access.must_hold(standing, item)
    step.actor = actor_of(standing, grant)
    step.catch_up()
    row = next(each for each in step.items if each["id"] == item.id)
    if row["task"] not in {each.task for each in step.run.items()}:
        raise TooLate(who="—", when=when(step.now))
    must_be_apart(step.work, standing, grant, item, step.release, [*step.done_items, *step.closed_items])
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
