"""How cases run: their place in the procedure, never their text or who sent them."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from engine.errors import NotFound
from engine.people import units
from engine.reading import running as reading
from engine.store.ids import row_number
from engine.work import Work
from webui import desk, here
from webui.admin import wording
from webui.admin.overview import ADMINISTRATOR
from webui.admin.standing import Standing, where_it_stands
from webui.permissions import open_to

pages = Blueprint("admin_cases", __name__)


@pages.get("/quan-tri/ho-so")
@open_to(ADMINISTRATOR)
def cases() -> ResponseReturnValue:
    number, status = request.args.get("so", "").strip(), request.args.get("tt", "open")
    before = request.args.get("truoc", "")
    with here.platform().look() as work:
        found = reading.cases_running(
            work,
            here.standing(),
            number=number,
            status=status if status in ("open", "ended") else "",
            before=row_number(before),
        )
        face, names = desk.Clockface.of(work), units.tree(work).by_code
        rows = [
            (
                row,
                wording.position(row),
                names[row.holder_unit].short_name if row.holder_unit in names else "",
                face.due(row.due_at),
            )
            for row in found[: reading.SIZE]
        ]
        more = found[reading.SIZE - 1].id if len(found) > reading.SIZE else None
        return desk.show(work, "admin/cases.html", rows=rows, number=number, status=status, more=more)


@pages.get("/quan-tri/ho-so/<report_no>")
@open_to(ADMINISTRATOR)
def case(report_no: str) -> ResponseReturnValue:
    with here.platform().look() as work:
        running, standing = inside(work, report_no)
        return desk.show(work, "admin/case.html", running=running, standing=standing, wording=wording)


def inside(work: Work, report_no: str) -> tuple[reading.Running, Standing]:
    """One case as its repairer sees it, or not found."""
    running = reading.running(work, here.standing(), report_no)
    if running is None:
        raise NotFound
    return running, where_it_stands(work, running.case)
