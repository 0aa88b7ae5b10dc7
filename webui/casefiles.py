"""Files of a case, for officers who may see it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint
from flask.typing import ResponseReturnValue

from engine.cases.files import Copy
from engine.errors import NotFound
from engine.reading.attachments import file_of_case
from webui import here
from webui.files import answer_with
from webui.permissions import OFFICER, open_to

pages = Blueprint("casefiles", __name__)
COPIES: Mapping[str, Copy] = {"working": "working", "thumbnail": "thumbnail", "original": "original"}


@pages.get("/ho-so/tep/<int:file_id>/<which>")
@open_to(OFFICER)
def copy(file_id: int, which: str) -> ResponseReturnValue:
    """One copy of a file of a case: the centre may open the original, everybody else the working copy."""
    standing = here.standing()
    if which not in COPIES or (which == "original" and not standing.in_ioc):
        raise NotFound
    with here.platform().look() as work:
        row = file_of_case(work, standing, file_id)
        return answer_with(work, row, COPIES[which], kept="private, max-age=600")
