# mypy: allow-subclassing-any
"""What an event waits for or throws: instants, messages, codes."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition

from engine.bpmn.errors import RunError
from engine.bpmn.instants import Schedule, schedule
from engine.bpmn.specs.tokens import Task

TIMER = "timer"
PAYLOAD = "payload"
FIRED = "event_fired"


class Timer(EventDefinition):
    """An instant, or a ladder of instants, computed once when the token arrives.

    It never looks at a clock by itself: the run releases the timers that are due, one by one, each
    at its own moment.
    """

    def __init__(self, kind: str, expression: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind
        self.expression = expression

    def arm(self, my_task: Task) -> Schedule:
        engine = my_task.workflow.script_engine
        element = str(my_task.task_spec.bpmn_id)
        return schedule(self.kind, self.expression, element, engine, my_task.data)

    def has_fired(self, my_task: Task) -> bool:
        if TIMER not in my_task.internal_data:
            my_task.internal_data[TIMER] = self.arm(my_task)
        return bool(my_task.internal_data.get(FIRED, False))

    def catches(self, my_task: Task, event: object = None) -> bool:
        return False


class Message(EventDefinition):
    """A message by name; its payload goes under one variable."""

    def __init__(self, name: str, variable: str, inputs: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.variable = variable
        self.inputs = dict(inputs)

    def throw(self, my_task: Task) -> None:
        engine = my_task.workflow.script_engine
        given = {name: engine.setting(text, my_task.data) for name, text in self.inputs.items()}
        # Nobody waiting for it is no error: a message is a call into the room.
        my_task.workflow.top_workflow.deliver(self.name, copy.deepcopy(given) or None)

    def update_task_data(self, my_task: Task) -> None:
        if PAYLOAD in my_task.internal_data:
            my_task.data[self.variable] = my_task.internal_data.pop(PAYLOAD)


class Coded(EventDefinition):
    """An error or an escalation by its code; a boundary without a code catches every one."""

    def __init__(self, kind: str, code: str | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind = kind
        self.code = code

    def meets(self, thrown: Coded) -> bool:
        return self.kind == thrown.kind and self.code in (None, thrown.code)

    def throw(self, my_task: Task) -> None:
        caught = my_task.workflow.top_workflow.raise_code(my_task, self)
        if not caught and self.kind == "error":
            raise RunError(
                str(my_task.task_spec.bpmn_id), f"nobody catches the error {self.code or ''}".strip()
            )
