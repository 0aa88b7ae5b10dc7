"""Steps that failed, and the three ways on: try again, let it pass, move it elsewhere."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine import incidents
from engine.errors import NotFound
from engine.reading import running as reading
from engine.store.ids import row_number
from webui import desk, here
from webui.admin import wording
from webui.admin.cases import inside
from webui.admin.overview import ADMINISTRATOR
from webui.permissions import open_to

pages = Blueprint("admin_incidents", __name__)


@pages.get("/quan-tri/su-co")
@open_to(ADMINISTRATOR)
def listing() -> ResponseReturnValue:
    state = "closed" if request.args.get("tt") == "closed" else "open"
    with here.platform().look() as work:
        found = reading.incident_list(work, here.standing(), state, row_number(request.args.get("truoc", "")))
        more = found[reading.SIZE - 1].id if len(found) > reading.SIZE else None
        rows = [(row, wording.failed(work, row)) for row in found[: reading.SIZE]]
        return desk.show(work, "admin/incidents.html", rows=rows, more=more, state=state, wording=wording)


@pages.get("/quan-tri/su-co/<int:incident_id>")
@open_to(ADMINISTRATOR)
def incident(incident_id: int) -> ResponseReturnValue:
    """The preview: what failed, where the case stands, what each way would do."""
    with here.platform().look() as work:
        row = reading.incident(work, here.standing(), incident_id)
        if row is None:
            raise NotFound
        running, standing = inside(work, row.report_no)
        return desk.show(
            work,
            "admin/incident.html",
            row=row,
            failed=wording.failed(work, row),
            running=running,
            standing=standing,
            wording=wording,
        )


@pages.post("/quan-tri/su-co/<int:incident_id>/thu-lai", endpoint="retry")
@open_to(ADMINISTRATOR)
def retry(incident_id: int) -> ResponseReturnValue:
    with here.platform().work() as work:
        incidents.retry(work, here.standing(), incident_id)
    return redirect(url_for("admin_incidents.listing"), code=303)
