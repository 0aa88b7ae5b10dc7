"""Promises about the saved state of cases and the rows that mirror it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from engine import bpmn
from engine.invariants.asking import by_case
from engine.store.tables import cases, incidents, timers, work_items
from engine.work import Work


def _loaded(work: Work, row: Any) -> bpmn.Run:
    release = work.platform.library.release(work, row.release_id)
    return bpmn.Run.load(release.diagram, bpmn.Onlooker(), row.state)


def stranded_cases(work: Work) -> Iterator[str]:
    """Open cases that wait for nothing, and ended ones that still hold work."""
    items, armed = _has(work_items, work_items.c.state == "open"), _has(timers, timers.c.state == "pending")
    held = sa.or_(items, armed)
    idle = sa.not_(sa.or_(held, _has(incidents, incidents.c.state == "open")))
    for row in work.connection.execute(sa.select(cases).where(cases.c.status == "open", idle)):
        if row.state is None or not _loaded(work, row).waiting:
            yield f"case {row.id} is open and waits for nothing"
    over = sa.select(cases.c.id).where(cases.c.status != "open", sa.or_(held, cases.c.ended_at.is_(None)))
    for case_id in work.connection.execute(over).scalars():
        yield f"case {case_id} is over and still holds work, or has no hour of its end"


def _has(table: sa.Table, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(table.c.case_id == cases.c.id, condition)


def states_that_differ(work: Work, ids: Sequence[int]) -> Iterator[str]:
    """Cases whose rows of tasks and timers are not what their saved state says."""
    here = work_items.c.case_id.in_(ids)
    tasks = by_case(work, sa.select(work_items).where(here, work_items.c.state == "open"))
    waiting = by_case(work, sa.select(timers).where(timers.c.case_id.in_(ids), timers.c.state == "pending"))
    columns = (cases.c.id, cases.c.release_id, cases.c.status, cases.c.state)
    for row in work.connection.execute(sa.select(*columns).where(cases.c.id.in_(ids))):
        for what in _differences(work, row, tasks.get(row.id, []), waiting.get(row.id, [])):
            yield f"case {row.id}: {what}"


def _differences(work: Work, row: Any, tasks: list[Any], waiting: list[Any]) -> Iterator[str]:
    if row.state is None:
        yield "no saved state"
        return
    try:
        run = _loaded(work, row)
    except bpmn.BpmnError as damage:
        yield str(damage)
        return
    if {item.task for item in run.items()} != {item.task for item in tasks}:
        yield "other tasks than its state"
    armed = {(one.task, one.element, one.index, one.due_at) for one in run.timers()}
    if armed != {(one.task, one.element, one.rung_index, one.due_at) for one in waiting}:
        yield "other timers than its state"
    if (run.ended is None) != (row.status == "open"):
        yield f"it is {row.status}, its state ended at {run.ended}"
