"""One case on its way through a diagram: what people, messages and the clock do to it."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.bpmn import state
from engine.bpmn.diagram import Diagram
from engine.bpmn.errors import NotWaiting, StepBudget
from engine.bpmn.expressions import Engine, Host, plain
from engine.bpmn.instants import instants
from engine.bpmn.moves import cancel_token, end_case, move_token, skip_token
from engine.bpmn.places import (
    Token,
    ended,
    main_ends,
    positions,
    tokens,
    visited,
    waiting_messages,
)
from engine.bpmn.specs.tokens import Task
from engine.bpmn.timers import Timer, armed, next_due, passed
from engine.bpmn.workflow import Case

# A sound step runs a dozen elements; catching up on a month of rungs, a few hundred.
BUDGET = 5_000


@dataclass(frozen=True)
class Item:
    """A task that waits for a person, with the data it may read."""

    task: str
    element: str
    process: str
    index: int | None
    _source: Mapping[str, object] = field(repr=False)

    @property
    def data(self) -> Mapping[str, object]:
        """The variables of the task, copied for whoever asks: most only want to know what is open."""
        return copy.deepcopy(self._source)


class Run:
    """A running case in memory; every change happens at an instant the caller gives."""

    def __init__(self, diagram: Diagram, engine: Engine, case: Case, budget: int = BUDGET) -> None:
        self.diagram = diagram
        self.fired: list[Timer] = []
        self._engine = engine
        self._case = case
        self._budget = budget
        self._left = budget

    @classmethod
    def start(
        cls, diagram: Diagram, host: Host, now: datetime, data: Mapping[str, object], budget: int = BUDGET
    ) -> Run:
        """Open a case and run it to the first thing it waits for."""
        engine = Engine(host)
        engine.now = now
        case = Case(diagram.spec, dict(diagram.inner_specs), script_engine=engine)
        case.task_tree.data.update(_taken_in(data))
        run = cls(diagram, engine, case, budget)
        run._go_on(now)
        return run

    @classmethod
    def load(cls, diagram: Diagram, host: Host, blob: bytes, budget: int = BUDGET) -> Run:
        """Take up a saved case where it stood."""
        engine = Engine(host)
        return cls(diagram, engine, state.load(blob, diagram, engine), budget)

    def dump(self) -> bytes:
        return state.dump(self._case, self.diagram, self._engine)

    def advance(self, now: datetime) -> None:
        """Fire everything due up to now, oldest first, each at its own moment."""
        self._left = self._budget
        self._catch_up(now)

    def complete(self, task: str, answers: Mapping[str, object], *, now: datetime) -> None:
        """Take an officer's answers and go on."""
        found = self._ready(task)
        variable = self._variable(found)
        if variable is not None:
            found.data[variable] = plain(dict(answers))
        self._tick(now)
        found.run()
        self._go_on(now)

    def send(self, message: str, payload: Mapping[str, object] | None = None, *, now: datetime) -> bool:
        """Hand a message to everyone who waits for it; say whether anybody did."""
        self._tick(now)
        heard = self._case.deliver(message, plain(dict(payload)) if payload is not None else None)  # type: ignore[arg-type]
        self._go_on(now)
        return heard

    def items(self) -> list[Item]:
        return [self._item(task) for task in self._case.all_tasks() if _for_people(task)]

    def evaluate(self, task: str, text: str, now: datetime) -> object:
        """Return what a property of a task means in that task's data: FEEL after `=`, else the text."""
        found = self._found(task)
        self._tick(now)
        return self._engine.setting(text, found.data)

    def timers(self) -> list[Timer]:
        return armed(self._case)

    def rearm(self, task: str, moments: Iterable[object], element: str | None = None) -> None:
        """Replace the instants of an armed timer that have not passed yet."""
        found = self._found(task)
        schedules = dict(found.task_spec.schedules(found)) if hasattr(found.task_spec, "schedules") else {}
        if element is None and len(schedules) == 1:
            element = next(iter(schedules))
        if element not in schedules:
            raise NotWaiting(task)
        timer = schedules[element]
        timer["rungs"] = [*timer["rungs"][: timer["index"]], *instants(moments, str(element))]

    def cancel(self, task: str, *, now: datetime | None = None) -> None:
        """Take a token away, with the events on its edge."""
        self._tick(now or self.now)
        cancel_token(self._found(task))
        self._go_on(self.now)

    def move(self, task: str, to_element: str, *, now: datetime | None = None) -> None:
        """Take a token away and put one on another element of the same scope."""
        self._tick(now or self.now)
        move_token(self._found(task), to_element)
        self._go_on(self.now)

    def skip(self, task: str, *, now: datetime | None = None) -> None:
        """Let a token pass without the answers or the event it waits for."""
        self._tick(now or self.now)
        skip_token(self._found(task))
        self._go_on(self.now)

    def end(self, at: str, *, now: datetime | None = None) -> None:
        """Take every token away and end the case at one of its main ends; no limit stands in the way."""
        self._tick(now or self.now)
        end_case(self._case, at)

    def tokens(self) -> list[Token]:
        """Return where the case waits, for people or for events."""
        return list(tokens(self._case))

    @property
    def ends(self) -> tuple[str, ...]:
        return main_ends(self._case)

    @property
    def waiting(self) -> frozenset[str]:
        return waiting_messages(self._case)

    @property
    def positions(self) -> frozenset[str]:
        return positions(self._case)

    @property
    def visited(self) -> frozenset[str]:
        return visited(self._case)

    @property
    def ended(self) -> str | None:
        return ended(self._case)

    @property
    def depth(self) -> int:
        return self._case.check_depth()

    @property
    def now(self) -> datetime:
        """The last instant the case has lived through."""
        return self._engine.now

    def data(self, task: str | None = None) -> Mapping[str, object]:
        """Return the variables of a task, or of the last thing that happened in the main process."""
        found = self._found(task) if task is not None else self._case.last_task
        return copy.deepcopy(found.data) if found is not None else {}

    def _go_on(self, now: datetime) -> None:
        self._left = self._budget
        self._tick(now)
        self._settle()
        self._catch_up(now)

    def _catch_up(self, now: datetime) -> None:
        while (due := next_due(self._case, now)) is not None:
            self._spend(1, due.element)
            self._tick(due.due_at)
            self.fired.append(due)
            passed(self._case, due)
            self._settle()
        self._tick(now)

    def _settle(self) -> None:
        self._left -= self._case.run_ready(self._left)
        self._case.bpmn_events.clear()
        self._case.check_depth()

    def _spend(self, steps: int, element: str) -> None:
        self._left -= steps
        if self._left < 0:
            raise StepBudget(element, f"more than {self._budget} elements in one step")

    def _tick(self, now: datetime) -> None:
        # A timer armed for a moment already past fires now, not then: a case never lives backwards.
        self._engine.now = max(self._engine.now, now)

    def _found(self, task: str) -> Task:
        found = self._case.find(task)
        if found is None or not found.state & (TaskState.READY | TaskState.WAITING | TaskState.STARTED):
            raise NotWaiting(task)
        return found

    def _ready(self, task: str) -> Task:
        found = self._found(task)
        if not _for_people(found):
            raise NotWaiting(task)
        return found

    def _variable(self, task: Task) -> str | None:
        told = self.diagram.user_tasks.get(task.task_spec.bpmn_id)
        return told.variable if told is not None else None

    def _item(self, task: Task) -> Item:
        return Item(
            task=str(task.id),
            element=task.task_spec.bpmn_id,
            process=task.workflow.spec.name,
            index=task.internal_data.get("index"),
            _source=task.data,
        )


def _for_people(task: Task) -> bool:
    return task.state == TaskState.READY and bool(task.task_spec.manual)


def _taken_in(data: Mapping[str, object]) -> dict[str, Any]:
    return {key: plain(value) for key, value in data.items()}
