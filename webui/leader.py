"""The leader's board: what waits for a word, what is late and where, and whether the books balance."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from engine.errors import NotAllowed
from engine.reading import board as reading
from engine.reading import duty
from engine.work import Work
from webui import desk, here
from webui.pages import HOME
from webui.permissions import OFFICER, open_to

pages = Blueprint("leader", __name__)
PERIODS = {"7": 7, "30": 30, "90": 90}
SOON = timedelta(days=1)


@pages.get("/lanh-dao")
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
            extensions=reading.extensions_asked(work, [entry.case_id for entry in asked]),
            late=reading.overdue_by_unit(work, standing),
            attention=reading.needs_attention(work, standing),
            balance=reading.balance(work, standing, _days_ago(work, days), work.now),
            turns=duty.turns(work, work.now, work.now + SOON),
            days=days,
            periods=tuple(PERIODS.values()),
        )


@pages.get("/lanh-dao/giao-ban")
@open_to(OFFICER)
def meeting() -> ResponseReturnValue:
    """The list for the morning meeting, in large type for paper."""
    _must_lead()
    with here.platform().look() as work:
        end = work.now + timedelta(days=1)
        found = reading.due_until(work, here.standing(), end)
        face = desk.Clockface.of(work)
        rows = [(entry, face.of_entry(entry)) for entry in found]
        return desk.show(work, "officer/meeting.html", rows=rows, now=work.now)


def _must_lead() -> None:
    standing = here.standing()
    if not (desk.leads(standing) or standing.holds("auditor")):
        raise NotAllowed


def _days_ago(work: Work, days: int) -> datetime:
    """Local midnight that many days back."""
    first = work.now.astimezone(HOME).date() - timedelta(days=days)
    return datetime.combine(first, time(), HOME).astimezone(UTC)
