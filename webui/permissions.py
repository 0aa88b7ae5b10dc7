"""Who may open a page. Every view says so with `open_to`; one that says nothing is closed to everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.errors import NotAllowed
from webui import here
from webui.errors import LoginNeeded

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
OFFICER = "officer"
_MARK = "open_to"
_WITH_AN_OLD_PASSWORD = "open_with_an_old_password"  # noqa: S105  the name of a mark


def open_to(*who: str, old_password: bool = False) -> Callable[[View], View]:
    """Declare who may open a view: `public`, `officer` (anybody logged in), or roles such as `administrator`.

    `old_password` lets in officers who still have to choose their own password.
    """

    def mark(view: View) -> View:
        setattr(view, _MARK, frozenset(who))
        setattr(view, _WITH_AN_OLD_PASSWORD, old_password)
        return view

    return mark


def opened_to(view: object) -> frozenset[str]:
    """Whom a view lets in; nobody when it does not say."""
    return getattr(view, _MARK, frozenset())


def guard() -> ResponseReturnValue | None:
    """Let the request through, send its sender to the door, or refuse."""
    if request.endpoint is None:
        return None  # an address without a page: the router says so itself
    view = current_app.view_functions[request.endpoint]
    wanted = opened_to(view)
    if PUBLIC in wanted:
        return None
    session = here.session()
    if session is None:
        return _to_the_door()
    if not wanted & {OFFICER, *session.standing.roles} or not wanted:
        raise NotAllowed
    if session.standing.must_change_password and not getattr(view, _WITH_AN_OLD_PASSWORD):
        return redirect(url_for("login.change_password"))
    return None


def _to_the_door() -> ResponseReturnValue:
    if request.method not in ("GET", "HEAD"):
        raise LoginNeeded
    return redirect(url_for("login.log_in", next=request.full_path.rstrip("?")))
