"""The officers' door: in, out, and a password of their own."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as visit
from flask.typing import ResponseReturnValue

from engine.people import logins, officers, passwords
from engine.people.errors import LoginRefused, WeakPassword
from engine.store import tables
from engine.work import Work
from webui import door, here
from webui.errors import status_of, told
from webui.pages import own_address, say
from webui.permissions import OFFICER, PUBLIC, open_to

pages = Blueprint("login", __name__)
DESK = "/viec"


@pages.get("/dang-nhap", endpoint="log_in")
@open_to(PUBLIC)
def ask() -> ResponseReturnValue:
    if here.session():
        return redirect(DESK)
    return render_template("login/log_in.html", login="", problem="", next=request.args.get("next", ""))


@pages.post("/dang-nhap", endpoint="try_log_in")
@open_to(PUBLIC)
def try_it() -> ResponseReturnValue:
    """Open a session; the new one replaces whatever session the browser held."""
    login, password = request.form.get("login", ""), request.form.get("password", "")
    try:
        token = logins.log_in(here.platform(), login, password, here.address(), replacing=door.token())
    except LoginRefused as refused:
        kept = {"login": login, "problem": told(refused), "next": request.form.get("next", "")}
        return render_template("login/log_in.html", **kept), status_of(refused)
    visit.clear()
    target = own_address(request.form.get("next", ""))
    return door.let_in(redirect(DESK if target == "/" else target, code=303), token)


@pages.post("/dang-xuat")
@open_to(PUBLIC)
def log_out() -> ResponseReturnValue:
    if held := door.token():
        with here.platform().work() as work:
            logins.log_out(work, held)
    return door.let_out(redirect(url_for("login.log_in"), code=303))


@pages.get("/doi-mat-khau", endpoint="change_password")
@open_to(OFFICER, old_password=True)
def ask_password() -> ResponseReturnValue:
    return _password_page("", 200)


@pages.post("/doi-mat-khau", endpoint="save_password")
@open_to(OFFICER, old_password=True)
def save_password() -> ResponseReturnValue:
    """Change the password after the present one was given; the other sessions end."""
    new = request.form.get("new", "")
    with here.platform().look() as work:
        right = passwords.verify(_kept_hash(work), request.form.get("present", ""))
    if not right:
        return _password_page(say("login.present_wrong"), 422)
    if new != request.form.get("repeated", ""):
        return _password_page(say("login.not_the_same"), 422)
    try:
        with here.platform().work() as work:
            officers.change_password(work, here.standing().officer_id, new, keep=door.token())
    except WeakPassword as weak:
        return _password_page(told(weak), status_of(weak))
    return redirect(DESK, code=303)


def _kept_hash(work: Work) -> str:
    query = sa.select(tables.officers.c.password_hash).where(
        tables.officers.c.id == here.standing().officer_id
    )
    return str(work.connection.execute(query).scalar_one())


def _password_page(problem: str, status: int) -> ResponseReturnValue:
    return render_template("login/change_password.html", problem=problem, shortest=passwords.SHORTEST), status
