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
    """Make the pending rows equal to the armed timers of the diagram; they were so when the step began."""
    fired = {_key(timer) for timer in step.run.fired}
    armed = {_key(timer): timer for timer in step.run.timers()}
    kept = {_key(timer): timer for timer in step.armed}
    changes = [
        _change(step, timer, "fired" if key in fired else "cancelled")
        for key, timer in kept.items()
        if key not in armed
    ]
    for timer in step.run.fired:  # a rung armed and passed within this step never waited in a row
        if _key(timer) not in kept:
            step.pending.add(timers, _row(step, timer) | {"state": "fired", "fired_at": step.now})
    for key, timer in armed.items():
        if key not in kept:
            step.pending.add(timers, _row(step, timer))
        elif kept[key].due_at != timer.due_at:
            changes.append(_change(step, timer, "pending"))
    if changes:
        step.work.run(_UPDATE, changes)


_WAITING = sa.and_(
    timers.c.case_id == sa.bindparam("of_case"),
    timers.c.task == sa.bindparam("of_task"),
    timers.c.element == sa.bindparam("of_element"),
    timers.c.rung_index == sa.bindparam("of_index"),
    timers.c.state == "pending",
)
_UPDATE = (
    sa.update(timers)
    .where(_WAITING)
    .values(
        state=sa.bindparam("to_state"), fired_at=sa.bindparam("to_fired_at"), due_at=sa.bindparam("to_due_at")
    )
)


def _change(step: Step, timer: Timer, state: str) -> dict[str, Any]:
    return {
        "of_case": step.id,
        "of_task": timer.task,
        "of_element": timer.element,
        "of_index": timer.index,
        "to_state": state,
        "to_fired_at": step.now if state == "fired" else None,
        "to_due_at": timer.due_at,
    }


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
