"""Who changed what: accounts, settings, reference data, releases; what is done to a case stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from engine.people import units
from engine.reading import accounts
from engine.reading import logbook as reading
from engine.store.ids import row_number
from webui import desk, here, words
from webui.admin.overview import ADMINISTRATOR
from webui.pages import say
from webui.permissions import open_to

pages = Blueprint("admin_logbook", __name__)


@pages.get("/quan-tri/nhat-ky")
@open_to(ADMINISTRATOR, "auditor")
def listing() -> ResponseReturnValue:
    with here.platform().look() as work:
        found = reading.acts(work, row_number(request.args.get("truoc", "")))
        rows = found[: reading.SIZE]
        people = accounts.names(work, [row.detail["officer"] for row in rows if "officer" in row.detail])
        offices = units.tree(work).by_code
        lines = [(row, _did(row.action), _about(row.detail, people, offices)) for row in rows]
        more = rows[-1].id if len(found) > reading.SIZE else None
        return desk.show(work, "admin/logbook.html", lines=lines, more=more)


def _did(action: str) -> str:
    name = f"logbook.{action.replace(':', '_')}"
    return say(name) if words.known(name) else action


def _about(detail: Mapping[str, Any], people: Mapping[int, str], offices: Mapping[str, units.Unit]) -> str:
    """The particulars of an act in words."""
    shown = (_particular(name, value, people, offices) for name, value in detail.items())
    return " · ".join(one for one in shown if one)


def _particular(name: str, value: Any, people: Mapping[int, str], offices: Mapping[str, units.Unit]) -> str:
    if name == "officer":
        return people.get(value, "")
    if name == "unit":
        return offices[value].short_name if value in offices else ""
    word = {"role": f"admin.role_{value}", "name": f"switch.{value}"}.get(name, "")
    return say(word) if words.known(word) else str(value)
