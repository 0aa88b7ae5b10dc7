"""One repair for every incident of a filter: what it would do to each, then, with a reason, doing it."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from engine import incidents
from engine.errors import NotFound, Refused
from engine.incidents import MANY, Faults, Outcome, Repair
from engine.work import Work
from webui import desk, here
from webui.admin import wording
from webui.admin.overview import ADMINISTRATOR
from webui.admin.repairs import LONGEST
from webui.errors import told
from webui.pages import say
from webui.permissions import open_to

pages = Blueprint("admin_many", __name__)
ACTIONS = ("clock", "task", "message", "reporter", "case")
LONGEST_FILTER = 200


@pages.get("/quan-tri/su-co/nhieu")
@open_to(ADMINISTRATOR)
def look() -> ResponseReturnValue:
    """The incidents of the filter; with a way chosen, what it would do to each of their cases."""
    report = _done(only_look=True) if request.args.get("viec") else None
    with here.platform().look() as work:
        return _page(work, report, done=False)


@pages.post("/quan-tri/su-co/nhieu", endpoint="mend")
@open_to(ADMINISTRATOR)
def mend() -> ResponseReturnValue:
    report = _done(only_look=False)
    with here.platform().look() as work:
        return _page(work, report, done=True)


def _done(*, only_look: bool) -> list[Outcome]:
    verb, reason = request.values.get("viec", ""), request.values.get("ly_do", "")[:LONGEST]
    if verb not in MANY:
        raise NotFound
    if not only_look and verb != "retry" and not reason.strip():
        raise Refused(vi="Xin ghi lý do.", en="Please give a reason.")
    reason = reason or (say("repair.trial") if only_look else "")
    wanted = Repair(verb, reason, target=request.values.get("den", ""))
    return incidents.repair_many(here.platform(), here.standing(), _filter(), wanted, only_look=only_look)


def _filter() -> Faults:
    kind = request.values.get("loai", "")
    return Faults(
        action=f"{kind}:" if kind in ACTIONS else "",
        error=request.values.get("loi", "").strip()[:LONGEST_FILTER],
    )


def _page(work: Work, report: list[Outcome] | None, *, done: bool) -> str:
    release = work.platform.library.in_force(work)
    found = incidents.faults(work, here.standing(), _filter())
    ends = [one for one in release.diagram.elements.values() if one.kind == "endEvent"]
    main = [one for one in ends if one.process == release.diagram.process and one.name]
    places = [one for one in release.diagram.elements.values() if one.kind == "userTask"]
    return desk.show(
        work,
        "admin/many.html",
        found=[(row, wording.failed(work, row)) for row in found],
        report=[(one, told(one.error) if one.error else "") for one in report]
        if report is not None
        else None,
        done=done,
        sent=request.values,
        actions=ACTIONS,
        verbs=MANY,
        ends=[(one.id, wording.step(release, one.id)) for one in main],
        places=[(one.id, wording.step(release, one.id)) for one in places],
    )
