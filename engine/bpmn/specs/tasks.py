# mypy: allow-subclassing-any
"""Work done by people, by the host and by other processes."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins import (
    BpmnSpecMixin,
    ManualTaskMixin,
    SubWorkflowTaskMixin,
    UserTaskMixin,
)

from engine.bpmn.specs.tokens import Onward, Task, changes


class UserTask(Onward, UserTaskMixin, BpmnSpecMixin):
    """Waits for an officer's answers."""


class ManualTask(Onward, ManualTaskMixin, BpmnSpecMixin):
    """Waits for somebody to say that something was done."""


class ServiceTask(Onward, BpmnSpecMixin):
    """Asks the host to carry out a named operation."""

    def __init__(
        self,
        wf_spec: Any,
        bpmn_id: str,
        operation: str,
        result: str,
        inputs: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.operation = operation
        self.result = result
        self.operation_inputs = dict(inputs)

    def _run_hook(self, my_task: Task) -> bool:
        engine = my_task.workflow.script_engine
        inputs = {name: engine.setting(text, my_task.data) for name, text in self.operation_inputs.items()}
        answer = engine.operate(self.bpmn_id, self.operation, inputs, my_task.data)
        if self.result:
            my_task.data[self.result] = answer
        return True


class RuleTask(Onward, BpmnSpecMixin):
    """Asks the host for a decision."""

    def __init__(self, wf_spec: Any, bpmn_id: str, decision: str, result: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.decision = decision
        self.result = result

    def _run_hook(self, my_task: Task) -> bool:
        engine = my_task.workflow.script_engine
        my_task.data[self.result] = engine.decide(self.bpmn_id, self.decision, my_task.data)
        return True


class SubProcess(Onward, SubWorkflowTaskMixin, BpmnSpecMixin):
    """Runs the process drawn inside it, or called by it, in a scope of its own."""

    def __init__(
        self, wf_spec: Any, bpmn_id: str, subworkflow_spec: str, inputs: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(wf_spec, bpmn_id, subworkflow_spec, **kwargs)
        self.call_inputs = dict(inputs)

    def copy_data(self, my_task: Task, subworkflow: Any) -> None:
        engine = my_task.workflow.script_engine
        data = copy.deepcopy(my_task.data)
        given = {name: engine.setting(text, data) for name, text in self.call_inputs.items()}
        subworkflow.task_tree.data = data | copy.deepcopy(given)

    def update_data(self, my_task: Task, subworkflow: Any) -> None:
        """Bring back what the scope changed, but not the inputs it was called with."""
        changed = changes(subworkflow.task_tree.data, subworkflow.last_task.data)
        kept = {name: value for name, value in changed.items() if name not in self.call_inputs}
        my_task.data.update(copy.deepcopy(kept))
