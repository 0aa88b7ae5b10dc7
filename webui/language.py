"""Choosing Vietnamese or English: kept in this browser, and with the account of an officer."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from engine.errors import NotFound
from engine.store.tables import officers
from webui import here
from webui.pages import own_address
from webui.permissions import PUBLIC, open_to

pages = Blueprint("language", __name__)
_A_YEAR = 365 * 24 * 60 * 60


@pages.post("/ngon-ngu")
@open_to(PUBLIC)
def choose() -> ResponseReturnValue:
    chosen = request.form.get("language", "")
    if chosen not in here.LANGUAGES:
        raise NotFound
    if session := here.session():
        with here.platform().work() as work:
            own = officers.c.id == session.standing.officer_id
            work.run(sa.update(officers).where(own).values(language=chosen))
    response = redirect(own_address(request.form.get("next", "")), code=303)
    response.set_cookie(
        "ngon-ngu", chosen, max_age=_A_YEAR, samesite="Lax", httponly=True, secure=here.config().https
    )
    return response
