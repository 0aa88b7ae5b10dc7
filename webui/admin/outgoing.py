"""Messages on their way out; those that failed for good may be sent again."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine import audit
from engine.reading import administration as reading
from engine.store.tables import outbox
from webui import desk, here
from webui.admin.overview import ADMINISTRATOR
from webui.permissions import open_to

pages = Blueprint("admin_outgoing", __name__)
STATES = ("dead", "waiting", "sent")


@pages.get("/quan-tri/thu-di")
@open_to(ADMINISTRATOR)
def listing() -> ResponseReturnValue:
    asked = request.args.get("tt", "waiting")
    state = asked if asked in STATES else "waiting"
    with here.platform().look() as work:
        rows, counts = reading.outbox_list(work, state), reading.outbox_counts(work)
        return desk.show(work, "admin/outgoing.html", rows=rows, counts=counts, state=state, states=STATES)


@pages.post("/quan-tri/thu-di/<int:row_id>/gui-lai", endpoint="resend")
@open_to(ADMINISTRATOR)
def resend(row_id: int) -> ResponseReturnValue:
    """Put a dead message back in the queue, with all its tries before it."""
    with here.platform().work() as work:
        dead = sa.update(outbox).where(outbox.c.id == row_id, outbox.c.state == "dead")
        if work.run(dead.values(state="waiting", tries=0, not_before=work.now, error=None)).rowcount:
            detail = {"row": row_id}
            audit.record(work, "notice:outbox:resend", officer=here.standing().officer_id, detail=detail)
    return redirect(url_for("admin_outgoing.listing", tt="dead"), code=303)
