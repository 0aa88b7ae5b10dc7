"""The few numbers that say whether all is well."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint
from flask.typing import ResponseReturnValue

from engine.reading import administration as reading
from engine.store.tables import timers
from engine.work import Work
from webui import desk, here
from webui.permissions import open_to

pages = Blueprint("admin", __name__)
ADMINISTRATOR = "administrator"


@pages.get("/quan-tri")
@open_to(ADMINISTRATOR)
def overview() -> ResponseReturnValue:
    with here.platform().look() as work:
        counts = reading.outbox_counts(work)
        numbers = [
            ("incidents", len(reading.incident_list(work, here.standing())), "admin.incidents", "alert"),
            ("overdue", _overdue(work), "admin.cases", "clock"),
            ("waiting", counts.get("waiting", 0), "admin.outgoing", "send"),
            ("dead", counts.get("dead", 0), "admin.outgoing", "mail"),
        ]
        return desk.show(
            work,
            "admin/overview.html",
            numbers=numbers,
            force=reading.activation_list(work, 1),
            hearts=reading.heartbeat_list(work),
        )


def _overdue(work: Work) -> int:
    """Timers that should have fired: anything but zero for long means that the clock stands still."""
    late = sa.select(sa.func.count()).where(timers.c.state == "pending", timers.c.due_at < work.now)
    return int(work.connection.execute(late).scalar_one())
