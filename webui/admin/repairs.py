"""Mending one case: first what it would do, then, with a reason, doing it."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine import incidents
from engine.errors import NotFound, PhananhError
from engine.incidents import Repair
from engine.reading import accounts
from engine.store.ids import row_number
from engine.work import Work
from webui import desk, here
from webui.admin import wording
from webui.admin.cases import inside
from webui.admin.overview import ADMINISTRATOR
from webui.admin.standing import Standing
from webui.errors import status_of, told
from webui.pages import HOME, say
from webui.permissions import open_to

pages = Blueprint("admin_repairs", __name__)
# Completing for somebody has a page of its own, with the form of the task.
HERE = ("retry", "skip", "move", "cancel", "rearm", "end")
LONGEST = 500


@pages.get("/quan-tri/ho-so/<report_no>/sua")
@open_to(ADMINISTRATOR)
def look(report_no: str) -> ResponseReturnValue:
    """What a repair would do; nothing of it is kept."""
    with here.platform().work() as work:
        return _page(work, report_no)


@pages.post("/quan-tri/ho-so/<report_no>/sua", endpoint="mend")
@open_to(ADMINISTRATOR)
def mend(report_no: str) -> ResponseReturnValue:
    try:
        with here.platform().work() as work:
            running, _ = inside(work, report_no)
            incidents.repair(work, here.standing(), running.case.id, asked(), incident_id())
    except PhananhError as refused:
        if isinstance(refused, NotFound):
            raise
        with here.platform().work() as work:
            return _page(work, report_no, problem=told(refused)), status_of(refused)
    return redirect(url_for("admin_cases.case", report_no=report_no), code=303)


def asked(reason: str = "") -> Repair:
    """The repair that the address or the form describes."""
    verb = request.values.get("viec", "")
    if verb not in HERE:
        raise NotFound
    return Repair(
        verb,
        reason or request.values.get("ly_do", "")[:LONGEST],
        task=request.values.get("buoc", "").partition(" ")[0],
        element=request.values.get("buoc", "").partition(" ")[2],
        target=request.values.get("den", ""),
        until=_moment(request.values.get("luc", "")),
    )


def incident_id() -> int | None:
    return row_number(request.values.get("su_co", ""))


def _moment(text: str) -> datetime | None:
    """What a browser's field for an hour sends, on Vietnam's clock."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=HOME)
    except ValueError:
        return None


def _page(work: Work, report_no: str, problem: str = "") -> str:
    running, standing = inside(work, report_no)
    wanted = asked(say("repair.trial"))
    found = incidents.preview(work, here.standing(), running.case.id, wanted, incident_id())
    return desk.show(
        work,
        "admin/repair.html",
        running=running,
        wanted=wanted,
        sent=request.values,
        about=_about(standing, wanted),
        found=found,
        refusal=told(found.error) if found.error else "",
        problem=problem,
        standing=standing,
        people=accounts.names(work, {row.officer_id for row in found.told if row.officer_id}),
        wording=wording,
    )


def _about(standing: Standing, wanted: Repair) -> str:
    """The step that is mended, and where it goes."""
    name = standing.name
    tokens = {one.task: one.name for one in standing.waits}
    place = name(wanted.element) if wanted.element else tokens.get(wanted.task, "")
    return " → ".join(filter(None, (place, name(wanted.target) if wanted.target else "")))
