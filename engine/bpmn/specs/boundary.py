# mypy: allow-subclassing-any
"""The invisible elements that put events on the edge of an activity and take them off again."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.specs.events import BoundaryEnd, BoundaryEvent
from engine.bpmn.specs.tokens import Onward, Task, Unpredicted, lineage


class BoundarySplit(Onward, BoundaryEventSplit):
    """Opens the activity and arms the events on its edge."""

    def _run_hook(self, my_task: Task) -> bool:
        return True

    def _on_complete_hook(self, my_task: Task) -> None:
        super()._on_complete_hook(my_task)
        for child in my_task.children:
            if isinstance(child.task_spec, BoundaryEvent):
                child._set_state(TaskState.WAITING)


class BoundaryJoin(Unpredicted, BoundaryEnd, BoundaryEventJoin):
    """Closes the edge when the activity is finished or interrupted.

    The library's own looks for related tasks with a recursion as deep as the case is long.
    """

    def _update_hook(self, my_task: Task) -> bool:
        split = next(task for task in lineage(my_task) if task.task_spec.name == self.split_task)
        host, edge = _around(split)
        interrupted = any(
            event.task_spec.cancel_activity and event.state & (TaskState.READY | TaskState.COMPLETED)
            for event in edge
        )
        if not interrupted and not host.state & TaskState.FINISHED_MASK:
            my_task._set_state(TaskState.WAITING)
            return False
        for event in edge:
            if event.state == TaskState.WAITING:
                event.cancel()
        if host.state & TaskState.NOT_FINISHED_MASK:
            host.cancel()
        my_task._inherit_data()
        return True

    def _run_hook(self, my_task: Task) -> bool:
        return True


def _around(split: Task) -> tuple[Task, list[Task]]:
    """Return the activity of a split and the events on its edge."""
    children = [child for child in split.children if not child.triggered]
    edge = [child for child in children if isinstance(child.task_spec, BoundaryEvent)]
    host = next(child for child in children if not isinstance(child.task_spec, BoundaryEvent))
    return host, edge
