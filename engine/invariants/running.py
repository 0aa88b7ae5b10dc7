"""Promises about the saved state of cases and the rows that mirror it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine import bpmn
from engine.errors import NotFound
from engine.store.tables import cases, decisions, incidents, timers, work_items
from engine.work import Work

_IS_OPEN = work_items.c.state == "open"
_ARMED = sa.select(
    timers.c.case_id, timers.c.task, timers.c.element, timers.c.rung_index, timers.c.due_at
).where(timers.c.state == "pending")


def loaded(work: Work, row: Any, host: bpmn.Host | None = None) -> bpmn.Run:
    """A case's saved state, taken up by somebody who only looks."""
    release = work.platform.library.release(work, row.release_id)
    return bpmn.Run.load(release.diagram, host or bpmn.Onlooker(), row.state)


def stranded_cases(work: Work) -> Iterator[str]:
    """Open cases that wait for nothing, and ended ones that still hold work."""
    items, armed = _has(work_items, work_items.c.state == "open"), _has(timers, timers.c.state == "pending")
    held = sa.or_(items, armed)
    idle = sa.not_(sa.or_(held, _has(incidents, incidents.c.state == "open")))
    for row in work.connection.execute(sa.select(cases).where(cases.c.status == "open", idle)):
        if not _hears(work, row):
            yield f"case {row.id} is open and waits for nothing"
    over = sa.select(cases.c.id).where(cases.c.status != "open", sa.or_(held, cases.c.ended_at.is_(None)))
    for case_id in work.connection.execute(over).scalars():
        yield f"case {case_id} is over and still holds work, or has no hour of its end"


def _hears(work: Work, row: Any) -> bool:
    """Whether a message could still move the case; a state that cannot be read waits for none."""
    try:
        return row.state is not None and bool(loaded(work, row).waiting)
    except (bpmn.BpmnError, NotFound):
        return False


def _has(table: sa.Table, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(table.c.case_id == cases.c.id, condition)


def states_that_differ(work: Work, ids: Sequence[int]) -> Iterator[str]:
    """Cases whose rows of tasks and timers are not what their saved state says."""
    yield from _compared(work, ids, _glanced)


def states_that_do_not_load(work: Work, ids: Sequence[int]) -> Iterator[str]:
    """The same, each state built whole as a step would, with its variables."""
    yield from _compared(work, ids, _built)


Read = Callable[[Work, Any], bpmn.Glance]


def _glanced(work: Work, row: Any) -> bpmn.Glance:
    return bpmn.glance(row.state, work.platform.library.release(work, row.release_id).diagram)


def _built(work: Work, row: Any) -> bpmn.Glance:
    run, seen = loaded(work, row), _glanced(work, row)
    armed = ((one.task, one.element, one.index, one.due_at) for one in run.timers())
    return bpmn.Glance(
        frozenset(item.task for item in run.items()), frozenset(armed), run.ended is not None, seen.decided
    )


def _compared(work: Work, ids: Sequence[int], read: Read) -> Iterator[str]:
    run = work.connection.execute
    here = work_items.c.case_id.in_(ids)
    tasks: dict[int, list[str]] = {}
    for case_id, task in run(sa.select(work_items.c.case_id, work_items.c.task).where(here, _IS_OPEN)):
        tasks.setdefault(case_id, []).append(task)
    waiting: dict[int, list[tuple[object, ...]]] = {}
    for case_id, *timer in run(_ARMED.where(timers.c.case_id.in_(ids))):
        waiting.setdefault(case_id, []).append(tuple(timer))
    made = _decisions(work, ids)
    columns = (cases.c.id, cases.c.release_id, cases.c.status, cases.c.state)
    for row in run(sa.select(*columns).where(cases.c.id.in_(ids))):
        mirror = _Mirror(tasks.get(row.id, []), waiting.get(row.id, []), made.get(row.id, {}))
        for what in _differences(work, row, read, mirror):
            yield f"case {row.id}: {what}"


def _decisions(work: Work, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many decisions of each element are on record."""
    row = decisions.c
    query = sa.select(row.case_id, row.element, sa.func.count()).where(row.case_id.in_(ids))
    found: dict[int, dict[str, int]] = {}
    for case_id, element, number in work.connection.execute(query.group_by(row.case_id, row.element)):
        found.setdefault(case_id, {})[element] = number
    return found


@dataclass(frozen=True)
class _Mirror:
    """What the tables say of a case that its state says too."""

    tasks: list[str]
    timers: list[tuple[object, ...]]
    decided: dict[str, int]


def _differences(work: Work, row: Any, read: Read, mirror: _Mirror) -> Iterator[str]:
    if row.state is None:
        yield "no saved state"
        return
    try:
        told = read(work, row)
    except bpmn.BpmnError as damage:
        yield str(damage)
        return
    except NotFound:
        yield f"its release {row.release_id} is not there"
        return
    if Counter(told.items) != Counter(mirror.tasks):
        yield "other tasks than its state"
    if Counter(told.timers) != Counter(mirror.timers):
        yield "other timers than its state"
    if told.over == (row.status == "open"):
        yield f"it is {row.status}, its state says otherwise"
    for element, times in told.decided.items():
        if mirror.decided.get(element, 0) < times:
            yield f"{element} was decided {times} times, {mirror.decided.get(element, 0)} are on record"
