"""Where a case stands in its procedure, drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa
from flask import Blueprint
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engine import bpmn
from engine.bpmn import picture
from engine.errors import NotFound
from engine.reading import casefile
from engine.reading.casefile import CaseFile
from engine.releases import Release
from engine.store.tables import work_items
from engine.work import Work
from webui import desk, here
from webui.files import alone
from webui.permissions import OFFICER, open_to

pages = Blueprint("drawings", __name__)
_SVG = "image/svg+xml; charset=utf-8"


class Places(NamedTuple):
    """Elements that a case has passed, where it stands, and where it stands late."""

    done: frozenset[str] = frozenset()
    live: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()


@pages.get("/ho-so/<report_no>/so-do")
@open_to(OFFICER)
def diagram(report_no: str) -> ResponseReturnValue:
    """The drawings on a page of their own, large, with a way to each step that waits."""
    with here.platform().look() as work:
        file, release = _opened(work, report_no)
        places = _places(work, file)
        # Drawn by us from a checked diagram: every text in it is escaped.
        drawings = [
            Markup(picture.draw(release.files[name], *places, name=str(n)))  # noqa: S704
            for n, name in enumerate(_names(release))
        ]
        return desk.show(
            work,
            "officer/diagram.html",
            case=file.row,
            drawings=drawings,
            waiting=list(_ways(release, _waiting(work, file))),
        )


@pages.get("/ho-so/<report_no>/so-do/<int:which>.svg")
@open_to(OFFICER)
def drawing(report_no: str, which: int) -> ResponseReturnValue:
    """One diagram as its analyst laid it out, with the place where the case stands."""
    with here.platform().look() as work:
        file, release = _opened(work, report_no)
        names = _names(release)
        if which >= len(names):
            raise NotFound
        drawn = picture.draw(release.files[names[which]], *_places(work, file))
    return alone(drawn, _SVG)


@pages.get("/ho-so/<report_no>/so-do/gan.svg")
@open_to(OFFICER)
def nearby(report_no: str) -> ResponseReturnValue:
    """The surroundings of the step that waits; the whole diagram when none does."""
    with here.platform().look() as work:
        file, release = _opened(work, report_no)
        waiting = next(iter(_waiting(work, file)), None)
        diagram_ = _diagram_of(release, waiting)
        drawn = picture.draw(release.files[diagram_], *_places(work, file), around=waiting)
    return alone(drawn, _SVG)


def _opened(work: Work, report_no: str) -> tuple[CaseFile, Release]:
    file = casefile.case_file(work, here.standing(), desk.number_or_404(report_no))
    return file, work.platform.library.release(work, file.row.release_id)


def _diagram_of(release: Release, element: str | None) -> str:
    """The file in which an element is drawn; the main process when it is in none."""
    names = _names(release)
    return next((name for name in names if _holds(release.files[name], element)), names[0])


def _holds(diagram: bytes, element: str | None) -> bool:
    return element is not None and f'id="{element}"'.encode() in diagram


def _ways(release: Release, waiting: list[str]) -> Iterator[tuple[str, str]]:
    """For each waiting step the anchor of its shape, and its name."""
    names = _names(release)
    for one in waiting:
        which = names.index(_diagram_of(release, one))
        yield f"bpmn-{which}-{one}", desk.step_name(release, one)


def _names(release: Release) -> list[str]:
    """The diagrams of a release, the main process first."""
    main = f'id="{release.manifest["process"]}"'.encode()
    names = [name for name in sorted(release.files) if name.endswith(".bpmn")]
    return sorted(names, key=lambda name: main not in release.files[name])


def _waiting(work: Work, file: CaseFile) -> list[str]:
    """The steps that wait for somebody, the most pressing first."""
    row = work_items.c
    query = sa.select(row.element).where(row.case_id == file.row.id, row.state == "open")
    return list(dict.fromkeys(work.connection.execute(query.order_by(row.due_at, row.id)).scalars()))


def _places(work: Work, file: CaseFile) -> Places:
    if not file.row.state:
        return Places()
    release = work.platform.library.release(work, file.row.release_id)
    run = bpmn.Run.load(release.diagram, bpmn.Onlooker(), file.row.state)
    row = work_items.c
    late = sa.select(row.element).where(
        row.case_id == file.row.id, row.state == "open", row.due_at < work.now
    )
    return Places(
        frozenset(run.visited),
        frozenset(run.positions),
        frozenset(work.connection.execute(late).scalars()),
    )
