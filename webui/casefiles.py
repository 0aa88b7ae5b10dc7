"""Files and the drawing of a case, for officers who may see it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, make_response, url_for
from flask.typing import ResponseReturnValue

from engine import access, bpmn
from engine.bpmn import picture
from engine.cases.files import open_file
from engine.errors import NotFound
from engine.evidence import NoSuchFile
from engine.people.standing import Standing
from engine.reading import casefile
from engine.store import tables
from engine.work import Work
from webui import desk, here
from webui.permissions import OFFICER, open_to

pages = Blueprint("casefiles", __name__)
_ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@pages.get("/ho-so/tep/<int:file_id>/<which>")
@open_to(OFFICER)
def copy(file_id: int, which: str) -> ResponseReturnValue:
    """One copy of a file of a case: the centre may open the original, everybody else the working copy."""
    with here.platform().look() as work:
        row = _row(work, here.standing(), file_id)
        if which not in ("working", "thumbnail") and not (which == "original" and here.standing().in_ioc):
            raise NotFound
        try:
            content, kind = open_file(work, row, which)  # type: ignore[arg-type]
        except NoSuchFile as missing:
            raise NotFound from missing
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers["Content-Security-Policy"] = _ALONE
    response.headers["Cache-Control"] = "private, max-age=600"
    return response


def _row(work: Work, standing: Standing, file_id: int) -> Any:
    row = work.connection.execute(sa.select(tables.files).where(tables.files.c.id == file_id)).first()
    if row is None or row.case_id is None:
        raise NotFound
    access.must_see(work, standing, row.case_id)
    until = access.seen_until(work, standing, row.case_id)
    withheld = row.work_item_id is None and row.uploaded_by is None and not row.working_confirmed
    if (until and row.uploaded_at > until) or (withheld and not standing.in_ioc):
        raise NotFound
    return row


@pages.get("/ho-so/<report_no>/so-do")
@open_to(OFFICER)
def diagram(report_no: str) -> ResponseReturnValue:
    """The drawing on a page of its own, large."""
    with here.platform().look() as work:
        file = casefile.case_file(work, here.standing(), desk.number_or_404(report_no))
        release = work.platform.library.release(work, file.row.release_id)
        names = [name for name in sorted(release.files) if name.endswith(".bpmn")]
        drawings = [url_for("casefiles.drawing", report_no=report_no, which=n) for n in range(len(names))]
        return desk.show(work, "officer/diagram.html", case=file.row, drawings=drawings)


@pages.get("/ho-so/<report_no>/so-do/<int:which>.svg")
@open_to(OFFICER)
def drawing(report_no: str, which: int) -> ResponseReturnValue:
    """The diagram as its analyst laid it out, with the place where the case stands."""
    with here.platform().look() as work:
        file = casefile.case_file(work, here.standing(), desk.number_or_404(report_no))
        release = work.platform.library.release(work, file.row.release_id)
        names = [name for name in sorted(release.files) if name.endswith(".bpmn")]
        # The main process first.
        main = f'id="{release.manifest["process"]}"'.encode()
        names.sort(key=lambda name: main not in release.files[name])
        if which >= len(names):
            raise NotFound
        done, live, late = _places(work, file)
        drawn = picture.draw(release.files[names[which]], done, live, late)
    response = make_response(drawn)
    response.headers["Content-Type"] = "image/svg+xml; charset=utf-8"
    response.headers["Content-Security-Policy"] = _ALONE
    return response


def _places(work: Work, file: casefile.CaseFile) -> tuple[set[str], set[str], set[str]]:
    """Elements that the case has passed, where it stands, and where it stands late."""
    if not file.row.state:
        return set(), set(), set()
    release = work.platform.library.release(work, file.row.release_id)
    run = bpmn.Run.load(release.diagram, bpmn.Onlooker(), file.row.state)
    items = sa.select(tables.work_items.c.element).where(
        tables.work_items.c.case_id == file.row.id,
        tables.work_items.c.state == "open",
        tables.work_items.c.due_at < work.now,
    )
    late = set(work.connection.execute(items).scalars())
    return set(run.visited), set(run.positions), late
