"""The timer rows of a case: what the clock will have to do, and what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.store.tables import timers
from engine.store.upserting import upsert

if TYPE_CHECKING:
    from engine.bpmn import Timer
    from engine.cases.step import Step

_UNIQUE = ("case_id", "element", "occurrence")
_CHANGING = ("state", "fired_at", "due_at")


def note_fired(step: Step) -> None:
    """Log each timer that fired as an input of the case, at the moment it was due."""
    for timer in step.run.fired[step.noted :]:
        step.input("timer", element=timer.element, payload={"due": timer.due_at, "rung": timer.rung})
    step.noted = len(step.run.fired)


def reconcile(step: Step) -> None:
    """Make the pending rows equal to the armed timers of the diagram, in one statement."""
    fired = {_key(timer) for timer in step.run.fired}
    armed = {_key(timer): timer for timer in step.run.timers()}
    kept = {(row["task"], row["element"], row["rung_index"]): row for row in step.around.timers}
    changed = [_settled(step, row, key in fired) for key, row in kept.items() if key not in armed]
    for timer in step.run.fired:  # a rung armed and passed within this step never waited in a row
        if _key(timer) not in kept:
            changed.append(_row(step, timer) | {"state": "fired", "fired_at": step.now})
    for key, timer in armed.items():
        if key not in kept:
            changed.append(_row(step, timer))
        elif kept[key]["due_at"] != timer.due_at:
            changed.append({**kept[key], "due_at": timer.due_at})
    _write(step, changed)


def _settled(step: Step, row: dict[str, Any], fired: bool) -> dict[str, Any]:
    return {**row, "state": "fired" if fired else "cancelled", "fired_at": step.now if fired else None}


def _write(step: Step, changed: list[dict[str, Any]]) -> None:
    if changed:
        rows = [{name: value for name, value in row.items() if name != "id"} for row in changed]
        statement = upsert(step.work.connection, timers, unique=_UNIQUE, changing=_CHANGING)
        step.work.write(statement, rows)


def _key(timer: Timer) -> tuple[str, str, int]:
    return (timer.task, timer.element, timer.index)


def _row(step: Step, timer: Timer) -> dict[str, Any]:
    return {
        "case_id": step.id,
        "element": timer.element,
        "occurrence": next_occurrence(step, f"timer:{timer.element}"),
        "task": timer.task,
        "host": timer.host,
        "rung": timer.rung,
        "rung_index": timer.index,
        "due_at": timer.due_at,
        "state": "pending",
        "armed_at": step.now,
        "fired_at": None,
    }


def next_occurrence(step: Step, name: str) -> int:
    """Count how often an element has come up in this case."""
    tallies = dict(step.case["tallies"])
    tallies[name] = tallies.get(name, 0) + 1
    step.case["tallies"] = tallies
    return int(tallies[name])
