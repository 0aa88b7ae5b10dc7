"""Promises about the saved state of cases and the rows that mirror it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from engine import bpmn
from engine.store.tables import cases, incidents, timers, work_items
from engine.work import Work


def _loaded(work: Work, row: Any) -> bpmn.Run:
    release = work.platform.library.release(work, row.release_id)
    return bpmn.Run.load(release.diagram, bpmn.Onlooker(), row.state)


def stranded_cases(work: Work) -> Iterator[str]:
    """Open cases that wait for nothing, and ended ones that still hold work."""
    held = _cases_with(work, work_items, work_items.c.state == "open")
    timed = _cases_with(work, timers, timers.c.state == "pending")
    stuck = _cases_with(work, incidents, incidents.c.state == "open")
    for row in work.connection.execute(sa.select(cases).order_by(cases.c.id)):
        if row.status == "open" and row.id not in held | timed | stuck and not _loaded(work, row).waiting:
            yield f"case {row.id} is open and waits for nothing"
        if row.status != "open" and (row.id in held | timed or row.ended_at is None):
            yield f"case {row.id} is over and still holds work, or has no hour of its end"


def _cases_with(work: Work, table: sa.Table, condition: sa.ColumnElement[bool]) -> set[int]:
    return set(work.connection.execute(sa.select(table.c.case_id).where(condition)).scalars())


def states_that_differ(work: Work) -> Iterator[str]:
    """Cases whose rows of tasks and timers are not what their saved state says."""
    tasks = _by_case(work, sa.select(work_items).where(work_items.c.state == "open"))
    waiting = _by_case(work, sa.select(timers).where(timers.c.state == "pending"))
    for row in work.connection.execute(
        sa.select(cases).where(cases.c.state.is_not(None)).order_by(cases.c.id)
    ):
        run = _loaded(work, row)
        if {item.task for item in run.items()} != {item.task for item in tasks.get(row.id, ())}:
            yield f"case {row.id}: other tasks than its state"
        armed = {(one.task, one.element, one.index, one.due_at) for one in run.timers()}
        if armed != {(one.task, one.element, one.rung_index, one.due_at) for one in waiting.get(row.id, ())}:
            yield f"case {row.id}: other timers than its state"
        if (run.ended is None) != (row.status == "open"):
            yield f"case {row.id} is {row.status}, its state ended at {run.ended}"


def _by_case(work: Work, query: sa.Select[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in work.connection.execute(query):
        found.setdefault(row.case_id, []).append(row)
    return found
