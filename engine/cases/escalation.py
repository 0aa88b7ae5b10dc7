"""A task runs late: who is reminded, at once or in the next bundle, and the record that it was so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine import access
from engine.notices.writing import bundle_for, mail_officers, tell_officers
from engine.people.units import Unit
from engine.store.tables import escalations

if TYPE_CHECKING:
    from engine.cases.step import Step

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Rung:
    """A rung of a ladder that was passed."""

    element: str
    name: str
    phase: str
    unit: str
    at: datetime
    clock: dict[str, Any] | None
    superseded: bool = False


def escalate(step: Step, element: str, rung: Mapping[str, object], at: datetime) -> None:
    """Note a rung at its moment; who is told is settled with the step, when the items are as they will be.

    A task that comes back late passes a rung in the very step that makes its item: only then has it a holder.
    """
    name, phase, unit = (str(rung.get(key)) for key in ("rung", "phase", "unit"))
    clock = step.ledger.find(phase, unit)
    superseded = clock is not None and _is_superseded(step, clock, name)
    if clock is not None:
        step.ledger.fired(clock, name, at)
    passed = Rung(element, name, phase, unit, at, clock, superseded)
    row = _late_item(step, element, clock)
    if row is None:
        step.unheard.append(passed)
    else:
        _announce(step, passed, row)


def _is_superseded(step: Step, clock: dict[str, Any], name: str) -> bool:
    """Whether a higher rung has been passed by now too: after an outage all hear of that one only."""
    left = [rung for rung in step.ledger.rungs(clock, step.now) if rung["at"] <= step.now]
    return bool(left) and left[-1]["rung"] != name


def announce_unheard(step: Step) -> None:
    """Tell of the rungs that were passed before their task had an item."""
    for passed in step.unheard:
        _announce(step, passed, _late_item(step, passed.element, passed.clock))
    step.unheard.clear()


def _announce(step: Step, passed: Rung, row: Row | None) -> None:
    """Record a rung and tell those whom the table names."""
    element, name, phase, unit = passed.element, passed.name, passed.phase, passed.unit
    at, clock = passed.at, passed.clock
    if passed.superseded:
        step.superseded.append(passed)
        _record(step, element, clock, phase, name, at, {})
        return
    plan = _plan(step, phase, name)
    people = _people(step, _roles(step, passed, plan), row, unit)
    _record(step, element, clock, phase, name, at, people)
    _tell(step, plan, row, unit, clock, name, people)


def _plan(step: Step, phase: str, rung: str) -> Row:
    told = step.host.ask("escalation", phase=phase, rung=rung)
    return told if isinstance(told, dict) else {}


def _roles(step: Step, passed: Rung, plan: Row) -> list[str]:
    """Whom the table names for this rung, and for the lower ones of its clock that it stands for."""
    lower = [one for one in step.superseded if one.clock is passed.clock and one.element == passed.element]
    plans = [plan, *(_plan(step, one.phase, one.name) for one in lower)]
    return [str(role) for one in plans for role in one.get("recipients") or ()]


def _late_item(step: Step, element: str, clock: Row | None) -> Row | None:
    """The open item whose clock ran: co-handlers have the same task at the same time, each with a clock."""
    here = [item for item in step.items if item["element"] == element]
    timed = [item for item in here if clock and _runs_on(item, clock)]
    return next(iter(timed or here), None)


def _runs_on(item: Row, clock: Row) -> bool:
    """Whether the clock is the item's; one that this step started has no id yet."""
    return item.get("clock") is clock if item["clock_id"] is None else item["clock_id"] == clock.get("id")


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
