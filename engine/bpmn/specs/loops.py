# mypy: allow-subclassing-any
"""Multi-instance activities over a FEEL list."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.errors import BadCollection
from engine.bpmn.specs.tokens import Onward, Task, changes

LIMIT = 200
INDEX = "index"


class MultiInstance(Onward, BpmnSpecMixin, LoopTask):
    """Opens its activity once for each item of a list, side by side or one after the other."""

    def __init__(
        self,
        wf_spec: Any,
        bpmn_id: str,
        task_spec: str,
        collection: str | None,
        cardinality: str | None,
        item: str | None,
        results: str | None,
        result: str | None,
        condition: str | None,
        sequential: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.task_spec = task_spec
        self.collection = collection
        self.cardinality = cardinality
        self.item = item
        self.results = results
        self.result = result
        self.condition = condition
        self.sequential = sequential

    def _update_hook(self, my_task: Task) -> bool:
        super()._update_hook(my_task)
        items = self._items(my_task)
        my_task.internal_data["count"] = len(items)
        if self.results:
            # A second round starts with an empty list, not with the first round's answers.
            my_task.data[self.results] = []
        if not items:
            return True
        my_task._set_state(TaskState.STARTED)
        for index, item in enumerate(items[:1] if self.sequential else items):
            self._open(my_task, index, item)
        return False

    def instances(self, my_task: Task) -> list[Task]:
        return [child for child in my_task.children if child.task_spec.name == self.task_spec]

    def merge_child(self, workflow: Any, child: Task) -> None:
        """Take in a finished instance; called by the instance's specification in whatever process runs it."""
        my_task = child.parent
        if my_task.state != TaskState.STARTED:
            return
        if not self.results:
            changed = changes(my_task.data, child.data)
            changed.pop(self.item or "", None)
            my_task.data.update(changed)
        self.settle(my_task)

    def settle(self, my_task: Task) -> None:
        """Go on when every instance is finished or the completion condition holds."""
        instances = self.instances(my_task)
        done = [child for child in instances if child.state == TaskState.COMPLETED]
        if self.results:
            my_task.data[self.results] = [self._outcome(child) for child in done]
        open_ones = [child for child in instances if not child.state & TaskState.FINISHED_MASK]
        if self._enough(my_task, len(done), len(open_ones)):
            for child in open_ones:
                child.cancel()
            my_task._set_state(TaskState.READY)
        elif not open_ones and not self._open_next(my_task, len(instances)):
            my_task._set_state(TaskState.READY)

    def _open_next(self, my_task: Task, index: int) -> bool:
        items = self._items(my_task)[index : index + 1] if self.sequential else []
        for item in items:
            self._open(my_task, index, item)
        return bool(items)

    def _open(self, my_task: Task, index: int, item: object) -> None:
        spec = self._wf_spec.task_specs[self.task_spec]
        child = my_task._add_child(spec, TaskState.WAITING)
        child.triggered = True
        child.internal_data[INDEX] = index
        if self.item:
            # A variable of this name from an earlier round would win over the item.
            my_task.data.pop(self.item, None)
            child.data[self.item] = item
        spec._update(child)

    def _items(self, my_task: Task) -> list[object]:
        engine = my_task.workflow.script_engine
        value = engine.value(self.collection or self.cardinality, my_task.data)
        if self.cardinality:
            return [Decimal(number) for number in range(self._count(value))]
        items = value if isinstance(value, list) else [] if value is None else [value]
        if len(items) > LIMIT:
            raise BadCollection(self.bpmn_id, f"{len(items)} items; at most {LIMIT} are run")
        return items

    def _count(self, value: Any) -> int:
        if value is None or isinstance(value, (bool, str, list, dict)) or not 0 <= value <= LIMIT:
            raise BadCollection(self.bpmn_id, f"{value!r} is not a count from 0 to {LIMIT}")
        return int(value)

    def _outcome(self, child: Task) -> object:
        if self.result is None:
            return None
        return child.workflow.script_engine.value(self.result, child.data)

    def _enough(self, my_task: Task, done: int, open_ones: int) -> bool:
        if not self.condition:
            return False
        counts = {
            "numberOfInstances": my_task.internal_data["count"],
            "numberOfCompletedInstances": done,
            "numberOfActiveInstances": open_ones,
        }
        return bool(my_task.workflow.script_engine.holds(self.condition, {**my_task.data, **counts}))
