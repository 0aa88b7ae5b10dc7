"""What an administrator may do to a token when the drawn way is not enough."""

from __future__ import annotations

import copy

from SpiffWorkflow.util.task import TaskState

from engine.bpmn.errors import NotWaiting
from engine.bpmn.places import main_ends
from engine.bpmn.specs.events import BoundaryEvent, Waiting
from engine.bpmn.specs.loops import MultiInstance
from engine.bpmn.specs.tokens import Task, unfinished
from engine.bpmn.workflow import Case

# What may still run once a case has reached its end: the closing of its process.
FEW = 10


def cancel_token(task: Task) -> None:
    """End a token; a multi-instance goes on without the instance that was taken away."""
    owner = task.parent
    if isinstance(owner.task_spec, MultiInstance) and owner.state == TaskState.STARTED:
        task.cancel()
        owner.task_spec.settle(owner)
    else:
        _take_away(task)


def move_token(task: Task, to_element: str) -> None:
    """Put the token on another element of the same scope; a multi-instance moves as a whole."""
    specs = task.workflow.spec.task_specs
    target = specs.get(f"{to_element}.BoundaryEventSplit") or specs.get(to_element)
    if target is None or target.bpmn_id is None and not target.name.endswith(".BoundaryEventSplit"):
        raise NotWaiting(to_element)
    whole = task.parent if isinstance(task.parent.task_spec, MultiInstance) else task
    data = copy.deepcopy(whole.data)
    parent = _take_away(whole)
    token = parent._add_child(target, TaskState.FUTURE)
    token.triggered = True
    token.data = data
    target._update(token)


def end_case(case: Case, end: str) -> None:
    """Take every token away and let the case reach an end of its main process, from its very beginning."""
    if end not in main_ends(case):
        raise NotWaiting(end)
    for task in list(case.all_tasks()):
        if unfinished(task):
            task.cancel()
    last = case.task_tree._add_child(case.spec.task_specs[end], TaskState.READY)
    last.triggered = True
    last.run()
    case.run_ready(FEW)


def skip_token(task: Task) -> None:
    """Let the token pass as if what it waits for had happened, without answers."""
    spec = task.task_spec
    if task.state == TaskState.READY and spec.manual:
        task.run()
    elif isinstance(spec, Waiting) and task.state == TaskState.WAITING:
        _pass_event(task)
    else:
        raise NotWaiting(str(task.id))


def _pass_event(task: Task) -> None:
    spec = task.task_spec
    if isinstance(spec, BoundaryEvent) and not spec.cancel_activity:
        raise NotWaiting(str(task.id))
    ways = getattr(spec, "definitions", None)
    if ways:
        spec.choose(task, next(iter(ways)))
    else:
        spec.fire(task)


def _take_away(task: Task) -> Task:
    """End a token and the events on its edge; return the task a new token can grow from."""
    split = task.parent
    edge = [
        child
        for child in split.children
        if isinstance(child.task_spec, BoundaryEvent) and not child.triggered
    ]
    if not edge:
        task.cancel()
        return split
    for child in [task, *edge]:
        if unfinished(child):
            child.cancel()
    return split.parent
