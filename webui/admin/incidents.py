"""Steps that failed, and the three ways on: try again, let it pass, move it elsewhere."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine import incidents
from engine.errors import NotFound
from engine.reading import administration as reading
from webui import desk, here
from webui.admin.cases import inside
from webui.admin.overview import ADMINISTRATOR
from webui.permissions import open_to

pages = Blueprint("admin_incidents", __name__)


@pages.get("/quan-tri/su-co")
@open_to(ADMINISTRATOR)
def listing() -> ResponseReturnValue:
    state = "closed" if request.args.get("tt") == "closed" else "open"
    with here.platform().look() as work:
        rows = reading.incident_list(work, here.standing(), state)
        return desk.show(work, "admin/incidents.html", rows=rows, state=state)


@pages.get("/quan-tri/su-co/<int:incident_id>")
@open_to(ADMINISTRATOR)
def incident(incident_id: int) -> ResponseReturnValue:
    """The preview: what failed, where the case stands, what each way would do."""
    with here.platform().look() as work:
        row = reading.incident(work, here.standing(), incident_id)
        if row is None:
            raise NotFound
        running, standing = inside(work, row.report_no)
        return desk.show(work, "admin/incident.html", row=row, running=running, standing=standing)


@pages.post("/quan-tri/su-co/<int:incident_id>/thu-lai", endpoint="retry")
@open_to(ADMINISTRATOR)
def retry(incident_id: int) -> ResponseReturnValue:
    with here.platform().work() as work:
        incidents.retry(work, here.standing(), incident_id)
    return redirect(url_for("admin_incidents.listing"), code=303)


@pages.post("/quan-tri/su-co/<int:incident_id>/bo-qua", endpoint="skip")
@open_to(ADMINISTRATOR)
def skip(incident_id: int) -> ResponseReturnValue:
    with here.platform().work() as work:
        incidents.skip(work, here.standing(), incident_id, request.form.get("reason", ""))
    return redirect(url_for("admin_incidents.listing"), code=303)


@pages.post("/quan-tri/ho-so/<report_no>/chuyen-buoc", endpoint="move")
@open_to(ADMINISTRATOR)
def move(report_no: str) -> ResponseReturnValue:
    with here.platform().work() as work:
        running, standing = inside(work, report_no)
        task, target = request.form.get("task", ""), request.form.get("target", "")
        known = task in {token.task for token in standing.tokens} and target in dict(standing.targets)
        if not known:
            raise NotFound
        reason = request.form.get("reason", "")
        incidents.move(work, here.standing(), running.case.id, task, target, reason)
    return redirect(url_for("admin_cases.case", report_no=report_no), code=303)
