# mypy: allow-subclassing-any
"""The tasks of a case, as light as they can be: numbered within it, and without the library's log.

The library gives each task sixteen random bytes, which no compression makes smaller, and gathers what a log
line would say at every change of state, whether anybody listens or not.
"""

from __future__ import annotations

from uuid import UUID, uuid4

from SpiffWorkflow.task import Task as SpiffTask
from SpiffWorkflow.util.task import TaskState

from engine.bpmn.specs.tokens import Spec

_OWN = 32  # bits that tell the tasks of one case apart; the rest tells cases apart


class Numbers:
    """Gives tasks their names: what all of a case share, then a number that is never given again."""

    def __init__(self, first: UUID | None = None, upcoming: int = 1) -> None:
        self._shared = (first or uuid4()).int >> _OWN << _OWN
        self.upcoming = upcoming

    def give(self) -> UUID:
        number, self.upcoming = self.upcoming, self.upcoming + 1
        return UUID(int=self._shared | number)


class NumberedTask(SpiffTask):
    """A task that asks its case for a name and says nothing to a log."""

    def _add_child(self, task_spec: Spec, state: int = TaskState.MAYBE) -> NumberedTask:
        identity = self.workflow.top_workflow.numbers.give()
        task = NumberedTask(self.workflow, task_spec, self, state=state, id=identity)
        task.thread_id = self.thread_id
        if state == TaskState.READY:
            task._ready()
        return task

    def _set_state(self, value: int) -> None:
        self._state = value

    def _inherit_data(self) -> None:
        """A task that holds nothing yet need not be merged value by value."""
        if self.data:
            super()._inherit_data()
        else:
            self.data.update(self.parent.data)
