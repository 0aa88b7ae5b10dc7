"""The officer's own page: posts, delegations, places where one is logged in."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from engine.people import sessions
from webui import desk, door, here
from webui.permissions import OFFICER, open_to

pages = Blueprint("me", __name__)


@pages.get("/toi")
@open_to(OFFICER)
def me() -> ResponseReturnValue:
    with here.platform().look() as work:
        standing = here.standing()
        posts = [(post.role, desk.unit_name(work, post.unit_code)) for post in standing.posts]
        found = sessions.sessions_of(work, standing.officer_id)
        return desk.show(work, "officer/me.html", posts=posts, sessions=found)


@pages.post("/toi/thoat-noi-khac", endpoint="end_others")
@open_to(OFFICER)
def end_others() -> ResponseReturnValue:
    with here.platform().work() as work:
        sessions.end_all_sessions(work, here.standing().officer_id, keep=door.token())
    return redirect(url_for("me.me"), code=303)
