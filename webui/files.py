"""Public copies of pictures and documents."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response
from flask.typing import ResponseReturnValue

from engine.cases.files import Copy, open_file
from engine.errors import NotFound
from engine.evidence import NoSuchFile
from engine.reading.attachments import published_file
from engine.work import Work
from webui import here
from webui.permissions import PUBLIC, open_to

pages = Blueprint("files", __name__)
_ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@pages.get("/tep/<int:file_id>")
@open_to(PUBLIC)
def public_copy(file_id: int) -> ResponseReturnValue:
    """The public copy of a file that a publication in force shows; anything else does not exist."""
    with here.platform().look() as work:
        row = published_file(work, file_id)
        # Kept shortly, because a publication can be withdrawn.
        return answer_with(work, row, "public", kept="public, max-age=600")


def answer_with(work: Work, row: Any, which: Copy, *, kept: str) -> ResponseReturnValue:
    """One copy of a file, shut in so that nothing in it can run; `kept` says who may keep it for how long."""
    try:
        content, kind = open_file(work, row, which)
    except NoSuchFile as missing:
        raise NotFound from missing
    response = alone(content, kind)
    response.headers["Cache-Control"] = kept
    return response


def alone(content: bytes | str, kind: str) -> Response:
    """Bytes that a browser shows by themselves."""
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers["Content-Security-Policy"] = _ALONE
    return response
