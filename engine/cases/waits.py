"""The timer rows of a case: what the clock will have to do, and what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.store.tables import timers

if TYPE_CHECKING:
    from engine.bpmn import Timer
    from engine.cases.step import Step


def note_fired(step: Step) -> None:
    """Log each timer that fired as an input of the case, at the moment it was due."""
    for timer in step.run.fired[step.noted :]:
        step.input("timer", element=timer.element, payload={"due": timer.due_at, "rung": timer.rung})
    step.noted = len(step.run.fired)


def reconcile(step: Step) -> None:
    """Make the pending rows equal to the armed timers of the diagram."""
    fired = {(timer.task, timer.element, timer.index) for timer in step.run.fired}
    armed = {_key(timer): timer for timer in step.run.timers()}
    kept = {(row["task"], row["element"], row["rung_index"]): row for row in _pending(step)}
    gone = [row for key, row in kept.items() if key not in armed]
    _settle(step, [row["id"] for row in gone if _row_key(row) in fired], "fired")
    _settle(step, [row["id"] for row in gone if _row_key(row) not in fired], "cancelled")
    for timer in step.run.fired:  # a rung armed and passed within this step never waited in a row
        if _key(timer) not in kept:
            step.pending.add(timers, _row(step, timer) | {"state": "fired", "fired_at": step.now})
    for key, timer in armed.items():
        if key not in kept:
            step.pending.add(timers, _row(step, timer))
        elif kept[key]["due_at"] != timer.due_at:
            moved = sa.update(timers).where(timers.c.id == kept[key]["id"])
            step.work.run(moved.values(due_at=timer.due_at))


def _key(timer: Timer) -> tuple[str, str, int]:
    return (timer.task, timer.element, timer.index)


def _row_key(row: dict[str, Any]) -> tuple[str, str, int]:
    return (row["task"], row["element"], row["rung_index"])


def _pending(step: Step) -> list[dict[str, Any]]:
    if step.before["state"] is None:
        return []
    query = sa.select(timers).where(timers.c.case_id == step.id, timers.c.state == "pending")
    return [dict(row) for row in step.work.connection.execute(query).mappings()]


def _settle(step: Step, ids: list[int], state: str) -> None:
    if not ids:
        return
    values = {"state": state, "fired_at": step.now if state == "fired" else None}
    step.work.run(sa.update(timers).where(timers.c.id.in_(ids)).values(values))


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
