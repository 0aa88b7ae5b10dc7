"""Entering for an officer what they answered elsewhere: on paper, by telephone, without a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

import forms
from engine import incidents
from engine.cases import tasks
from engine.cases.eligible import eligible
from engine.errors import InvalidAnswers, NotFound
from engine.incidents import Repair
from engine.people.standing import roles
from engine.store.ids import row_number
from engine.work import Work
from webui import answering, desk, here
from webui.admin.cases import inside
from webui.admin.overview import ADMINISTRATOR
from webui.admin.repairs import LONGEST
from webui.permissions import open_to

pages = Blueprint("admin_instead", __name__)


@pages.get("/quan-tri/ho-so/<report_no>/lam-thay/<int:item_id>")
@open_to(ADMINISTRATOR)
def form(report_no: str, item_id: int) -> ResponseReturnValue:
    """Who answered, then their form, empty: what the report says stays closed to an administrator."""
    with here.platform().look() as work:
        return _page(work, report_no, item_id, {}, ())


@pages.post("/quan-tri/ho-so/<report_no>/lam-thay/<int:item_id>", endpoint="complete")
@open_to(ADMINISTRATOR)
def complete(report_no: str, item_id: int) -> ResponseReturnValue:
    with here.platform().look() as work:
        case_id, found = _task(work, report_no, item_id)
        read = _redrawn(found)
        if read is not None:
            return _page(work, report_no, item_id, read, ())
    sent = answering.uploads(found.form, case_id)
    wanted = Repair(
        "complete",
        request.form.get("ly_do", "")[:LONGEST],
        item=item_id,
        officer=_officer(),
        answers=answering.submitted(found),
        uploads=sent,
    )
    try:
        with here.platform().work() as work:
            incidents.repair(work, here.standing(), case_id, wanted)
    except InvalidAnswers as wrong:
        return _wrong(report_no, item_id, found, wrong)
    return redirect(url_for("admin_cases.case", report_no=report_no), code=303)


def _redrawn(found: tasks.Task) -> Mapping[str, Any] | None:
    """What was typed, if only a row was added or the fields of an answer are asked for."""
    if "_update" not in request.form and "_row" not in request.form:
        return None
    return answering.read(found, answering.kept(found.form, found.case.id)).kept


def _wrong(report_no: str, item_id: int, found: tasks.Task, wrong: InvalidAnswers) -> ResponseReturnValue:
    reading = wrong.data["reading"]
    assert isinstance(reading, forms.Reading)
    problems: Any = wrong.data.get("problems") or reading.problems
    only_opened = reading.again or answering.reveals(found, problems)
    with here.platform().look() as work:
        page = _page(work, report_no, item_id, reading.kept, () if only_opened else problems)
    return page, 200 if only_opened else 422


def _officer() -> int | None:
    return row_number(request.values.get("nguoi", ""))


def _task(work: Work, report_no: str, item_id: int) -> tuple[int, tasks.Task]:
    """The task as the officer would see it, who must be able to do it."""
    running, _ = inside(work, report_no)
    officer = _officer()
    if officer is None or item_id not in {row.id for row in running.items}:
        raise NotFound
    return running.case.id, tasks.task(work, roles(work, officer), item_id)


def _page(
    work: Work,
    report_no: str,
    item_id: int,
    values: Mapping[str, Any],
    problems: Sequence[forms.Problem],
) -> str:
    running, standing = inside(work, report_no)
    row = next((one for one in running.items if one.id == item_id), None)
    if row is None:
        raise NotFound
    return desk.show(
        work,
        "admin/instead.html",
        running=running,
        row=row,
        step=standing.name(row.element),
        candidates=eligible(work, row, standing.release),
        officer_id=_officer(),
        reason=request.values.get("ly_do", ""),
        summary=forms.summary(problems, here.language()),
        **_drawn(work, report_no, item_id, values, problems),
    )


def _drawn(
    work: Work, report_no: str, item_id: int, values: Mapping[str, Any], problems: Sequence[forms.Problem]
) -> dict[str, Any]:
    """The form of the task once it is known whose answers are entered."""
    if _officer() is None:
        return {"bar": None, "form": None}
    _, found = _task(work, report_no, item_id)
    bar, content = answering.draw(found, values, problems)
    return {"bar": bar, "form": content}
