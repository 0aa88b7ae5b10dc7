"""The officer's session cookie: read on every request, written at login, moved on at most once a minute."""

from __future__ import annotations

from flask import Flask, g, request
from werkzeug.wrappers import Response

from engine.people import logins
from webui import here

IDLE_COOKIE_AGE = 12 * 60 * 60


def cookie_name() -> str:
    """The prefix makes browsers refuse the cookie from other hosts, but they take it over https only."""
    return "__Host-phananh_session" if here.config().https else "phananh_session"


def token() -> str | None:
    return request.cookies.get(cookie_name())


def load() -> None:
    """Find out who asks; without a cookie it costs nothing."""
    g.officer_session = None
    held = token()
    if not held or request.endpoint == "static" or request.blueprint == "health":
        return
    platform = here.platform()
    with platform.look() as work:
        g.officer_session = found = logins.session(work, held)
        due = found is not None and found.should_be_marked(work.now)
    if found is not None and due:
        with platform.work() as work:
            logins.mark_seen(work, found)


def let_in(response: Response, new_token: str) -> Response:
    secure = here.config().https
    response.set_cookie(
        cookie_name(), new_token, max_age=IDLE_COOKIE_AGE, httponly=True, samesite="Lax", secure=secure
    )
    return response


def let_out(response: Response) -> Response:
    response.delete_cookie(cookie_name(), httponly=True, samesite="Lax", secure=here.config().https)
    return response


def install(app: Flask) -> None:
    app.before_request(load)
