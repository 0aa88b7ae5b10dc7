"""Who is on duty today and tomorrow, and which numbers to call."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint
from flask.typing import ResponseReturnValue

from engine.reading import duty as reading
from webui import desk, here
from webui.permissions import OFFICER, open_to

pages = Blueprint("duty", __name__)
AHEAD = timedelta(days=2)


@pages.get("/truc")
@open_to(OFFICER)
def duty() -> ResponseReturnValue:
    with here.platform().look() as work:
        turns = reading.turns(work, work.now, work.now + AHEAD)
        return desk.show(work, "officer/duty.html", turns=turns, lines=reading.hotlines_today(work))
