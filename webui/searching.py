"""Looking for a case among those one may read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from engine.cases.lookups import lookups
from engine.reading import search as reading
from engine.work import Work
from webui import desk, here
from webui.permissions import OFFICER, open_to

pages = Blueprint("searching", __name__)
STATES = ("open", "ended")
_LONGEST = 100


@dataclass(frozen=True)
class Asked:
    """What somebody looks for."""

    text: str
    commune: str
    status: str
    page: int

    def __bool__(self) -> bool:
        return bool(self.text or self.commune or self.status)


@pages.get("/tim")
@open_to(OFFICER)
def search() -> ResponseReturnValue:
    asked = _asked()
    with here.platform().look() as work:
        found = _found(work, asked) if asked else reading.Page(())
        face = desk.Clockface.of(work)
        return desk.show(
            work,
            "officer/search.html",
            asked=asked,
            found=[(one, face.due(one.due_at) if one.status == "open" else None) for one in found.found],
            more=found.more,
            unit_name=lambda code: desk.unit_name(work, code),
            communes=lookups(work)["communes"],
            states=STATES,
        )


def _asked() -> Asked:
    status, page = request.args.get("tt", ""), request.args.get("trang", "")
    return Asked(
        request.args.get("q", "").strip()[:_LONGEST],
        request.args.get("xa", "")[:_LONGEST],
        status if status in STATES else "",
        int(page) if re.fullmatch(r"[1-9][0-9]{0,2}", page) else 1,
    )


def _found(work: Work, asked: Asked) -> reading.Page:
    return reading.search(
        work,
        here.standing(),
        asked.text,
        commune=asked.commune,
        status=asked.status,
        skip=(asked.page - 1) * reading.SIZE,
    )
