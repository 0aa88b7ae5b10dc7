# mypy: allow-subclassing-any
"""Where tokens part and meet."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin, ExclusiveGatewayMixin
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.operators import Operator
from SpiffWorkflow.specs.MultiChoice import MultiChoice
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.errors import NoFlow
from engine.bpmn.specs.tokens import JOINED, Onward, Spec, Task, Unpredicted, merged

REACHED = TaskState.WAITING | TaskState.READY | TaskState.STARTED


class Condition(Operator):
    """A FEEL condition on a flow: only true lets a token through."""

    def __init__(self, expression: str) -> None:
        super().__init__(expression)
        self.expression = expression

    def _matches(self, task: Task) -> bool:
        return bool(task.workflow.script_engine.holds(self.expression, task.data))


class Choosing(Unpredicted):
    """A gateway whose outgoing flows carry FEEL conditions."""

    def connect_outgoing_if(self, condition: str | None, taskspec: Spec) -> None:
        if condition is None:
            self.connect(taskspec)  # type: ignore[attr-defined]
        else:
            self.connect_if(Condition(condition), taskspec)  # type: ignore[attr-defined]


class ExclusiveGateway(Choosing, ExclusiveGatewayMixin, BpmnSpecMixin):
    """Sends the token by the first flow, in the picture's order, whose condition holds."""

    def _run_hook(self, my_task: Task) -> bool:
        target = next(
            (name for test, name in self.cond_task_specs if test is not None and test._matches(my_task)),
            self.default_task_spec,
        )
        if target is None:
            raise NoFlow(self.bpmn_id, "no condition holds and there is no default flow")
        my_task._sync_children([self._wf_spec.task_specs[target]], TaskState.FUTURE)
        return True


class Gathering(UnstructuredJoin):
    """A place where tokens wait for each other; each token is used up by one firing only.

    The library looks at every token that ever arrived, so that in a second turn of a loop a token
    left over from the first counts again, and old data is merged over new.
    """

    def _update_hook(self, my_task: Task) -> bool:
        for other in self._arrived(my_task):
            if other is not my_task and other.state == TaskState.WAITING:
                other.cancel()
        arrived = self._arrived(my_task)
        if not self._may_fire(my_task, arrived):
            my_task._set_state(TaskState.WAITING)
            return False
        taken = self._taken(my_task, arrived)
        my_task.data = merged([token.parent for token in taken])
        for token in taken:
            token.internal_data[JOINED] = True
        return True

    def _taken(self, my_task: Task, arrived: list[Task]) -> list[Task]:
        """Choose the tokens that this firing uses up."""
        return arrived

    def _run_hook(self, my_task: Task) -> bool:
        return True

    def _arrived(self, my_task: Task) -> list[Task]:
        return [
            task
            for task in my_task.workflow.tasks.values()
            if task.task_spec is self
            and JOINED not in task.internal_data
            and (task is my_task or task.state in (TaskState.WAITING, TaskState.CANCELLED))
            and task.parent.state == TaskState.COMPLETED
        ]

    def _may_fire(self, my_task: Task, arrived: list[Task]) -> bool:
        raise NotImplementedError


class ParallelGateway(Onward, Gathering, BpmnSpecMixin):
    """Waits for one token on each incoming flow and sends one out by each outgoing flow."""

    def _may_fire(self, my_task: Task, arrived: list[Task]) -> bool:
        return {token.parent.task_spec.name for token in arrived} >= set(self._inputs)

    def _taken(self, my_task: Task, arrived: list[Task]) -> list[Task]:
        """One of each flow; a second one by the same flow waits on, for it belongs to another round."""
        chosen = {token.parent.task_spec.name: token for token in [*reversed(arrived), my_task]}
        taken = list(chosen.values())
        left = [token for token in arrived if token not in taken]
        if left:
            left[-1]._set_state(TaskState.WAITING)
        return taken


class InclusiveGateway(Choosing, Gathering, MultiChoice, BpmnSpecMixin):
    """Waits for every token that can still come, and sends out by every flow whose condition holds."""

    def _predict_hook(self, my_task: Task) -> None:
        """MultiChoice would guess every branch."""

    def test(self) -> None:
        MultiChoice.test(self)

    def _run_hook(self, my_task: Task) -> bool:
        matches, defaults = self._get_matching_outputs(my_task)
        if not matches and not defaults:
            raise NoFlow(self.bpmn_id, "no condition holds and there is no default flow")
        my_task._sync_children(matches or defaults, TaskState.FUTURE)
        return True

    def _may_fire(self, my_task: Task, arrived: list[Task]) -> bool:
        if {token.parent.task_spec.name for token in arrived} >= set(self._inputs):
            return True
        ahead = {
            task.task_spec.name
            for task in my_task.workflow.tasks.values()
            if task.state & REACHED and task.task_spec is not self
        }
        return not ahead & self._upstream()

    def _upstream(self) -> set[str]:
        """Name every element from which a token could still reach this gateway."""
        found: set[str] = set()
        open_ends = list(self._inputs)
        while open_ends:
            name = open_ends.pop()
            if name not in found and name != self.name:
                found.add(name)
                open_ends.extend(self._wf_spec.task_specs[name]._inputs)
        return found


class EndJoin(Onward, Gathering, BpmnTaskSpec):
    """The invisible end of a scope: reached when no token is left in it."""

    def _may_fire(self, my_task: Task, arrived: list[Task]) -> bool:
        return not any(
            task.state & TaskState.NOT_FINISHED_MASK and task is not my_task
            for task in my_task.workflow.tasks.values()
        )

    def _update_hook(self, my_task: Task) -> bool:
        fires = super()._update_hook(my_task)
        if fires:
            # A rung belongs to its own branch; the scope's result does not carry it.
            my_task.data.pop("rung", None)
        return fires


class ProcessSpec(BpmnProcessSpec):
    """A process whose invisible end joins data the way our gateways do."""

    def __init__(
        self, name: str | None = None, description: str | None = None, filename: str | None = None
    ) -> None:
        super().__init__(name=name, description=description, filename=filename)
        last = self.task_specs["End"]
        last._inputs.clear()
        del self.task_specs[self.end.name]
        self.end: Any = EndJoin(self, f"{self.name}.EndJoin")
        self.end.connect(last)
