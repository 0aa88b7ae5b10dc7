"""What a saved case waits for, read from its rows without building it: a fifth of the work of loading it.

For checking very many. Whatever is not as `state.dump` writes it is damage; only the variables of the case
are taken as they are.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.util.task import TaskState

from engine.bpmn import state
from engine.bpmn.diagram import Diagram
from engine.bpmn.errors import ForeignState
from engine.bpmn.instants import read_stamp
from engine.bpmn.specs.events import EndEvent
from engine.bpmn.specs.tasks import RuleTask
from engine.bpmn.specs.tokens import SIDE, Spec

Armed = tuple[str, str, int, datetime]  # task, element, index of the rung, when
ROW, IDENTITY = 7, 32  # the parts of a row that are always there; the digits of a task's number
_KNOWN = frozenset(int(one) for one in TaskState._values)
_UNFINISHED, _COMPLETED = int(TaskState.NOT_FINISHED_MASK), int(TaskState.COMPLETED)
_READY, _WAITING = int(TaskState.READY), int(TaskState.WAITING)


@dataclass(frozen=True)
class Glance:
    """The tasks for people and the timers of a saved case, and whether it is over."""

    items: frozenset[str]
    timers: frozenset[Armed]
    over: bool
    # How often each element that asks for a decision was passed, as far as the state still holds it.
    decided: Mapping[str, int]


@dataclass(frozen=True)
class _Open:
    """A task that waits, as it was written; `schedules` of a specification reads only `internal_data`."""

    identity: str
    spec: Spec
    status: int
    internal_data: Mapping[str, Any]


@dataclass
class _Scope:
    """What is left of a scope once its rows were looked through."""

    open: list[_Open]
    unfinished: bool
    ended: bool
    decided: list[str]


def glance(blob: bytes, diagram: Diagram) -> Glance:
    """Look at a case's bytes; raise ForeignState where they are not a case of this diagram."""
    try:
        return _glance(blob, diagram)
    except (zlib.error, ValueError, TypeError, LookupError, AttributeError, RecursionError) as damage:
        raise ForeignState(f"the saved case is damaged: {type(damage).__name__}") from damage


def _glance(blob: bytes, diagram: Diagram) -> Glance:
    scopes = list(_scopes(state.unpacked(blob, diagram), diagram))
    rows = [row for scope in scopes for row in scope.open]
    return Glance(
        frozenset(_shown(row) for row in rows if row.status == _READY and row.spec.manual),
        frozenset(_armed(rows)),
        not any(scope.unfinished for scope in scopes) and scopes[0].ended,
        Counter(element for scope in scopes for element in scope.decided),
    )


def _scopes(told: Mapping[str, Any], diagram: Diagram) -> Iterator[_Scope]:
    main, *inner = told["scopes"]
    read_stamp(told["now"])
    yield _looked_through(main, diagram.spec)
    owners = _named(main, diagram.spec) if inner else {}
    for scope in inner:
        spec = diagram.inner_specs[owners[UUID(scope["owner"]).hex].spec]
        owners.update(_named(scope, spec))
        yield _looked_through(scope, spec)


def _named(scope: Mapping[str, Any], spec: Spec) -> dict[str, Spec]:
    return {identity: spec.task_specs[name] for identity, _, name, *_rest in scope["tasks"]}


def _looked_through(scope: Mapping[str, Any], spec: Spec) -> _Scope:
    """Every row is as it would be read, and hangs on one before it; most are finished and say no more."""
    specs, found = spec.task_specs, _Scope([], False, False, [])
    aside: list[bool] = []
    for number, row in enumerate(scope["tasks"]):
        identity, place, name, status, _, internal, changed = row if len(row) == ROW else row[:ROW]
        if (number > 0) if place is None else not 0 <= place < number:
            raise ValueError(place)
        task = specs[name]
        if len(identity) != IDENTITY or status not in _KNOWN or type(changed) is not dict:
            raise ValueError(identity)
        aside.append(SIDE in internal or (number > 0 and aside[place]))
        if status & _UNFINISHED:
            found.unfinished = True
            found.open.append(_Open(identity, task, status, internal))
        elif status == _COMPLETED:
            _note_passed(found, task, aside[-1])
    bytes.fromhex("".join([row[0] for row in scope["tasks"]]))
    _must_be_whole(scope, aside)
    return found


def _note_passed(found: _Scope, task: Spec, aside: bool) -> None:
    if isinstance(task, RuleTask):
        found.decided.append(task.bpmn_id)
    elif isinstance(task, EndEvent) and not task.escalates and not aside:
        found.ended = True


def _must_be_whole(scope: Mapping[str, Any], rows: list[bool]) -> None:
    if not rows or type(scope["completed"]) is not bool:
        raise ValueError("a scope without a task")
    if scope["last"] is not None:
        rows[scope["last"]]


def _armed(rows: list[_Open]) -> Iterator[Armed]:
    for row in rows:
        if row.status != _WAITING or not isinstance(row.spec, CatchingEvent):
            continue
        for element, schedule in row.spec.schedules(row):
            rungs, index = schedule["rungs"], schedule["index"]
            if index < len(rungs):
                yield _shown(row), element, index, read_stamp(rungs[index]["at"])


def _shown(row: _Open) -> str:
    return str(UUID(row.identity))
