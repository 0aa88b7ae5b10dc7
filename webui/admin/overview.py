"""The few numbers that say whether all is well."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from engine.reading import administration as reading
from engine.reading import outgoing
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
        counts = outgoing.outbox_counts(work)
        numbers = [
            ("incidents", reading.incident_count(work, here.standing()), url_for("admin_incidents.listing")),
            ("overdue", _overdue(work), ""),
            ("waiting", counts["waiting"], url_for("admin_outgoing.listing", tt="waiting")),
            ("dead", counts["dead"], url_for("admin_outgoing.listing", tt="dead")),
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
