"""Letting one officer know who reported one case: with the reporter's consent, for a reason, for a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.access.acting import rosters_of
from engine.cases import acting
from engine.errors import NotAllowed, Refused
from engine.reading import casefile
from engine.reading.casefile import CaseFile
from engine.store.ids import row_number
from engine.store.tables import case_units, units
from engine.work import Work
from webui import desk, here, idempotency
from webui.errors import status_of, told
from webui.pages import HOME
from webui.permissions import open_to

pages = Blueprint("granting", __name__)
DAYS = (1, 3, 7)

Option = tuple[int, str]


@pages.get("/ho-so/<number>/cho-xem-danh-tinh", endpoint="ask")
@open_to("ioc_lead")
def ask(number: str) -> ResponseReturnValue:
    with here.platform().look() as work:
        return _page(work, _file(work, number), {})


@pages.post("/ho-so/<number>/cho-xem-danh-tinh", endpoint="grant")
@open_to("ioc_lead")
def grant(number: str) -> ResponseReturnValue:
    """Give the officer the right; the reason, the consent and later each reading stay on record."""
    sent = {name: request.form.get(name, "").strip() for name in ("officer", "reason", "consent", "days")}
    with here.platform().look() as work:
        file = _file(work, number)
        people = dict(_people(work, file))
    try:
        officer, days = _chosen(sent, people)
        with here.platform().work() as work:
            until = datetime.combine(work.now.astimezone(HOME).date() + timedelta(days), time.max, HOME)
            reason = f"{sent['reason']}; {sent['consent']}"
            standing, key = here.standing(), idempotency.key_of(officer)
            acting.grant_identity(work, standing, file.row.id, officer, reason, until, key=key)
    except Refused as refused:
        with here.platform().look() as work:
            return _page(work, _file(work, number), sent, told(refused)), status_of(refused)
    return redirect(url_for("cases.case", number=number), code=303)


def _chosen(sent: Mapping[str, str], people: Mapping[int, str]) -> tuple[int, int]:
    officer, days = row_number(sent["officer"]) or 0, row_number(sent["days"]) or 0
    if officer not in people or days not in DAYS:
        raise Refused(vi="Xin chọn cán bộ và số ngày.", en="Please choose the officer and the days.")
    if not sent["reason"] or not sent["consent"]:
        raise Refused(
            vi="Xin ghi lý do và việc người phản ánh đồng ý.", en="Please give the reason and the consent."
        )
    return officer, days


def _file(work: Work, number: str) -> CaseFile:
    """A running case with a reporter who has a name to know."""
    file = casefile.case_file(work, here.standing(), desk.number_or_404(number))
    reporter = casefile.reporter_of(work, file.row.id)
    if file.row.status != "open" or reporter is None or reporter.anonymous:
        raise NotAllowed
    return file


def _people(work: Work, file: CaseFile) -> Sequence[Option]:
    """The officers of the units that hold the case now; the centre needs no grant."""
    rows = case_units.c
    query = sa.select(rows.unit_id).where(
        rows.case_id == file.row.id,
        rows.part.in_(("holder", "co")),
        sa.or_(rows.until.is_(None), rows.until > work.now),
        rows.unit_id.in_(sa.select(units.c.id).where(units.c.kind != "ioc")),
    )
    held = rosters_of(work, work.connection.execute(query).scalars().all(), work.now)
    people = {one.officer_id: f"{one.name} – {one.position}" for unit in held.values() for one in unit}
    return list(people.items())


def _page(work: Work, file: CaseFile, sent: Mapping[str, str], problem: str = "") -> str:
    return desk.show(
        work,
        "officer/grant.html",
        case=file.row,
        people=_people(work, file),
        days=DAYS,
        sent=sent,
        problem=problem,
    )
