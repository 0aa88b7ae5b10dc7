# mypy: allow-subclassing-any
"""Events: where a case starts, waits, calls out and ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition, TerminateEventDefinition
from SpiffWorkflow.bpmn.specs.mixins import (
    BoundaryEventMixin,
    BpmnSpecMixin,
    EndEventMixin,
    IntermediateCatchEventMixin,
    IntermediateThrowEventMixin,
    StartEventMixin,
)
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.util.task import TaskState

from engine import feel
from engine.bpmn.instants import Rung, read_stamp
from engine.bpmn.specs.definitions import FIRED, PAYLOAD, TIMER, Coded, Message, Timer
from engine.bpmn.specs.tokens import SIDE, Onward, Spec, Task, Unpredicted, lineage

CHOSEN = "chosen"
TIMERS = "timers"


class StartEvent(Onward, StartEventMixin, BpmnSpecMixin):
    """Where a scope begins."""


class Waiting:
    """An event that waits until it is told that its moment or message has come."""

    bpmn_id: str
    event_definition: Any

    def hears(self, my_task: Task, message: str) -> bool:
        definition = self.event_definition
        return isinstance(definition, Message) and definition.name == message

    def receive(self, my_task: Task, message: str, payload: object) -> None:
        if payload is not None:
            my_task.internal_data[PAYLOAD] = payload
        self.fire(my_task)

    def schedules(self, my_task: Task) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield each armed timer: the element it is drawn as, and its instants."""
        if isinstance(self.event_definition, Timer) and TIMER in my_task.internal_data:
            yield self.bpmn_id, my_task.internal_data[TIMER]

    def pass_moment(self, my_task: Task, element: str) -> Rung:
        """Mark the next instant as passed and let the token go."""
        timer = my_task.internal_data[TIMER]
        rung: Rung = timer["rungs"][timer["index"]]
        timer["index"] += 1
        self.fire(my_task, rung)
        return rung

    def fire(self, my_task: Task, rung: Rung | None = None) -> None:
        my_task.internal_data[FIRED] = True
        my_task.task_spec._update(my_task)

    def _run_hook(self, my_task: Task) -> bool:
        self.event_definition.update_task_data(my_task)
        for key in (TIMER, FIRED):
            my_task.internal_data.pop(key, None)
        return True


class CatchEvent(Onward, Waiting, IntermediateCatchEventMixin, BpmnSpecMixin):
    """Waits in the flow for an instant or a message."""


class BoundaryEvent(Onward, Waiting, BoundaryEventMixin, BpmnSpecMixin):
    """Waits on the edge of an activity.

    A non-interrupting one stays there as long as its activity is open and releases a token each
    time; the token hangs on the split, so that finishing the activity does not delete what the
    token has led to.
    """

    def __init__(self, wf_spec: Any, bpmn_id: str, host: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.host = host

    def fire(self, my_task: Task, rung: Rung | None = None) -> None:
        if self.cancel_activity:
            super().fire(my_task)
        else:
            self._release(my_task, rung)

    def _release(self, my_task: Task, rung: Rung | None) -> None:
        self.event_definition.update_task_data(my_task)
        token = my_task.parent._add_child(self, TaskState.COMPLETED)
        token.triggered = True
        token.internal_data[SIDE] = self.bpmn_id
        token.data = {**my_task.data, **_given(rung)}
        for output in self.outputs:
            if not isinstance(output, BoundaryEnd):
                output._update(token._add_child(output, TaskState.FUTURE))


class BoundaryEnd:
    """Marks the invisible element that takes the events off an activity; see engine.bpmn.specs.boundary."""


def _given(rung: Rung | None) -> dict[str, object]:
    if rung is None:
        return {}
    told = feel.from_json(rung["rung"]) if rung["rung"] is not None else {}
    assert isinstance(told, dict)
    return {"rung": {**told, "at": read_stamp(rung["at"])}}


class EventGateway(Unpredicted, Waiting, CatchingEvent, BpmnSpecMixin):
    """Waits for the first of several events; each timer behind it keeps its own instant."""

    def __init__(self, wf_spec: Any, bpmn_id: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, event_definition=_Several(), **kwargs)
        self.definitions: dict[str, Timer | Message] = {}

    def connect(self, child: Spec) -> None:
        super().connect(child)
        # The gateway does the waiting; the event behind it lets the token straight through.
        self.definitions[child.name] = child.event_definition
        child.event_definition = NoneEventDefinition()

    def arm(self, my_task: Task) -> None:
        if TIMERS in my_task.internal_data:
            return
        my_task.internal_data[TIMERS] = {
            name: definition.arm(my_task)
            for name, definition in self.definitions.items()
            if isinstance(definition, Timer)
        }

    def hears(self, my_task: Task, message: str) -> bool:
        return CHOSEN not in my_task.internal_data and self._way(message) is not None

    def receive(self, my_task: Task, message: str, payload: object) -> None:
        if payload is not None:
            my_task.internal_data[PAYLOAD] = payload
        self.choose(my_task, self._way(message))

    def schedules(self, my_task: Task) -> Iterator[tuple[str, dict[str, Any]]]:
        yield from my_task.internal_data.get(TIMERS, {}).items()

    def pass_moment(self, my_task: Task, element: str) -> Rung:
        timer = my_task.internal_data[TIMERS][element]
        rung: Rung = timer["rungs"][timer["index"]]
        self.choose(my_task, element)
        return rung

    def choose(self, my_task: Task, way: str | None) -> None:
        my_task.internal_data[CHOSEN] = way
        self.fire(my_task)

    def _way(self, message: str) -> str | None:
        return next(
            (
                name
                for name, definition in self.definitions.items()
                if isinstance(definition, Message) and definition.name == message
            ),
            None,
        )

    def _run_hook(self, my_task: Task) -> bool:
        way = my_task.internal_data.pop(CHOSEN)
        self.definitions[way].update_task_data(my_task)
        for key in (TIMERS, FIRED):
            my_task.internal_data.pop(key, None)
        my_task._sync_children([self._wf_spec.task_specs[way]], TaskState.FUTURE)
        return True


class _Several(EventDefinition):
    """Stands in for the events behind a gateway."""

    def has_fired(self, my_task: Task) -> bool:
        my_task.task_spec.arm(my_task)
        return bool(my_task.internal_data.get(FIRED, False))


class ThrowEvent(Onward, IntermediateThrowEventMixin, BpmnSpecMixin):
    """Sends a message into the case, or only marks a point passed."""


class EndEvent(Onward, EndEventMixin, BpmnSpecMixin):
    """Where a token ends; a terminate end takes every other token of its scope with it."""

    @property
    def terminates(self) -> bool:
        return isinstance(self.event_definition, TerminateEventDefinition)

    @property
    def escalates(self) -> bool:
        return isinstance(self.event_definition, Coded) and self.event_definition.kind == "escalation"

    def _run_hook(self, my_task: Task) -> bool:
        if not self.terminates:
            self.event_definition.throw(my_task)
        if self.escalates:
            self._escalate(my_task)
        return True

    def _escalate(self, my_task: Task) -> None:
        edge = _edge(my_task)
        if edge is None:
            return
        engine = my_task.workflow.script_engine
        rung = my_task.data.get("rung", {})
        engine.host.escalate(self.bpmn_id, edge.host, rung, engine.now)

    def _on_complete_hook(self, my_task: Task) -> None:
        if not self.terminates:
            super()._on_complete_hook(my_task)
            return
        for task in list(my_task.workflow.tasks.values()):
            if task.state & TaskState.NOT_FINISHED_MASK:
                task.cancel()
        my_task.workflow._mark_complete(my_task)


def _edge(my_task: Task) -> BoundaryEvent | None:
    """Return the boundary event whose branch this token is on."""
    for task in lineage(my_task):
        if SIDE in task.internal_data:
            spec = task.workflow.spec.task_specs[task.internal_data[SIDE]]
            assert isinstance(spec, BoundaryEvent)
            return spec
        if isinstance(task.task_spec, BoundaryEvent):
            return task.task_spec
    return None
