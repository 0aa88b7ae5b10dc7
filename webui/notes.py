"""Internal notes: what the officers of a case leave for each other."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask import session as visit
from flask.typing import ResponseReturnValue

from engine.cases import noting
from engine.errors import Refused
from engine.reading import casefile
from webui import desk, here, idempotency
from webui.errors import told
from webui.permissions import OFFICER, open_to

pages = Blueprint("notes", __name__)
PROBLEM = "note_problem"


@pages.post("/ho-so/<number>/ghi-chu")
@open_to(OFFICER)
def write(number: str) -> ResponseReturnValue:
    """Leave a note on a case; an empty one is told beside the field."""
    standing = here.standing()
    with here.platform().look() as work:
        case_id = casefile.case_file(work, standing, desk.number_or_404(number)).row.id
    try:
        with here.platform().work() as work:
            body = request.form.get("body", "")
            noting.write_note(work, standing, case_id, body, key=idempotency.key_of(body))
    except Refused as refused:
        visit[PROBLEM] = told(refused)
    return redirect(url_for("cases.case", number=number, _anchor="ghi-chu"), code=303)
