"""What the system told the officer who asks."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from engine.reading import notices as reading
from engine.releases.texts import Texts
from engine.store.tables import notices
from webui import desk, here
from webui.pages import moment
from webui.permissions import OFFICER, open_to

pages = Blueprint("notices", __name__)


@pages.get("/thong-bao")
@open_to(OFFICER)
def listing() -> ResponseReturnValue:
    with here.platform().look() as work:
        texts = here.platform().library.in_force(work).texts
        found = [(one, wording(texts, one)) for one in reading.of_officer(work, here.standing())]
        return desk.show(work, "officer/notices.html", found=found)


def wording(texts: Texts, notice: reading.Notice) -> str:
    """The sentence of a notice; one whose text is gone falls back to the neutral one."""
    name = notice.template if notice.template in texts else "notice.neutral"
    values = {key: _shown(key, value) for key, value in notice.parameters.items()}
    return texts.say(name, values, language=here.language())


def _shown(key: str, value: object) -> object:
    """Moments are kept as ISO text and read as dates."""
    if key not in ("due", "new_due", "old_due", "expected") or not value:
        return value
    return moment(datetime.fromisoformat(str(value)))


@pages.post("/thong-bao", endpoint="read_all")
@open_to(OFFICER)
def read_all() -> ResponseReturnValue:
    with here.platform().work() as work:
        mine = sa.update(notices).where(
            notices.c.officer_id == here.standing().officer_id, notices.c.read_at.is_(None)
        )
        work.run(mine.values(read_at=work.now))
    return redirect(url_for("notices.listing"), code=303)
