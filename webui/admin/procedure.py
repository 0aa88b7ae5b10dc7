"""What is in force: releases, their files, their tables in words, and the file of the whole."""

from __future__ import annotations

import io
import zipfile

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engine.bpmn.picture import draw
from engine.reading import administration as reading
from webui import desk, here
from webui.admin.overview import ADMINISTRATOR
from webui.permissions import open_to

pages = Blueprint("admin_procedure", __name__)


@pages.get("/quan-tri/quy-trinh")
@open_to(ADMINISTRATOR, "analyst")
def in_force() -> ResponseReturnValue:
    with here.platform().look() as work:
        release = here.platform().library.in_force(work)
        files = {path: data for path, data in release.files.items() if path.endswith(".bpmn")}
        picture = Markup(draw(files, process=release.diagram.process))  # noqa: S704  our renderer escapes
        return desk.show(
            work,
            "admin/procedure.html",
            release=release,
            picture=picture,
            history=reading.activation_list(work),
            files=reading.paths_of(work, release.id),
        )


@pages.get("/quan-tri/quy-trinh/<int:release_id>.zip")
@open_to(ADMINISTRATOR, "analyst")
def download(release_id: int) -> ResponseReturnValue:
    """The release as it was deployed, file by file."""
    with here.platform().look() as work:
        release = here.platform().library.release(work, release_id)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(release.files):
            archive.writestr(path, release.files[path])
    packed.seek(0)
    name = f"{release.manifest['process']}-{release.digest[:12]}.zip"
    return send_file(packed, "application/zip", as_attachment=True, download_name=name)
