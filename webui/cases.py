"""The page of one case: what was reported, who had it and when, and what may be done to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request, url_for
from flask import session as visit
from flask.typing import ResponseReturnValue

from engine import access
from engine.cases import acting, noting
from engine.errors import Refused
from engine.reading import casefile
from engine.reading.casefile import CaseFile
from engine.reading.clocks import clock_table
from engine.reading.kin import related
from engine.work import Work
from webui import beside, casepanels, desk, happened, here, notes, reasons, sideacts
from webui.errors import status_of, told
from webui.inbox import cards
from webui.permissions import OFFICER, open_to

pages = Blueprint("cases", __name__)


@dataclass(frozen=True)
class Shown:
    """What one visit adds to the page: who reported it, or why that was not told."""

    identity: acting.Identity | None = None
    problem: str = ""
    reason: str = ""


@pages.get("/ho-so/<number>")
@open_to(OFFICER)
def case(number: str) -> ResponseReturnValue:
    with here.platform().look() as work:
        return _page(work, _file(work, number))


def _file(work: Work, number: str) -> CaseFile:
    return casefile.case_file(work, here.standing(), desk.number_or_404(number))


def _page(work: Work, file: CaseFile, shown: Shown = Shown()) -> str:  # noqa: B008  frozen, so shared safely
    """Everything of one case; an identity is shown this once."""
    return desk.show(
        work,
        "officer/case.html",
        shown=shown,
        done_act=visit.pop(sideacts.DONE, "") if request.method == "GET" else "",
        address=f"{request.host_url.rstrip('/')}{url_for('cases.case', number=file.row.report_no)}",
        **_now(work, file),
        **_steps(work, file),
        **_records(work, file),
        **_notes(work, file),
    )


def _now(work: Work, file: CaseFile) -> Mapping[str, Any]:
    """Where the case stands and what this person may do about it."""
    standing = here.standing()
    return {
        "tasks": cards(work, standing, casefile.open_tasks(work, standing, file.row.id)),
        "acts": beside.offered(standing, file),
        "may_know": access.may_see_identity(work, standing, file.row.id),
        "waiting_directives": casepanels.waiting_directives(work, file),
        "face": desk.Clockface.of(work),
    }


def _steps(work: Work, file: CaseFile) -> Mapping[str, Any]:
    """The report, and what was done with it step by step."""
    release = work.platform.library.release(work, file.row.release_id)
    done = casepanels.finished(work, file, release)
    return {
        **casepanels.report(work, file),
        "timeline": happened.timeline(work, file, release, done),
        "results": [one for one in done if one.pictures or one.documents],
        "clocks": clock_table(work, file),
        "phase": lambda name: desk.phase_name(release, name),
        "why": reasons.why(work, file),
    }


def _records(work: Work, file: CaseFile) -> Mapping[str, Any]:
    """What else is on file."""
    return {
        "messages": casefile.messages_of(work, file),
        "calls": casefile.calls_of(work, file),
        "letters": casefile.letters_of(work, file),
        "extensions": casepanels.extensions(work, file),
        "ratings": casefile.ratings_of(work, file),
        "related": related(work, here.standing(), file.row),
    }


def _notes(work: Work, file: CaseFile) -> Mapping[str, Any]:
    """Internal notes, for the centre, the units that hold the case, and those who look into everything."""
    standing = here.standing()
    holds = noting.may_note(work, standing, file.row.id)
    return {
        "notes": casefile.notes_of(work, file) if holds or standing.reads_everything else (),
        "may_note": holds and file.until is None and any(post.handles for post in standing.posts),
        "note_problem": visit.pop(notes.PROBLEM, "") if request.method == "GET" else "",
    }


@pages.get("/ho-so/<number>/in", endpoint="print")
@open_to(OFFICER)
def printed(number: str) -> ResponseReturnValue:
    """The case on paper: one column, nothing to press."""
    with here.platform().look() as work:
        file = _file(work, number)
        release = work.platform.library.release(work, file.row.release_id)
        done = casepanels.finished(work, file, release)
        return desk.show(
            work,
            "officer/print.html",
            **casepanels.report(work, file),
            done=done,
            clocks=clock_table(work, file),
            phase=lambda name: desk.phase_name(release, name),
            letters=casefile.letters_of(work, file),
            now=work.now,
        )


@pages.post("/ho-so/<number>/danh-tinh", endpoint="identity")
@open_to(OFFICER)
def identity(number: str) -> ResponseReturnValue:
    """Show who reported, once, for a reason that stays on record."""
    reason = request.form.get("reason", "")
    with here.platform().look() as work:
        case_id = _file(work, number).row.id
    try:
        with here.platform().work() as work:
            known = acting.see_identity(work, here.standing(), case_id, reason)
    except Refused as refused:
        with here.platform().look() as work:
            return _page(work, _file(work, number), Shown(None, told(refused), reason)), status_of(refused)
    with here.platform().look() as work:
        return _page(work, _file(work, number), Shown(known))
