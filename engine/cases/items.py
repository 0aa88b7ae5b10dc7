"""The work items of a case: rows that mirror the tasks the diagram waits for people to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine import access
from engine.cases.concerning import concern, name_people
from engine.cases.escalation import announce_unheard
from engine.cases.rows import authors, of_elements
from engine.cases.waits import next_occurrence
from engine.errors import BrokenProcedure
from engine.people.units import Unit
from engine.store.tables import work_items
from engine.store.upserting import upsert

if TYPE_CHECKING:
    from engine.bpmn import Item, UserTask
    from engine.cases.step import Step

Row = dict[str, Any]


UNIQUE = ("case_id", "element", "occurrence")
CHANGING = (
    "state",
    "completed_by",
    "completed_at",
    "on_behalf_of",
    "answers",
    "claimed_by",
    "due_at",
    "urgent",
)


def close(step: Step, row: Row, state: str, **more: object) -> None:
    """Take an item off the list: done by somebody, or cancelled because the case moved on."""
    row |= {"state": state, **more}
    step.items = [item for item in step.items if item is not row]
    step.closed_items.append(row)
    _stop_clock(step, row)


def _stop_clock(step: Step, row: Row) -> None:
    clock = _clock_of(step, row)
    if clock is not None and not any(_clock_of(step, item) is clock for item in step.items):
        step.ledger.stop(clock, step.now)


def _clock_of(step: Step, row: Row) -> Row | None:
    """The clock an item runs on; one that this step started has no id yet."""
    if row["clock_id"] is None:
        return row.get("clock")
    return next((c for c in step.ledger.clocks if c.get("id") == row["clock_id"]), None)


def reconcile(step: Step) -> None:
    """Cancel the items of tasks that are gone and make one for each task that is new."""
    live = {item.task: item for item in step.run.items()}
    for row in [row for row in step.items if row["task"] not in live]:
        close(step, row, "cancelled", completed_at=step.now)
    known = {row["task"] for row in step.items}
    for task, item in live.items():
        if task not in known:
            step.items.append(_new(step, item))
    for row in step.items:
        _follow_clock(step, row)
    announce_unheard(step)


def _follow_clock(step: Step, row: Row) -> None:
    """Show on the item what its clock says now; told lets lists know the public status of the step."""
    told = step.release.diagram.user_tasks.get(row["element"])
    row["public_status"] = told.properties.get("public_status") if told else None
    clock = _clock_of(step, row)
    urgent = step.case["urgency"] == "emergency" or "emergency" in step.recall("hints", [])
    due = clock["due_at"] if clock else None
    if row["due_at"] != due or row["urgent"] != urgent:
        row |= {"due_at": due, "urgent": urgent, "changed": True}


def _new(step: Step, item: Item) -> Row:
    told = step.release.diagram.user_tasks[item.element]
    unit = _unit(step, item, told)
    role = str(_told(step, item, told.role) or "")
    choice = _choose(step, told, unit, role)
    clock = step.ledger.hold(told.deadline, unit.code, step.now) if told.deadline else None
    row: Row = {
        "case_id": step.id,
        "element": item.element,
        "task": item.task,
        "occurrence": next_occurrence(step, f"item:{item.element}"),
        "name": told.name,
        "form": told.form or "",
        "role": ",".join(choice.roles),
        "unit_id": choice.unit_id,
        "phase": told.deadline,
        "clock_id": clock.get("id") if clock else None,
        "clock": clock,
        "created_at": step.now,
        "due_at": clock["due_at"] if clock else None,
        "state": "open",
        "claimed_by": _assignee(step, item, told, choice),
        "claimed_at": None,
        "fallback": choice.fallback,
        "urgent": False,
    }
    _tell_of_gap(step, row, choice, unit, role)
    concern(step, choice.unit_id, "holder")
    if step.case["restricted"]:
        name_people(step, [one.officer_id for one in choice.candidates], "work_item")
    return row | {"changed": True}


def _told(step: Step, item: Item, text: str | None) -> object:
    return step.run.evaluate(item.task, text, step.now) if text else None


def _unit(step: Step, item: Item, told: UserTask) -> Unit:
    code = _told(step, item, told.unit)
    found = step.tree.by_code.get(str(code))
    if found is None:
        raise BrokenProcedure(
            element=item.element, reason=f"unit {code!r} is unknown", case_id=step.id, action="assign"
        )
    return found


def _choose(step: Step, told: UserTask, unit: Unit, role: str) -> access.Choice:
    """Count who may do it now; when nobody may, the fallback table names who stands in."""
    roles = access.roles_of(role)
    done = of_elements([*step.done_items, *step.closed_items], told.independent_of or "")
    excluding = authors(done)
    own = access.among(step.roster(unit.id), roles, excluding=excluding)
    if own:
        return access.Choice(unit.id, roles, own)
    rows: list[Any] = []
    for each in roles:
        found = step.host.ask("fallback", role=each, unit_kind=unit.kind, phase=told.deadline)
        rows += found if isinstance(found, list) else []
    return access.with_fallback(step.work, unit, roles, excluding=excluding, fallback_rows=rows)


def _assignee(step: Step, item: Item, told: UserTask, choice: access.Choice) -> int | None:
    """The officer the diagram names, if still among those who may do it."""
    login = _told(step, item, told.assignee)
    if not login:
        return None
    return next((one.officer_id for one in choice.candidates if one.login == str(login)), None)


def _tell_of_gap(step: Step, row: Row, choice: access.Choice, unit: Unit, role: str) -> None:
    if choice.fallback or not choice.candidates:
        detail = {"element": row["element"], "unit": unit.code, "role": role, "fallback": choice.fallback}
        step.log("case:work_item:uncovered", detail)
        step.host.alarm(row, unit, bool(choice.candidates))


def write(step: Step) -> None:
    """Write closed items, changed ones and new ones in one statement."""
    changed = [*step.closed_items, *(row for row in step.items if row.get("changed"))]
    if changed:
        names = [one.name for one in work_items.c if one.name != "id"]
        rows = [{name: row.get(name) for name in names} | _clock_id(step, row) for row in changed]
        step.work.write(upsert(step.work.connection, work_items, unique=UNIQUE, changing=CHANGING), rows)
    step.done_items += [row for row in step.closed_items if row["state"] == "done"]
    step.closed_items = []


def _clock_id(step: Step, row: Row) -> Row:
    clock = _clock_of(step, row)
    return {"clock_id": clock["id"] if clock else None}
