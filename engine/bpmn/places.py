"""Where a case stands: what it waits for, what it has passed, whether it is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.specs.definitions import Message
from engine.bpmn.specs.events import BoundaryEvent, EndEvent, EventGateway
from engine.bpmn.specs.tokens import Task, side_branch, unfinished
from engine.bpmn.workflow import Case

LIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED


@dataclass(frozen=True)
class Token:
    """A place where the case waits, for a person or for an event; `nth` counts those at one element."""

    task: str
    element: str
    nth: int
    for_people: bool


def tokens(case: Case) -> Iterator[Token]:
    """Yield what an administrator may move, skip or take away; events on an edge go with their activity."""
    seen: dict[str, int] = {}
    for task in case.all_tasks():
        people = task.state == TaskState.READY and bool(task.task_spec.manual)
        event = task.state == TaskState.WAITING and task.id in case.event_manager.tasks
        if not (people or event) or isinstance(task.task_spec, BoundaryEvent):
            continue
        element = str(task.task_spec.bpmn_id)
        nth = seen[element] = seen.get(element, 0) + 1
        yield Token(str(task.id), element, nth, people)


def main_ends(case: Case) -> tuple[str, ...]:
    """Return the ends of the main process that end the case as a whole, or any of its ends if none does."""
    ends = [spec for spec in case.spec.task_specs.values() if isinstance(spec, EndEvent) and spec.bpmn_id]
    whole = [spec for spec in ends if spec.terminates]
    return tuple(str(spec.bpmn_id) for spec in whole or ends if not spec.escalates)


def waiting_messages(case: Case) -> frozenset[str]:
    names: set[str] = set()
    for task in case.event_manager.tasks.values():
        if task.state != TaskState.WAITING:
            continue
        spec = task.task_spec
        heard = spec.definitions.values() if isinstance(spec, EventGateway) else [spec.event_definition]
        names.update(str(definition.name) for definition in heard if isinstance(definition, Message))
    return frozenset(names)


def positions(case: Case) -> frozenset[str]:
    """Return the elements that hold a token; an event on an edge only waits, its activity holds the token."""
    return frozenset(
        str(task.task_spec.bpmn_id)
        for task in case.all_tasks()
        if task.state & LIVE and task.task_spec.bpmn_id and not isinstance(task.task_spec, BoundaryEvent)
    )


def visited(case: Case) -> frozenset[str]:
    return frozenset(
        str(task.task_spec.bpmn_id)
        for task in case.all_tasks()
        if task.state == TaskState.COMPLETED and task.task_spec.bpmn_id
    )


def ended(case: Case) -> str | None:
    """Return the end the main flow came to, once no token is left anywhere.

    Ends of side branches say nothing: an escalation reaches one while the case is open.
    """
    if any(unfinished(task) for task in case.all_tasks()):
        return None
    ends = [task for task in case.tasks.values() if _main_end(task)]
    closing = [task for task in ends if task.task_spec.terminates]
    last = (closing or ends)[-1:]
    return str(last[0].task_spec.bpmn_id) if last else None


def _main_end(task: Task) -> bool:
    spec = task.task_spec
    reached = task.state == TaskState.COMPLETED and isinstance(spec, EndEvent)
    return reached and not spec.escalates and side_branch(task) is None
