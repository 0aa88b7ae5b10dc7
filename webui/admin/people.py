"""Accounts: who there is, what each may do, and what stays in the hands of one who leaves."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine import audit
from engine.errors import Refused
from engine.people import membership, officers, passwords, units
from engine.people.errors import LoginTaken, WrongAccount, WrongRole
from engine.reading import accounts as reading
from engine.store.tables import cases, work_items
from engine.work import Work
from webui import desk, here
from webui.admin.overview import ADMINISTRATOR
from webui.errors import told
from webui.pages import paging
from webui.permissions import open_to

pages = Blueprint("admin_people", __name__)
ROLES = sorted({role for held in membership.ROLES_OF_KIND.values() for role in held})


@pages.get("/quan-tri/nguoi")
@open_to(ADMINISTRATOR)
def people() -> ResponseReturnValue:
    with here.platform().look() as work:
        return _listing(work)


def _listing(work: Work, *, problem: str = "", sent: Mapping[str, str] | None = None) -> str:
    """A page of accounts, those of the search if there is one."""
    text, unit = request.args.get("tim", "").strip()[:80], request.args.get("dv", "")
    ids = reading.account_ids(work, text, unit)
    place = paging(len(ids), reading.SIZE)
    found = reading.accounts(work, ids[place.offset : place.offset + place.size])
    return desk.show(
        work,
        "admin/people.html",
        found=found,
        paging=place,
        text=text,
        unit=unit,
        problem=problem,
        sent=sent or {},
    )


@pages.post("/quan-tri/nguoi", endpoint="add")
@open_to(ADMINISTRATOR)
def add() -> ResponseReturnValue:
    """Open an account; its password is shown once and must be changed at the first use."""
    sent = {name: request.form.get(name, "").strip() for name in ("login", "name", "position", "email")}
    password = passwords.readable_password()
    try:
        with here.platform().work() as work:
            made = officers.add_officer(
                work,
                sent["login"],
                sent["name"],
                password=password,
                position=sent["position"],
                email=sent["email"] or None,
            )
            _log(work, "people:officer:add", made.id)
    except (LoginTaken, WrongAccount) as error:
        with here.platform().look() as work:
            return _listing(work, problem=told(error), sent=sent), 422
    return _person(made.id, password=password)


@pages.get("/quan-tri/nguoi/<int:officer_id>")
@open_to(ADMINISTRATOR)
def person(officer_id: int) -> ResponseReturnValue:
    return _person(officer_id)


def _person(
    officer_id: int, *, password: str = "", problem: str = "", status: int = 200
) -> ResponseReturnValue:
    with here.platform().look() as work:
        page = desk.show(
            work,
            "admin/person.html",
            person=officers.officer(work, officer_id),
            posts=reading.posts_of(work, [officer_id]).get(officer_id, []),
            open_items=_in_hand(work, officer_id),
            units=[(one.code, one.name) for one in units.existing(work) if one.has_accounts],
            roles=ROLES,
            password=password,
            problem=problem,
        )
    return page, status


def _in_hand(work: Work, officer_id: int) -> list[sa.Row[tuple[str, str]]]:
    query = (
        sa.select(cases.c.report_no, work_items.c.name)
        .join(cases, cases.c.id == work_items.c.case_id)
        .where(work_items.c.claimed_by == officer_id, work_items.c.state == "open")
        .order_by(work_items.c.due_at, work_items.c.id)
        .limit(reading.SIZE)
    )
    return list(work.connection.execute(query))


@pages.post("/quan-tri/nguoi/<int:officer_id>/vai-tro", endpoint="join")
@open_to(ADMINISTRATOR)
def join(officer_id: int) -> ResponseReturnValue:
    unit, role = request.form.get("unit", ""), request.form.get("role", "")
    try:
        with here.platform().work() as work:
            officers.officer(work, officer_id)
            membership.join(work, officer_id, unit, role)
            _log(work, "people:role:give", officer_id, unit=unit, role=role)
    except WrongRole as error:
        return _person(officer_id, problem=told(error), status=422)
    return _back(officer_id)


@pages.post("/quan-tri/nguoi/<int:officer_id>/thoi-vai-tro", endpoint="leave")
@open_to(ADMINISTRATOR)
def leave(officer_id: int) -> ResponseReturnValue:
    unit, role = request.form.get("unit", ""), request.form.get("role", "")
    _must_not_lock_out(officer_id, role or ADMINISTRATOR)
    with here.platform().work() as work:
        officers.officer(work, officer_id)
        membership.leave(work, officer_id, unit, role or None)
        _log(work, "people:role:end", officer_id, unit=unit, role=role)
    return _back(officer_id)


@pages.post("/quan-tri/nguoi/<int:officer_id>/mat-khau", endpoint="reset")
@open_to(ADMINISTRATOR)
def reset(officer_id: int) -> ResponseReturnValue:
    password = passwords.readable_password()
    with here.platform().work() as work:
        officers.change_password(work, officer_id, password, must_change=True)
        _log(work, "people:password:reset", officer_id)
    return _person(officer_id, password=password)


@pages.post("/quan-tri/nguoi/<int:officer_id>/khoa", endpoint="deactivate")
@open_to(ADMINISTRATOR)
def deactivate(officer_id: int) -> ResponseReturnValue:
    _must_not_lock_out(officer_id, ADMINISTRATOR)
    with here.platform().work() as work:
        officers.officer(work, officer_id)
        officers.deactivate(work, officer_id)
        _log(work, "people:officer:close", officer_id)
    return _back(officer_id)


def _must_not_lock_out(officer_id: int, role: str) -> None:
    """Administrators leave by the hand of another one, so that there is always one left."""
    if officer_id == here.standing().officer_id and role == ADMINISTRATOR:
        raise Refused(
            vi="Không tự khóa hoặc tự thôi vai trò của mình. Xin nhờ quản trị viên khác.",
            en="You cannot close your own account or end your own role. Please ask another administrator.",
        )


def _log(work: Work, action: str, officer_id: int, **detail: object) -> None:
    audit.record(work, action, officer=here.standing().officer_id, detail={"officer": officer_id, **detail})


def _back(officer_id: int) -> ResponseReturnValue:
    return redirect(url_for("admin_people.person", officer_id=officer_id), code=303)
