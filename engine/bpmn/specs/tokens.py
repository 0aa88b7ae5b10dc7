# mypy: allow-subclassing-any
"""How a token moves: what comes next is created when it is reached, never guessed ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from SpiffWorkflow.util.task import TaskState

# A task of SpiffWorkflow; the library ships no types.
Task = Any
Spec = Any

SIDE = "from"
JOINED = "joined"


class Unpredicted:
    """A specification that adds no guessed tasks ahead of the token.

    The library predicts every path; n parallel diamonds in a row cost 2^n tasks, and each is saved.
    """

    def _predict_hook(self, my_task: Task) -> None:
        """Leave the branch empty until the token gets there."""


class Onward(Unpredicted):
    """A specification whose token goes out by every outgoing flow once it is done."""

    def _on_complete_hook(self, my_task: Task) -> None:
        super()._on_complete_hook(my_task)  # type: ignore[misc]
        my_task._sync_children(self.outputs, TaskState.FUTURE)  # type: ignore[attr-defined]


def lineage(task: Task) -> Iterator[Task]:
    """Yield the task and its ancestors up to the start of its scope, without recursion."""
    tasks = task.workflow.tasks
    while task is not None:
        yield task
        task = tasks.get(task._parent)


def depth(task: Task) -> int:
    """Count how many tasks the token has passed in its scope."""
    return sum(1 for _ in lineage(task)) - 1


def side_branch(task: Task) -> str | None:
    """Return the non-interrupting boundary event this token came out of, if it came out of one."""
    return next((step.internal_data[SIDE] for step in lineage(task) if SIDE in step.internal_data), None)


def unfinished(task: Task) -> bool:
    return bool(task.state & TaskState.NOT_FINISHED_MASK)


def same(left: object, right: object) -> bool:
    return left is right or (type(left) is type(right) and left == right)


def changes(base: Mapping[str, object], branch: Mapping[str, object]) -> dict[str, object]:
    """Return the variables a branch set or changed since `base`."""
    return {key: value for key, value in branch.items() if key not in base or not same(base[key], value)}


def common_ancestor(tasks: Sequence[Task]) -> Task:
    """Return the nearest task all these tokens have passed."""
    shared = [step.id for step in lineage(tasks[0])]
    for task in tasks[1:]:
        passed = {step.id for step in lineage(task)}
        shared = [identity for identity in shared if identity in passed]
    return tasks[0].workflow.tasks[shared[0]]


def merged(parents: Sequence[Task]) -> dict[str, object]:
    """Put branches together so that every variable any of them changed keeps the changed value.

    The library lays whole branches over each other, and a branch that never touched a variable
    brings its old value back. Only what a branch changed since the split counts here.
    """
    if len(parents) == 1:
        return dict(parents[0].data)
    base = common_ancestor(parents).data
    data = dict(base)
    for parent in parents:
        data.update(changes(base, parent.data))
    return data
