"""Restricted cases: open by name, not by unit, where the table or the centre says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import access
from engine.cases.concerning import name_people

if TYPE_CHECKING:
    from engine.cases.step import Step


def restrict(step: Step) -> None:
    """Restrict the case when the table says so; what is restricted is never opened again by a table."""
    if step.case["restricted"]:
        _name_handlers(step)
        return
    found = step.host.ask("restriction")
    if isinstance(found, dict) and found.get("restricted"):
        step.case |= {"restricted": True, "restricted_reason": str(found.get("reason") or "")}
        step.log("case:access:restrict", {"reason": step.case["restricted_reason"]})
        _name_handlers(step)


def _name_handlers(step: Step) -> None:
    """Those who act now keep their access: whoever acts, and the officers of the open tasks."""
    people = [step.actor.officer_id] if step.actor.officer_id else []
    for row in step.items:
        people += step.serving(row["unit_id"], access.roles_of(row["role"]))
    name_people(step, people, "restricted")
