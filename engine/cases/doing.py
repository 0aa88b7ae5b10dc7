"""Completing a task: once, by somebody who may, with answers its form accepts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

import forms
from engine import access, feel
from engine.access import Grant
from engine.cases import items
from engine.cases.actor import Actor
from engine.cases.applying import apply_answers
from engine.cases.gathering import reading
from engine.cases.guarding import problems_of_guard
from engine.cases.lookups import lookups
from engine.cases.opening import evaluate
from engine.cases.rows import actor_of, item_row, must_be_open, when
from engine.cases.step import Step, told_as_broken
from engine.cases.taking import assign, claim, release
from engine.cases.tasks import Task, form_context, must_be_apart, save_draft, task
from engine.errors import InvalidAnswers, NotFound, TooLate
from engine.idempotency import mark
from engine.people.standing import Standing
from engine.store.tables import cases, inputs, work_items
from engine.store.tables.base import AT
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
    request = mark(key, f"officer:{standing.officer_id}:task:{item_id}")
    query = _locked(work.connection.dialect.name, standing)
    step = Step.read(work, query, actor_of(standing), item=item_id, request=request)
    done = Done(step.id, str(step.case["report_no"]), repeated=bool(step.beside.answered))
    if done.repeated:
        return done
    item = _in_hand(step, item_id)
    with told_as_broken(step.id, f"task:{item.element}"):
        _complete(step, standing, item, submitted, uploads, request)
        step.save(f"task:{item.element}")
    return done


def complete_instead(
    step: Step,
    standing: Standing,
    item_id: int,
    submitted: Mapping[str, object],
    uploads: Uploads,
    *,
    by: int,
) -> None:
    """An administrator enters what an officer answered elsewhere: the same checks, both names on record."""
    row = next((each for each in step.items if each["id"] == item_id), None)
    if row is None:
        raise TooLate(who="—", when=when(step.now))
    request = mark(f"repair:{item_id}", f"officer:{by}:instead")
    _complete(step, standing, SimpleNamespace(**row), submitted, uploads, request, by)


@lru_cache(maxsize=256)  # making it costs more than running it, and an officer does many tasks
def _locked(dialect: str, standing: Standing) -> sa.Select[Any]:
    """The case of a task, locked; was the request answered before, and may this person see the case?"""
    seen = access.visible(standing, AT, one=True).label("seen")
    answered = sa.exists().where(inputs.c.request == sa.bindparam("request")).label("answered")
    query = reading(dialect, answered, seen).join(work_items, work_items.c.case_id == cases.c.id)
    return query.where(work_items.c.id == sa.bindparam("item")).with_for_update(of=cases, key_share=True)


def _in_hand(step: Step, item_id: int) -> Any:
    """The open item of a case that this person may see."""
    if not step.beside.seen:
        raise NotFound
    found = next((row for row in [*step.items, *step.done_items] if row["id"] == item_id), None)
    item = SimpleNamespace(**found) if found else item_row(step.work, item_id)
    must_be_open(step.work, item)
    return item


def _complete(
    step: Step,
    standing: Standing,
    item: Any,
    submitted: Mapping[str, object],
    uploads: Uploads,
    request: str,
    by: int | None = None,
) -> None:
    grant = access.must_hold(standing, item)
    step.actor = actor_of(standing, grant) if by is None else Actor(by, standing.officer_id, standing.name)
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
    step.input("complete", element=item.element, item=item.id, request=request)
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
        on_behalf_of=step.actor.on_behalf_of,
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
