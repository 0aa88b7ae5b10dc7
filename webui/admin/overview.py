"""The few numbers that say whether all is well."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from engine.reading import administration as reading
from engine.reading.running import incident_count
from engine.watching import Numbers, raised, read_numbers
from webui import desk, here
from webui.pages import moment, say
from webui.permissions import open_to

pages = Blueprint("admin", __name__)
ADMINISTRATOR = "administrator"
MINUTE = 60
GIGABYTE = 1024**3


@pages.get("/quan-tri")
@open_to(ADMINISTRATOR)
def overview() -> ResponseReturnValue:
    with here.platform().look() as work:
        found = read_numbers(work)
        numbers = [
            ("incidents", incident_count(work, here.standing()), url_for("admin_incidents.listing")),
            ("overdue", found.overdue, ""),
            ("waiting", found.waiting, url_for("admin_outgoing.listing", tt="waiting")),
            ("dead", found.dead, url_for("admin_outgoing.listing", tt="dead")),
        ]
        return desk.show(
            work,
            "admin/overview.html",
            numbers=numbers,
            alarms=raised(found),
            facts=_facts(found),
            force=reading.activation_list(work, 1),
            hearts=reading.heartbeat_list(work),
        )


def _facts(found: Numbers) -> list[str]:
    """What is worth knowing on a quiet day too."""
    told = [say("watch.disk", gigabytes=f"{found.disk_free / GIGABYTE:.0f}")]
    if found.oldest_overdue >= MINUTE:
        told.append(say("watch.late_by", minutes=int(found.oldest_overdue // MINUTE)))
    if found.backup_age is None:
        return [*told, say("watch.no_backup")]
    return [*told, say("watch.backup", at=moment(found.at - timedelta(seconds=found.backup_age)))]
