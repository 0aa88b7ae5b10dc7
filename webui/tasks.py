"""One task: opening it, taking it, giving it to somebody, and sending its form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask import session as visit
from flask.typing import ResponseReturnValue

import forms
from engine.cases import doing, taking
from engine.cases import tasks as task_pages
from engine.cases.opening import evaluate
from engine.cases.rows import name_of
from engine.errors import AlreadyDone, Conflict, InvalidAnswers
from engine.reading import inbox as reading
from engine.reading.streams import lists_of
from engine.store.ids import row_number
from engine.work import Work
from webui import answering, desk, here, idempotency
from webui.errors import status_of, told
from webui.pages import say
from webui.permissions import OFFICER, open_to
from webui.taskpane import DRAFT, page

pages = Blueprint("tasks", __name__)


@pages.get("/viec/<int:item_id>")
@open_to(OFFICER)
def task(item_id: int) -> ResponseReturnValue:
    with here.platform().look() as work:
        found = task_pages.task(work, here.standing(), item_id)
        if found.item.state != "open":
            return _over(work, found, _was_done(work, found))
        return page(work, found, answering.prefilled_by_address(found))


@pages.post("/viec/<int:item_id>", endpoint="complete")
@open_to(OFFICER)
def complete(item_id: int) -> ResponseReturnValue:
    """1. May this person see the task? 2. Keep the pictures. 3. Do the step, once. 4. Open the next task."""
    with here.platform().look() as work:
        found = task_pages.task(work, here.standing(), item_id)
        following = _following(work, found)
    if "_update" in request.form or "_row" in request.form:
        return _shown_again(item_id, _read(item_id, answering.kept(found.form, found.case.id)), (), 200)
    sent = answering.uploads(found.form, found.case.id)
    if "_draft" in request.form:
        return _save_draft(found, sent)
    try:
        with here.platform().work() as work:
            done = doing.complete(
                work, here.standing(), item_id, answering.submitted(found), sent, key=idempotency.key()
            )
    except InvalidAnswers as wrong:
        return _wrong(item_id, found, wrong)
    except (AlreadyDone, Conflict) as late:
        return _too_late(item_id, sent, late)
    return _onward(done, following)


def _onward(done: doing.Done, following: int | None) -> ResponseReturnValue:
    target = done.next_item_id or following
    visit[desk.JUST_DONE] = done.report_no
    carried: Any = desk.kept_arguments("ds")
    if target is None:
        return redirect(url_for("inbox.inbox", **carried), code=303)
    return redirect(url_for("tasks.task", item_id=target, **carried), code=303)


def _following(work: Work, found: task_pages.Task) -> int | None:
    """The task after this one in the list it was opened from, else the first of that list."""
    standing = here.standing()
    wanted = request.args.get("ds", "")
    wanted = wanted if wanted in lists_of(standing) else "mine"
    after = reading.Mark(found.item.due_at, found.item.id)
    return reading.following(work, standing, wanted, after, found.item.id)


def _wrong(item_id: int, found: task_pages.Task, wrong: InvalidAnswers) -> ResponseReturnValue:
    reading_ = wrong.data["reading"]
    assert isinstance(reading_, forms.Reading)
    problems = wrong.data.get("problems") or reading_.problems
    assert isinstance(problems, Sequence)
    if reading_.again or answering.reveals(found, problems):
        return _shown_again(item_id, reading_, (), 200)
    return _shown_again(item_id, reading_, problems, status_of(wrong))


def _shown_again(
    item_id: int, kept: forms.Reading, problems: Sequence[forms.Problem], status: int
) -> ResponseReturnValue:
    with here.platform().look() as work:
        found = task_pages.task(work, here.standing(), item_id)
        values = {**kept.kept, **answering.newly_shown(found)}
        return page(work, found, values, problems), status


def _read(item_id: int, sent: answering.Uploads) -> forms.Reading:
    """What was typed; the lists that it is checked against are made while the database is open."""
    with here.platform().look() as work:
        return answering.read(task_pages.task(work, here.standing(), item_id), sent)


def _save_draft(found: task_pages.Task, sent: answering.Uploads) -> ResponseReturnValue:
    reading_ = _read(found.item.id, sent)
    with here.platform().work() as work:
        task_pages.save_draft(work, here.standing(), found.item.id, reading_.kept)
    visit[DRAFT] = found.item.id
    return _back(found.item.id)


def _too_late(item_id: int, sent: answering.Uploads, late: AlreadyDone | Conflict) -> ResponseReturnValue:
    """Say who was first, and give back what was typed."""
    with here.platform().look() as work:
        now = task_pages.task(work, here.standing(), item_id)
        typed = answering.read(now, sent).kept
        lines = forms.show(now.form, typed, evaluate, now.lookups, language=here.language())
        return _over(work, now, told(late), lines, again=now.item.state == "open"), status_of(late)


def _was_done(work: Work, found: task_pages.Task) -> str:
    if found.item.state != "done" or not found.item.completed_at:
        return say("task.moved_on")
    when = desk.Clockface.of(work).instant(found.item.completed_at)
    return say("task.was_done", who=name_of(work, found.item.completed_by), when=when)


def _over(
    work: Work,
    found: task_pages.Task,
    text: str,
    typed: Sequence[tuple[str, str]] = (),
    *,
    again: bool = False,
) -> str:
    return desk.show(
        work,
        "officer/over.html",
        task=found,
        text=text,
        typed=typed,
        again=again,
        step=desk.step_name(found.release, found.item.element, found.item.name),
    )


@pages.post("/viec/<int:item_id>/nhan", endpoint="claim")
@open_to(OFFICER)
def claim(item_id: int) -> ResponseReturnValue:
    try:
        with here.platform().work() as work:
            taking.claim(work, here.standing(), item_id)
    except AlreadyDone as late:
        with here.platform().look() as work:
            found = task_pages.task(work, here.standing(), item_id)
            return _over(work, found, told(late)), status_of(late)
    return _back(item_id)


@pages.post("/viec/<int:item_id>/tra", endpoint="release")
@open_to(OFFICER)
def release(item_id: int) -> ResponseReturnValue:
    with here.platform().work() as work:
        taking.release(work, here.standing(), item_id)
    return _back(item_id)


@pages.post("/viec/<int:item_id>/giao", endpoint="assign")
@open_to(OFFICER)
def assign(item_id: int) -> ResponseReturnValue:
    person = row_number(request.form.get("person", "")) or 0
    with here.platform().work() as work:
        taking.assign(work, here.standing(), item_id, person)
    return _back(item_id)


def _back(item_id: int) -> ResponseReturnValue:
    kept: Any = desk.kept_arguments("ds")
    return redirect(url_for("tasks.task", item_id=item_id, **kept), code=303)
