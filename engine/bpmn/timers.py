"""The timers of a case: which are armed, which is due next, and letting one pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine import feel
from engine.bpmn.instants import Rung, read_stamp, stamp
from engine.bpmn.specs.events import BoundaryEvent
from engine.bpmn.specs.tokens import Task
from engine.bpmn.workflow import Case


@dataclass(frozen=True)
class Timer:
    """The next instant of an armed timer; `rungs` holds all of them, passed ones first."""

    task: str
    element: str
    host: str | None
    due_at: datetime
    rung: str | None
    index: int
    rungs: tuple[object, ...]


def armed(case: Case) -> list[Timer]:
    """Return each armed timer that still has an instant to come, the earliest first."""
    found = [_timer(task, element, schedule) for task, element, schedule in _open(case)]
    return sorted(found, key=lambda timer: (timer.due_at, timer.element))


def next_due(case: Case, now: datetime) -> Timer | None:
    """Return the timer that is due first, if one is due."""
    limit = stamp(now)
    # At one instant the element's name decides, so that saving and loading change nothing.
    due = [
        (schedule["rungs"][schedule["index"]]["at"], element, place, task, schedule)
        for place, (task, element, schedule) in enumerate(_open(case))
        if schedule["rungs"][schedule["index"]]["at"] <= limit
    ]
    if not due:
        return None
    _, element, _, task, schedule = min(due, key=lambda entry: entry[:3])
    return _timer(task, element, schedule)


def passed(case: Case, timer: Timer) -> None:
    task = case.find(timer.task)
    assert task is not None
    task.task_spec.pass_moment(task, timer.element)


def _open(case: Case) -> Iterator[tuple[Task, str, dict[str, Any]]]:
    for task in case.event_manager.tasks.values():
        if task.state != TaskState.WAITING or not hasattr(task.task_spec, "schedules"):
            continue
        for element, schedule in task.task_spec.schedules(task):
            if schedule["index"] < len(schedule["rungs"]):
                yield task, element, schedule


def _timer(task: Task, element: str, schedule: dict[str, Any]) -> Timer:
    spec = task.task_spec
    current = schedule["rungs"][schedule["index"]]
    return Timer(
        task=str(task.id),
        element=element,
        host=spec.host if isinstance(spec, BoundaryEvent) else None,
        due_at=read_stamp(current["at"]),
        rung=_name(current),
        index=schedule["index"],
        rungs=tuple(_told(rung) for rung in schedule["rungs"]),
    )


def _told(rung: Rung) -> object:
    told = feel.from_json(rung["rung"]) if rung["rung"] is not None else {}
    assert isinstance(told, dict)
    return {**told, "at": read_stamp(rung["at"])}


def _name(rung: Rung) -> str | None:
    told = _told(rung)
    assert isinstance(told, dict)
    return told.get("rung")
