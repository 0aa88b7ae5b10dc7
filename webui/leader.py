"""The leader's board: what waits for a word, what is late and where, and whether the books balance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, redirect, request, url_for
from flask import session as visit
from flask.typing import ResponseReturnValue

from engine.cases import acting
from engine.deadlines import ZONE
from engine.errors import NotAllowed, NotFound, PhananhError, Refused
from engine.people import units
from engine.people.standing import LEADING_ROLES
from engine.reading import board as reading
from engine.reading import casefile, duty
from engine.reading.balance import balance
from engine.reading.rows import Entry
from engine.work import Work
from webui import answering, casepanels, desk, here, idempotency, spreadsheet
from webui.errors import status_of, told
from webui.pages import moment, say
from webui.permissions import OFFICER, open_to

pages = Blueprint("leader", __name__)
PERIODS = {"7": 7, "30": 30, "90": 90}
SOON = timedelta(days=1)
_LONGEST = 2000
_SENT = "directive_sent"


@pages.get("/lanh-dao")
@pages.get("/dieu-hanh", endpoint="steering")
@open_to(OFFICER)
def board() -> ResponseReturnValue:
    standing = here.standing()
    _must_lead()
    with here.platform().look() as work:
        days = PERIODS.get(request.args.get("ky", ""), 30)
        asked = reading.awaiting_word(work, standing)
        return desk.show(
            work,
            "officer/leader.html",
            face=desk.Clockface.of(work),
            asked=asked,
            answers={entry.id: _answers(work, entry) for entry in asked},
            behind={entry.id: _behind(work, entry) for entry in asked},
            extensions=reading.extensions_asked(work, [entry.case_id for entry in asked]),
            late=reading.overdue_by_unit(work, standing),
            attention=reading.needs_attention(work, standing),
            balance=balance(work, standing, _days_ago(work, days), work.now),
            turns=duty.turns(work, work.now, work.now + SOON),
            days=days,
            periods=tuple(PERIODS.values()),
            may_direct=_may_direct(),
            sent=bool(visit.pop(_SENT, None)),
        )


@dataclass(frozen=True)
class Answers:
    """How a task may be answered from the board: the options of its deciding question."""

    step: str
    options: tuple[tuple[str, str], ...]
    more_time: bool


def _answers(work: Work, entry: Entry) -> Answers:
    release = desk.release_of(work, entry.case_id)
    told_of = release.diagram.user_tasks.get(entry.element)
    bar = answering.bar_of(release.form(told_of.form), {}) if told_of and told_of.form else None
    step = desk.step_name(release, entry.element, entry.step)
    # Only a task that is done for its own clock's sake can be about a request for more time.
    asks_time = (
        told_of is not None and not told_of.independent_of and "public_status" not in told_of.properties
    )
    return Answers(step, bar.options if bar else (), asks_time)


def _behind(work: Work, entry: Entry) -> casepanels.Finished | None:
    """The step that brought the matter before the leader: who asks, and why."""
    file = casefile.case_file(work, here.standing(), entry.report_no)
    done = casepanels.finished(work, file, desk.release_of(work, entry.case_id))
    return done[0] if done else None


@pages.get("/lanh-dao/don-vi/<int:unit_id>", endpoint="unit")
@open_to(OFFICER)
def of_unit(unit_id: int) -> ResponseReturnValue:
    """What one unit has overdue, and a word to all who hold it."""
    _must_lead()
    with here.platform().look() as work:
        return _unit_page(work, unit_id)


def _unit_page(work: Work, unit_id: int, problem: str = "") -> str:
    entries = reading.overdue_of_unit(work, here.standing(), unit_id)
    if not entries:
        raise NotFound
    return desk.show(
        work,
        "officer/late_unit.html",
        unit=units.unit_by_id(work, unit_id),
        entries=entries,
        reports=len({one.case_id for one in entries}),
        face=desk.Clockface.of(work),
        may_direct=_may_direct(),
        body=request.form.get("body") or (say("board.reminder") if "nhac" in request.args else ""),
        problem=problem,
    )


@pages.post("/lanh-dao/don-vi/<int:unit_id>", endpoint="direct_unit")
@open_to(OFFICER)
def direct_unit(unit_id: int) -> ResponseReturnValue:
    """Give one directive in every overdue case of a unit; whoever holds them is told at once."""
    _must_lead()
    key = idempotency.key_of(request.form.get("body", ""))
    try:
        with here.platform().work() as work:
            _direct(work, unit_id, key)
    except PhananhError as error:
        with here.platform().look() as work:
            return _unit_page(work, unit_id, told(error)), status_of(error)
    visit[_SENT] = True
    return redirect(url_for("leader.board"), code=303)


def _direct(work: Work, unit_id: int, key: str) -> None:
    body = request.form.get("body", "").strip()[:_LONGEST]
    if not body:
        raise Refused(vi="Xin ghi nội dung.", en="Please write something.")
    entries = reading.overdue_of_unit(work, here.standing(), unit_id)
    for case_id in sorted({one.case_id for one in entries}):
        acting.give_directive(work, here.standing(), case_id, body, None, key=f"{key}:{case_id}")


@pages.get("/lanh-dao/giao-ban")
@open_to(OFFICER)
def meeting() -> ResponseReturnValue:
    """The list for the morning meeting, in large type for paper."""
    _must_lead()
    with here.platform().look() as work:
        found = reading.due_until(work, here.standing(), work.now + SOON)
        face = desk.Clockface.of(work)
        rows = [(entry, face.of_entry(entry)) for entry in found]
        return desk.show(work, "officer/meeting.html", rows=rows, now=work.now)


@pages.get("/lanh-dao/giao-ban.csv")
@open_to(OFFICER)
def sheet() -> ResponseReturnValue:
    """The same list for a spreadsheet."""
    _must_lead()
    with here.platform().look() as work:
        found = reading.due_until(work, here.standing(), work.now + SOON)
    return spreadsheet.sheet("giao-ban", [_head(), *_lines(found)])


def _head() -> list[str]:
    return [say(f"sheet.{name}") for name in ("number", "step", "text", "place", "unit", "holder", "due")]


def _lines(entries: Sequence[Entry]) -> Iterator[list[str]]:
    for one in entries:
        due = moment(one.due_at)
        yield [one.report_no, one.step, one.excerpt, one.place, one.unit, one.holder or "", due]


def _must_lead() -> None:
    standing = here.standing()
    if not (desk.leads(standing) or standing.holds("auditor")):
        raise NotAllowed


def _may_direct() -> bool:
    return any(post.role in LEADING_ROLES for post in here.standing().posts)


def _days_ago(work: Work, days: int) -> datetime:
    """Local midnight that many days back."""
    first = work.now.astimezone(ZONE).date() - timedelta(days=days)
    return datetime.combine(first, time(), ZONE).astimezone(UTC)
