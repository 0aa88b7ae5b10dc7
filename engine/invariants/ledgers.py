"""Promises about clocks: each due instant follows from its record, and tasks show what their clock says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from engine.store.tables import clock_entries, clocks, work_items
from engine.work import Work


def tasks_off_their_clock(work: Work) -> Iterator[str]:
    """Open tasks whose due instant is not that of their clock."""
    query = (
        sa.select(work_items.c.id, work_items.c.case_id, work_items.c.element)
        .join(clocks, clocks.c.id == work_items.c.clock_id)
        .where(work_items.c.state == "open", work_items.c.due_at.is_distinct_from(clocks.c.due_at))
    )
    for row in work.connection.execute(query):
        yield f"task {row.id} ({row.element} of case {row.case_id}) is due at another hour than its clock"


def clocks_off_their_record(work: Work, ids: Sequence[int]) -> Iterator[str]:
    """Clocks whose due instant does not follow from their start and every change on record."""
    rows = {
        row.id: row for row in work.connection.execute(sa.select(clocks).where(clocks.c.case_id.in_(ids)))
    }
    entries: dict[int, list[Any]] = {}
    query = (
        sa.select(clock_entries)
        .join(clocks, clocks.c.id == clock_entries.c.clock_id)
        .where(clocks.c.case_id.in_(ids))
        .order_by(clock_entries.c.id)
    )
    for entry in work.connection.execute(query):
        entries.setdefault(entry.clock_id, []).append(entry)
    for clock in rows.values():
        for what in _faults(clock, entries.get(clock.id, [])):
            yield f"clock {clock.id} of case {clock.case_id} ({clock.phase} of {clock.unit}): {what}"


def _faults(clock: Any, entries: list[Any]) -> Iterator[str]:
    if not entries or entries[0].kind != "start" or entries[0].due_after != clock.first_due_at:
        yield "it did not begin as its record says"
        return
    due = entries[0].due_after
    for entry in entries[1:]:
        if entry.due_after is not None:
            if entry.due_before != due:
                yield f"its record jumps at {entry.at}"
            due = entry.due_after
    if due != clock.due_at:
        yield f"it is due at {clock.due_at}, its record says {due}"
    if clock.extensions != sum(entry.kind == "extend" for entry in entries):
        yield "it was extended another number of times than on record"
    if (clock.stopped_at is None) != (clock.verdict is None):
        yield "it stopped without a verdict, or has one and runs"
