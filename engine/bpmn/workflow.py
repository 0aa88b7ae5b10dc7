# mypy: allow-subclassing-any
"""One case as SpiffWorkflow holds it: a tree of tasks for each scope, walked without its iterators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.mixins import SubWorkflowTaskMixin
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.specs.Join import Join
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.errors import StepBudget, TooDeep
from engine.bpmn.numbered import NumberedTask, Numbers
from engine.bpmn.specs.boundary import _around
from engine.bpmn.specs.definitions import Coded
from engine.bpmn.specs.events import BoundaryEvent
from engine.bpmn.specs.loops import MultiInstance
from engine.bpmn.specs.tokens import Task, depth, unfinished

DEEPEST = 800


class _Scope:
    """What the main process and every process inside it do differently from the library."""

    tasks: dict[Any, Task]
    spec: Any
    top_workflow: Any

    def __init__(self, *given: Any, deserializing: bool = False, **named: Any) -> None:
        # How finished tasks were written when the case was loaded: they are written the same again.
        self.written: dict[UUID, list[Any]] = {}
        super().__init__(*given, deserializing=True, **named)  # type: ignore[call-arg]
        if not deserializing:
            self._plant()

    def _plant(self) -> None:
        """Set the first task, from which all others grow."""
        identity = self.top_workflow.numbers.give()
        self.task_tree = NumberedTask(self, self.spec.start, state=TaskState.FUTURE, id=identity)
        self.task_tree.task_spec._predict(self.task_tree, mask=TaskState.NOT_FINISHED_MASK)
        self.task_tree._ready()

    def update_waiting_tasks(self) -> None:
        """Let joins look again; events are told when their moment comes, and need no asking."""
        # Called after every element, so that its cost is the reading of one attribute for each task.
        waiting = [task for task in self.tasks.values() if task._state == TaskState.WAITING]
        for task in waiting:
            if task.state == TaskState.WAITING and isinstance(task.task_spec, Join):
                task.task_spec._update(task)


class Inner(_Scope, BpmnSubWorkflow):
    """The scope of an embedded or called process."""


class Case(_Scope, BpmnWorkflow):
    """The scope of the main process, which owns all others."""

    def __init__(self, *given: Any, **named: Any) -> None:
        self.numbers = Numbers()
        super().__init__(*given, **named)

    def create_subprocess(self, my_task: Task, spec_name: str) -> Inner:
        scope = Inner(self.subprocess_specs[spec_name], parent_task_id=my_task.id, top_workflow=self)
        self.subprocesses[my_task.id] = scope
        return scope

    def scopes(self) -> list[Any]:
        """Return every scope, innermost first, so that what is inside finishes before what waits for it."""
        return [*sorted(self.subprocesses.values(), key=lambda scope: -scope.depth), self]

    def all_tasks(self) -> Iterator[Task]:
        for scope in self.scopes():
            yield from list(scope.tasks.values())

    def find(self, identity: str) -> Task | None:
        try:
            key = UUID(identity)
        except ValueError:
            return None
        return next((scope.tasks[key] for scope in self.scopes() if key in scope.tasks), None)

    def run_ready(self, budget: int) -> int:
        """Run automatic elements until only people, instants and messages are waited for."""
        spent = 0
        while True:
            ready = self._runnable()
            if not ready:
                break
            for task in ready:
                # An earlier one of this round may have ended it.
                if not _runnable(task) or task.id not in task.workflow.tasks:
                    continue
                spent += 1
                if spent > budget:
                    raise StepBudget(str(task.task_spec.bpmn_id), f"more than {budget} elements in one step")
                task.run()
        self.sweep()
        return spent

    def _runnable(self) -> list[Task]:
        """Return the automatic elements that may run now, innermost scope first."""
        return [
            task
            for scope in self.scopes()
            for task in scope.tasks.values()
            if task._state == TaskState.READY and not task.task_spec.manual
        ]

    def sweep(self) -> None:
        """Drop scopes and waiting events whose task is gone.

        The library leaves the scopes of a cancelled multi-instance running and keeps removed timers
        in its list, where they fail at their due time for ever.
        """
        gone = [scope for scope in self.subprocesses.values() if self._orphaned(scope)]
        for scope in gone:
            del self.subprocesses[scope.parent_task_id]
        alive = {id(scope) for scope in self.scopes()}
        waiting = self.event_manager.tasks
        for key, task in list(waiting.items()):
            if (
                task.state != TaskState.WAITING
                or id(task.workflow) not in alive
                or key not in task.workflow.tasks
            ):
                del waiting[key]

    def _orphaned(self, scope: Any) -> bool:
        owner = next(
            (
                outer.tasks[scope.parent_task_id]
                for outer in self.scopes()
                if scope.parent_task_id in outer.tasks
            ),
            None,
        )
        if owner is None:
            return True
        return owner.state == TaskState.CANCELLED and any(unfinished(task) for task in scope.tasks.values())

    def check_depth(self) -> int:
        deepest = 0
        for task in self.all_tasks():
            if unfinished(task):
                deepest = max(deepest, depth(task))
                if deepest > DEEPEST:
                    raise TooDeep(
                        str(task.task_spec.bpmn_id), f"the case is more than {DEEPEST} elements deep"
                    )
        return deepest

    def listeners(self, message: str) -> list[Task]:
        """Return who waits for a message, in an order that saving and loading do not change."""
        heard = [
            task
            for task in self.event_manager.tasks.values()
            if task.state == TaskState.WAITING and task.task_spec.hears(task, message)
        ]
        return sorted(heard, key=lambda task: str(task.task_spec.bpmn_id))

    def deliver(self, message: str, payload: Mapping[str, object] | None) -> bool:
        heard = self.listeners(message)
        for task in heard:
            task.task_spec.receive(task, message, payload)
        return bool(heard)

    def raise_code(self, my_task: Task, thrown: Coded) -> bool:
        """Hand an error or escalation to the nearest enclosing activity with a matching event on its edge."""
        scope = my_task.workflow
        while scope is not self:
            owner = self.get_task_from_id(scope.parent_task_id)
            for event in _edge_of(owner):
                definition = event.task_spec.event_definition
                if isinstance(definition, Coded) and definition.meets(thrown):
                    event.task_spec.fire(event)
                    return True
            scope = owner.workflow
        return False


def _runnable(task: Task) -> bool:
    return task.state == TaskState.READY and not task.task_spec.manual


def _edge_of(owner: Task) -> list[Task]:
    """Return the events still waiting on the edge of an activity, or of the multi-instance it belongs to."""
    if isinstance(owner.parent.task_spec, MultiInstance):
        owner = owner.parent
    split = owner.parent
    if not any(isinstance(child.task_spec, BoundaryEvent) for child in split.children):
        return []
    return [event for event in _around(split)[1] if event.state == TaskState.WAITING]


def opens_scope(task: Task) -> bool:
    return isinstance(task.task_spec, SubWorkflowTaskMixin)
