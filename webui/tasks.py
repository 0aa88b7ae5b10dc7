"""The page of one task: what was reported, what the rules say, and the form to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

import forms
from engine import access
from engine.cases import doing, taking
from engine.cases import tasks as task_pages
from engine.cases.opening import evaluate
from engine.cases.rows import name_of
from engine.errors import AlreadyDone, Conflict, InvalidAnswers, NotAllowed, NotYourOwnResult
from engine.people.standing import LEADING_ROLES
from engine.reading import casefile
from engine.reading import inbox as reading
from engine.store.ids import row_number
from engine.store.tables import drafts
from engine.work import Work
from webui import answering, casepanels, desk, here, idempotency
from webui.errors import status_of, told
from webui.inbox import lists
from webui.pages import say
from webui.permissions import OFFICER, open_to

pages = Blueprint("tasks", __name__)


@pages.get("/viec/<int:item_id>")
@open_to(OFFICER)
def task(item_id: int) -> ResponseReturnValue:
    with here.platform().look() as work:
        found = task_pages.task(work, here.standing(), item_id)
        if found.item.state != "open":
            return _over(work, found, _was_done(work, found))
        return _page(work, found, answering.prefilled_by_address(found))


def _page(
    work: Work,
    found: task_pages.Task,
    values: Mapping[str, Any],
    problems: Sequence[forms.Problem] = (),
    notice: str = "",
) -> str:
    return desk.show(
        work, "officer/inbox.html", **lists(work), pane=_pane(work, found, values, problems, notice)
    )


def _pane(
    work: Work,
    found: task_pages.Task,
    values: Mapping[str, Any],
    problems: Sequence[forms.Problem],
    notice: str,
) -> dict[str, Any]:
    standing = here.standing()
    file = casefile.as_read_by(work, standing, found.case)
    bar, content = answering.draw(found, values, problems)
    done = casepanels.finished(work, file, found.release)
    told_of = found.release.diagram.user_tasks.get(found.item.element)
    compared = told_of.independent_of if told_of else None
    return {
        "task": found,
        "bar": bar,
        "form": content,
        "summary": forms.summary(problems, here.language()),
        "notice": notice,
        "chosen": dict(bar.options).get(bar.chosen, "") if bar else "",
        "submit": answering.submit_label(found.release, found.item.form),
        "step": desk.step_name(found.release, found.item.element, found.item.name),
        "entry": reading.entry(work, standing, found.item.id),
        "why_not": told(found.why_not) if found.why_not else "",
        "who_may": _who_may(work, found),
        "held_by_other": _held_by_other(found),
        "may_assign": _may_assign(found),
        "candidates": _candidates(work, found) if _may_assign(found) else (),
        "drafted": bool(found.values) and _has_draft(work, found),
        **casepanels.report(work, file, found.release),
        "why": casepanels.why(work, file),
        "compare": casepanels.comparison(work, file, compared) if compared else None,
        "done_before": done,
        "timeline": casepanels.timeline(work, file, found.release, done),
        "extensions": [one for one in casefile.extensions_of(work, file) if one.state == "pending"],
        "messages": casefile.messages_of(work, file),
        "directives": casepanels.waiting_directives(work, file),
        "face": desk.Clockface.of(work),
    }


def _may_assign(found: task_pages.Task) -> bool:
    posts = here.standing().posts
    return any(post.unit_id == found.item.unit_id and post.role in LEADING_ROLES for post in posts)


def _candidates(work: Work, found: task_pages.Task) -> Sequence[access.Candidate]:
    return access.candidates(work, found.item.unit_id, access.roles_of(found.item.role), work.now)


def _held_by_other(found: task_pages.Task) -> bool:
    return found.item.claimed_by is not None and type(found.why_not) is NotAllowed


def _who_may(work: Work, found: task_pages.Task) -> str:
    """Who could do a task that this person may not; the refusal to verify names them itself."""
    if found.may_complete or isinstance(found.why_not, NotYourOwnResult):
        return ""
    return ", ".join(one.name for one in _candidates(work, found))


def _has_draft(work: Work, found: task_pages.Task) -> bool:
    mine = sa.select(drafts.c.work_item_id).where(
        drafts.c.work_item_id == found.item.id, drafts.c.officer_id == here.standing().officer_id
    )
    return work.connection.execute(mine).first() is not None


@pages.post("/viec/<int:item_id>", endpoint="complete")
@open_to(OFFICER)
def complete(item_id: int) -> ResponseReturnValue:
    """1. May this person see the task? 2. Keep the pictures. 3. Do the step, once. 4. Open the next task."""
    with here.platform().look() as work:
        found = task_pages.task(work, here.standing(), item_id)
        following = _following(work, found)
    if "_update" in request.form or "_row" in request.form:
        return _shown_again(item_id, _read(item_id, answering.kept(found)), (), 200)
    sent = answering.uploads(found)
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
        return _too_late(item_id, found, sent, late)
    return _onward(done, following)


def _onward(done: doing.Done, following: int | None) -> ResponseReturnValue:
    target = done.next_item_id or following
    carried: Any = {**desk.kept_arguments("ds"), "xong": done.report_no}
    if target is None:
        return redirect(url_for("inbox.inbox", **carried), code=303)
    return redirect(url_for("tasks.task", item_id=target, **carried), code=303)


def _following(work: Work, found: task_pages.Task) -> int | None:
    """The task after this one in the list it was opened from, else the first of that list."""
    standing = here.standing()
    wanted = request.args.get("ds", "")
    wanted = wanted if wanted in reading.lists_of(standing) else "mine"
    after = reading.Mark(found.item.due_at, found.item.id)
    rows = [
        *reading.page(work, standing, wanted, after, size=1).entries,
        *reading.page(work, standing, wanted, size=2).entries,
    ]
    return next((row.id for row in rows if row.id != found.item.id), None)


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
        return _page(work, found, kept.kept, problems), status


def _read(item_id: int, sent: answering.Uploads) -> forms.Reading:
    """What was typed; the lists that it is checked against are made while the database is open."""
    with here.platform().look() as work:
        return answering.read(task_pages.task(work, here.standing(), item_id), sent)


def _save_draft(found: task_pages.Task, sent: answering.Uploads) -> ResponseReturnValue:
    reading_ = _read(found.item.id, sent)
    with here.platform().work() as work:
        task_pages.save_draft(work, here.standing(), found.item.id, reading_.kept)
    carried: Any = {**desk.kept_arguments("ds"), "nhap": "1"}
    return redirect(url_for("tasks.task", item_id=found.item.id, **carried), code=303)


def _too_late(
    item_id: int, found: task_pages.Task, sent: answering.Uploads, late: AlreadyDone | Conflict
) -> ResponseReturnValue:
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
