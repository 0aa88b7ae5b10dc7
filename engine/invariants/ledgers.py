"""Promises about clocks: each due instant follows from its record, and tasks show what their clock says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from engine.store.tables import clock_entries, clocks, work_items
from engine.work import Work

entries = clock_entries.c
_earlier = clock_entries.alias("earlier")
_is_first = sa.and_(
    entries.clock_id == clocks.c.id,
    sa.not_(sa.exists().where(_earlier.c.clock_id == entries.clock_id, _earlier.c.id < entries.id)),
)


def tasks_off_their_clock(work: Work) -> Iterator[str]:
    """Open tasks whose due instant is not that of their clock."""
    query = (
        sa.select(work_items.c.id, work_items.c.case_id, work_items.c.element)
        .join(clocks, clocks.c.id == work_items.c.clock_id)
        .where(work_items.c.state == "open", work_items.c.due_at.is_distinct_from(clocks.c.due_at))
    )
    for row in work.connection.execute(query):
        yield f"task {row.id} ({row.element} of case {row.case_id}) is due at another hour than its clock"


def clocks_and_tasks(work: Work) -> Iterator[str]:
    """Every way in which a due time may be another than the one that was promised."""
    yield from tasks_off_their_clock(work)
    yield from clocks_off_their_record(work)


def clocks_off_their_record(work: Work) -> Iterator[str]:
    """Clocks whose due instant does not follow from their start and every change on record."""
    row = clocks.c
    clock = sa.select(row.id, row.case_id, row.phase, row.unit)
    for what, query in _faults(clock).items():
        for one in work.connection.execute(query):
            yield f"clock {one.id} of case {one.case_id} ({one.phase} of {one.unit}): {what}"


def _faults(clock: sa.Select[Any]) -> dict[str, sa.Select[Any]]:
    """The clocks with each fault; every clock of the province is looked at, in one pass for each question."""
    row, move = clocks.c, _moves()
    begun = sa.exists().where(_is_first, entries.kind == "start", entries.due_after == row.first_due_at)
    joined = clock.join(move, move.c.clock_id == row.id)
    stretched = _extended()
    times = sa.func.coalesce(stretched.c.times, 0)
    return {
        "it did not begin as its record says": clock.where(sa.not_(begun)),
        "its record jumps": joined.where(
            move.c.was.is_not(None), move.c.due_before.is_distinct_from(move.c.was)
        ),
        "it is due at another hour than its record says": joined.where(
            move.c.then.is_(None), move.c.due_after != row.due_at
        ),
        "it was extended another number of times than on record": clock.outerjoin(
            stretched, stretched.c.clock_id == row.id
        ).where(row.extensions != times),
        "it stopped at no hour of its record": clock.where(
            row.stopped_at.is_not(None), sa.not_(_stopped_then())
        ),
        "its verdict is not what its hours say": clock.where(
            row.verdict == "on_time", row.stopped_at > row.due_at
        ),
        "it stopped without a verdict, or has one and runs": clock.where(
            row.stopped_at.is_(None) != row.verdict.is_(None)
        ),
    }


def _moves() -> sa.Subquery:
    """Entries that set a due instant, each beside the instants before and after it."""
    return (
        sa.select(
            entries.clock_id,
            entries.due_before,
            entries.due_after,
            sa.func.lag(entries.due_after)
            .over(partition_by=entries.clock_id, order_by=entries.id)
            .label("was"),
            sa.func.lead(entries.due_after)
            .over(partition_by=entries.clock_id, order_by=entries.id)
            .label("then"),
        )
        .where(entries.due_after.is_not(None))
        .subquery()
    )


def _stopped_then() -> sa.ColumnElement[bool]:
    return sa.exists().where(
        entries.clock_id == clocks.c.id, entries.kind == "stop", entries.at == clocks.c.stopped_at
    )


def _extended() -> sa.Subquery:
    counted = sa.select(entries.clock_id, sa.func.count().label("times")).where(entries.kind == "extend")
    return counted.group_by(entries.clock_id).subquery()
