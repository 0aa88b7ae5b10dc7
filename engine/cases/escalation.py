"""A task runs late: who is reminded, at once or in the next bundle, and the record that it was so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine import access
from engine.notices.writing import bundle_for, mail_officers, tell_officers
from engine.people.units import Unit
from engine.store.tables import escalations

if TYPE_CHECKING:
    from engine.cases.step import Step

Row = Mapping[str, Any]


def escalate(step: Step, element: str, rung: Mapping[str, object], at: datetime) -> None:
    """Record a rung at its moment and tell those whom the table names."""
    name = str(rung.get("rung"))
    phase, unit = str(rung.get("phase")), str(rung.get("unit"))
    clock = step.ledger.find(phase, unit)
    row = _late_item(step, element, clock)
    if clock is not None:
        step.ledger.fired(clock, name, at)
    told = step.host.ask("escalation", phase=phase, rung=name)
    plan = told if isinstance(told, dict) else {}
    people = _people(step, plan.get("recipients") or (), row, unit)
    _record(step, element, clock, phase, name, at, people)
    _tell(step, plan, row, unit, clock, name, people)


def _late_item(step: Step, element: str, clock: Row | None) -> Row | None:
    """The open item whose clock ran: co-handlers have the same task at the same time, each with a clock."""
    here = [item for item in step.items if item["element"] == element]
    timed = [item for item in here if clock and item["clock_id"] == clock.get("id")]
    return next(iter(timed or here), None)


def _record(
    step: Step,
    element: str,
    clock: dict[str, Any] | None,
    phase: str,
    rung: str,
    at: datetime,
    people: Mapping[int, str],
) -> None:
    clock_id = step.ledger.keep(step.work, clock) if clock else None
    entry = {
        "case_id": step.id,
        "clock_id": clock_id,
        "element": element,
        "phase": phase,
        "rung": rung,
        "at": at,
        "recipients": {str(officer): role for officer, role in people.items()},
    }
    step.pending.add(escalations, entry)
    step.log("case:clock:escalate", {"element": element, "rung": rung, "told": list(people)}, at=at)


def _people(step: Step, roles: Any, row: Row | None, unit: str) -> dict[int, str]:
    """The officers behind the roles that the table names, each once, in its order."""
    found: dict[int, str] = {}
    for role in roles:
        for officer in _holders(step, str(role), row, unit):
            found.setdefault(officer, str(role))
    return found


def _holders(step: Step, role: str, row: Row | None, unit: str) -> list[int]:
    if role == "holder":
        return holders_of(step, row)
    places = {
        "agency_head": unit,
        "team_leader": step.recall("team") or unit,
        "chair": step.recall("team") or unit,
    }
    names = {"chair": "team_leader", "provincial_list": "ioc_lead"}
    place = step.tree.by_code.get(places.get(role, "ioc"))
    return step.serving(place.id, [names.get(role, role)]) if place else []


def holders_of(step: Step, row: Row | None) -> list[int]:
    """Who has a task in hand: the one who took it, else everybody who could."""
    if row is None:
        return []
    if row["claimed_by"]:
        return [row["claimed_by"]]
    return step.serving(row["unit_id"], access.roles_of(row["role"]))


def tell_holders(step: Step, text: str) -> None:
    """Put a notice about the case before everybody who has a task of it in hand."""
    people = {officer for row in step.items for officer in holders_of(step, row)}
    tell_officers(step, sorted(people), text, {"report_no": step.case["report_no"]})


def _tell(
    step: Step, plan: Row, row: Row | None, unit: str, clock: Row | None, rung: str, people: Mapping[int, str]
) -> None:
    if not plan or not people:
        return
    text = str(plan.get("text") or "escalate.leader")
    values = {
        "report_no": step.case["report_no"],
        "subject": step.case["subject"],
        "place": step.case["place"],
        "step": row["name"] if row else "",
        "unit": step.tree.by_code[unit].name if unit in step.tree.by_code else unit,
        "due": clock["due_at"].isoformat() if clock else "",
        "rung": rung,
    }
    cause = f"escalation:{step.id}:{row['element'] if row else ''}:{clock['id'] if clock else ''}:{rung}"
    if not plan.get("immediate"):
        bundle_for(step, people, text, values, cause=cause)
        return
    tell_officers(step, people, text, values, urgent=True)
    if "email" in str(plan.get("channel")):
        mail_officers(step, people, text, values, cause=cause)


def alarm(step: Step, row: Row, unit: Unit, substituted: bool) -> None:
    """Nobody of the unit may do this task now: the IOC's lead hears it at once."""
    ioc = step.tree.by_code.get("ioc")
    if ioc is None:
        return
    values = {"report_no": step.case["report_no"], "step": row["name"], "unit": unit.name}
    text = "work.substituted" if substituted else "work.uncovered"
    tell_officers(step, step.serving(ioc.id, ["ioc_lead"]), text, values, urgent=not substituted)
