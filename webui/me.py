"""The officer's own page: posts, who stands in, places where one is logged in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine import access, audit
from engine.deadlines import ZONE
from engine.errors import NotFound, PhananhError, Refused
from engine.people import delegations, letters, officers, sessions
from engine.store import tables
from engine.work import Work
from webui import desk, door, here
from webui.errors import status_of, told
from webui.permissions import OFFICER, open_to

pages = Blueprint("me", __name__)
EVERYTHING = "*"
_YEARS = range(1900, 2201)  # as in the forms


@pages.get("/toi")
@open_to(OFFICER)
def me() -> ResponseReturnValue:
    with here.platform().look() as work:
        return _page(work)


def _page(work: Work, problem: str = "") -> str:
    standing = here.standing()
    steps = _steps(work)
    return desk.show(
        work,
        "officer/me.html",
        posts=[(post.role, desk.unit_name(work, post.unit_code)) for post in standing.posts],
        sessions=sessions.sessions_of(work, standing.officer_id),
        given=_given(work, standing.officer_id),
        colleagues=_colleagues(work),
        steps=steps,
        step_of=dict(steps),
        capacities=[(one, desk.capacity_name(one)) for one in delegations.CAPACITIES],
        capacity_name=desk.capacity_name,
        typed=request.form,
        chosen=request.form.getlist("step"),
        problem=problem,
    )


def _given(work: Work, principal: int) -> Any:
    """The delegations of this person that are not over, soonest first."""
    row = tables.delegations.c
    query = (
        sa.select(
            tables.delegations,
            tables.officers.c.name.label("delegate"),
            tables.letters.c.number.label("letter_no"),
        )
        .join(tables.officers, tables.officers.c.id == row.delegate_id)
        .outerjoin(tables.letters, tables.letters.c.id == row.letter_id)
        .where(row.principal_id == principal, row.revoked_at.is_(None), row.valid_to > work.now)
        .order_by(row.valid_from, row.id)
    )
    return work.connection.execute(query).all()


def _colleagues(work: Work) -> list[tuple[int, str]]:
    """Whom one may ask to stand in: the others who serve in one's own units."""
    standing = here.standing()
    found: dict[int, str] = {}
    for unit in sorted({post.unit_id for post in standing.posts}):
        for one, _ in officers.in_unit(work, unit):
            found.setdefault(one.id, f"{one.name} – {one.position}" if one.position else one.name)
    found.pop(standing.officer_id, None)
    return list(found.items())


def _steps(work: Work) -> list[tuple[str, str]]:
    """The steps that this person's roles may do, by the diagram in force."""
    try:
        release = work.platform.library.in_force(work)
    except NotFound:
        return []
    mine = here.standing().roles
    tasks = release.diagram.user_tasks.values()
    return [(one.id, desk.step_name(release, one.id)) for one in tasks if _is_for(one.role or "", mine)]


def _is_for(role: str, mine: frozenset[str]) -> bool:
    """A role that an expression works out is offered when the expression names one of mine."""
    if role.startswith("="):
        return any(one in role for one in mine)
    return bool(mine & set(access.roles_of(role)))


@pages.post("/toi/uy-quyen", endpoint="delegate")
@open_to(OFFICER)
def delegate() -> ResponseReturnValue:
    try:
        with here.platform().work() as work:
            _delegate(work)
    except PhananhError as error:
        with here.platform().look() as work:
            return _page(work, told(error)), status_of(error)
    return redirect(url_for("me.me", _anchor="uy-quyen"), code=303)


def _delegate(work: Work) -> None:
    mine, person = here.standing().officer_id, request.form.get("person", "")
    if person not in {str(id) for id, _ in _colleagues(work)}:
        raise Refused(vi="Xin chọn người làm thay.", en="Please choose who stands in.")
    known = dict(_steps(work))
    steps = [one for one in request.form.getlist("step") if one in known]
    made = delegations.delegate(
        work,
        mine,
        int(person),
        verbs=[EVERYTHING] if "all" in request.form else steps,
        capacity=request.form.get("capacity", ""),
        since=max(_midnight("since"), work.now),
        until=_midnight("until") + timedelta(days=1),
        letter=_letter(work, mine),
    )
    audit.record(work, "people:delegation:give", officer=mine, detail={"delegation": made})


def _midnight(name: str) -> datetime:
    """The beginning of the chosen day."""
    try:
        day = date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        raise _days_needed() from None
    if day.year not in _YEARS:
        raise _days_needed()
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


def _days_needed() -> Refused:
    return Refused(vi="Xin chọn ngày bắt đầu và ngày kết thúc.", en="Please choose both days.")


def _letter(work: Work, recorded_by: int) -> int | None:
    number = request.form.get("letter_no", "").strip()[:100]
    return (
        letters.record_letter(work, number, purpose="delegation", recorded_by=recorded_by) if number else None
    )


@pages.post("/toi/uy-quyen/<int:delegation_id>/thoi", endpoint="revoke")
@open_to(OFFICER)
def revoke(delegation_id: int) -> ResponseReturnValue:
    """End a delegation of one's own; another's does not exist."""
    mine = here.standing().officer_id
    with here.platform().work() as work:
        row = tables.delegations.c
        own = sa.select(row.id).where(row.id == delegation_id, row.principal_id == mine)
        if work.connection.execute(own).first() is None:
            raise NotFound
        delegations.revoke(work, delegation_id)
        audit.record(work, "people:delegation:revoke", officer=mine, detail={"delegation": delegation_id})
    return redirect(url_for("me.me", _anchor="uy-quyen"), code=303)


@pages.post("/toi/thoat-noi-khac", endpoint="end_others")
@open_to(OFFICER)
def end_others() -> ResponseReturnValue:
    with here.platform().work() as work:
        sessions.end_all_sessions(work, here.standing().officer_id, keep=door.token())
    return redirect(url_for("me.me"), code=303)
