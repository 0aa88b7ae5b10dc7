"""The page of one task: what was reported, what the rules say, and the form to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

import forms
from engine import access
from engine.cases import doing
from engine.cases.opening import evaluate
from engine.errors import AlreadyDone, Conflict, InvalidAnswers
from engine.people.standing import LEADING_ROLES
from engine.reading import casefile
from engine.reading import inbox as reading
from engine.work import Work
from webui import answering, casepanels, desk, here, idempotency
from webui.errors import status_of, told
from webui.inbox import lists
from webui.permissions import OFFICER, open_to

pages = Blueprint("tasks", __name__)


@pages.get("/viec/<int:item_id>")
@open_to(OFFICER)
def task(item_id: int) -> ResponseReturnValue:
    with here.platform().look() as work:
        found = doing.task(work, here.standing(), item_id)
        if found.item.state != "open":
            return _over(work, found, _was_done(work, found))
        return _page(work, found, answering.prefilled_by_address(found))


def _page(
    work: Work,
    found: doing.Task,
    values: Mapping[str, Any],
    problems: Sequence[forms.Problem] = (),
    notice: str = "",
) -> str:
    return desk.show(
        work, "officer/inbox.html", **lists(work), pane=_pane(work, found, values, problems, notice)
    )


def _pane(
    work: Work, found: doing.Task, values: Mapping[str, Any], problems: Sequence[forms.Problem], notice: str
) -> dict[str, Any]:
    standing = here.standing()
    file = casefile.as_read_by(work, standing, found.case)
    bar, content = answering.draw(found, values, problems)
    told_of = found.release.diagram.user_tasks.get(found.item.element)
    compared = told_of.independent_of if told_of else None
    return {
        "task": found,
        "bar": bar,
        "form": content,
        "summary": forms.summary(problems, here.language()),
        "notice": notice,
        "submit": answering.submit_label(found.release, found.item.form),
        "step": desk.step_name(found.release, found.item.element, found.item.name),
        "entry": reading.entry(work, standing, found.item.id),
        "why_not": told(found.why_not) if found.why_not else "",
        "may_assign": _may_assign(found),
        "candidates": _candidates(work, found) if _may_assign(found) else (),
        "drafted": bool(found.values) and _has_draft(work, found),
        **casepanels.report(work, file, found.release),
        "why": casepanels.why(work, file),
        "compare": casepanels.comparison(work, file, compared) if compared else None,
        "done_before": casepanels.finished(work, file, found.release),
        "directives": casepanels.waiting_directives(work, file),
        "face": desk.Clockface.of(work),
    }


def _may_assign(found: doing.Task) -> bool:
    posts = here.standing().posts
    return any(post.unit_id == found.item.unit_id and post.role in LEADING_ROLES for post in posts)


def _candidates(work: Work, found: doing.Task) -> Sequence[access.Candidate]:
    return access.candidates(work, found.item.unit_id, access.roles_of(found.item.role), work.now)


def _has_draft(work: Work, found: doing.Task) -> bool:
    import sqlalchemy as sa

    from engine.store.tables import drafts

    mine = sa.select(drafts.c.work_item_id).where(
        drafts.c.work_item_id == found.item.id, drafts.c.officer_id == here.standing().officer_id
    )
    return work.connection.execute(mine).first() is not None


@pages.post("/viec/<int:item_id>", endpoint="complete")
@open_to(OFFICER)
def complete(item_id: int) -> ResponseReturnValue:
    """1. May this person see the task? 2. Keep the pictures. 3. Do the step, once. 4. Open the next task."""
    with here.platform().look() as work:
        found = doing.task(work, here.standing(), item_id)
        following = _following(work, found)
    sent = answering.uploads(found)
    if "_draft" in request.form:
        return _save_draft(found, sent)
    try:
        with here.platform().work() as work:
            key = idempotency.key()
            done = doing.complete(work, here.standing(), item_id, request.form, sent, key=key)
    except doing.Again as again:
        return _shown_again(item_id, again.data["reading"], (), 200)
    except InvalidAnswers as wrong:
        return _wrong(item_id, found, wrong)
    except (AlreadyDone, Conflict) as late:
        return _too_late(item_id, found, sent, late)
    target = done.next_item_id or following
    kept = {**desk.kept_arguments("ds"), "xong": done.report_no}
    if target is None:
        return redirect(url_for("inbox.inbox", **kept), code=303)  # type: ignore[arg-type]
    return redirect(url_for("tasks.task", item_id=target, **kept), code=303)  # type: ignore[arg-type]


def _following(work: Work, found: doing.Task) -> int | None:
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


def _wrong(item_id: int, found: doing.Task, wrong: InvalidAnswers) -> ResponseReturnValue:
    kept: forms.Reading = wrong.data["reading"]  # type: ignore[assignment]
    if answering.reveals(found, kept):
        return _shown_again(item_id, kept, (), 200)
    problems: Sequence[forms.Problem] = wrong.data.get("problems") or kept.problems  # type: ignore[assignment]
    return _shown_again(item_id, kept, problems, status_of(wrong))


def _shown_again(
    item_id: int, kept: forms.Reading, problems: Sequence[forms.Problem], status: int
) -> ResponseReturnValue:
    with here.platform().look() as work:
        found = doing.task(work, here.standing(), item_id)
        return _page(work, found, kept.kept, problems), status


def _save_draft(found: doing.Task, sent: answering.Uploads) -> ResponseReturnValue:
    reading_ = found.form.read(request.form, sent, evaluate, found.context, found.lookups)  # type: ignore[arg-type]
    with here.platform().work() as work:
        doing.save_draft(work, here.standing(), found.item.id, reading_.kept)
    kept = {**desk.kept_arguments("ds"), "nhap": "1"}
    return redirect(url_for("tasks.task", item_id=found.item.id, **kept), code=303)  # type: ignore[arg-type]


def _too_late(
    item_id: int, found: doing.Task, sent: answering.Uploads, late: AlreadyDone | Conflict
) -> ResponseReturnValue:
    """Say who was first, and give back what was typed."""
    typed = found.form.read(request.form, sent, evaluate, found.context, found.lookups)  # type: ignore[arg-type]
    lines = forms.show(found.form, typed.kept, evaluate, found.lookups, language=here.language())  # type: ignore[arg-type]
    with here.platform().look() as work:
        now = doing.task(work, here.standing(), item_id)
        return _over(work, now, told(late), lines, again=now.item.state == "open"), status_of(late)


def _was_done(work: Work, found: doing.Task) -> str:
    from engine.cases.items import done_words
    from engine.deadlines import instant_words
    from webui.pages import say

    if found.item.state != "done":
        return say("task.moved_on")
    who, when = done_words(work, found.item)
    return say(
        "task.was_done",
        who=who,
        when=instant_words(when, language=desk.Clockface.of(work).language) if when else "—",
    )


def _over(
    work: Work, found: doing.Task, text: str, typed: Sequence[tuple[str, str]] = (), *, again: bool = False
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
            doing.claim(work, here.standing(), item_id)
    except AlreadyDone as late:
        with here.platform().look() as work:
            found = doing.task(work, here.standing(), item_id)
            return _over(work, found, told(late)), status_of(late)
    return _back(item_id)


@pages.post("/viec/<int:item_id>/tra", endpoint="release")
@open_to(OFFICER)
def release(item_id: int) -> ResponseReturnValue:
    with here.platform().work() as work:
        doing.release(work, here.standing(), item_id)
    return _back(item_id)


@pages.post("/viec/<int:item_id>/giao", endpoint="assign")
@open_to(OFFICER)
def assign(item_id: int) -> ResponseReturnValue:
    person = request.form.get("person", "")
    with here.platform().work() as work:
        doing.assign(work, here.standing(), item_id, int(person) if person.isdigit() else 0)
    return _back(item_id)


def _back(item_id: int) -> ResponseReturnValue:
    kept: Any = desk.kept_arguments("ds")
    return redirect(url_for("tasks.task", item_id=item_id, **kept), code=303)
