"""Promises about sums: what cases count of themselves, and what statistics say, is what lies there."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from engine.invariants.asking import LONG_AGO, LONG_AHEAD
from engine.reading.balance import counted
from engine.store.tables import cases, timers, work_items
from engine.work import Work


def rows_not_tallied(work: Work) -> Iterator[str]:
    """Cases that have given out another number of tasks or timers than lie there."""
    told = sa.func.json_each(cases.c.tallies).table_valued("key", "value", name="told")
    number = sa.cast(sa.cast(told.c.value, sa.Text), sa.Integer)
    sums = [
        sa.func.sum(sa.case((told.c.key.like(f"{kind}:%"), number), else_=0)).label(kind)
        for kind in ("item", "timer")
    ]
    given = (
        sa.select(cases.c.id, *sums)
        .select_from(cases.outerjoin(told, sa.true()))
        .group_by(cases.c.id)
        .subquery()
    )
    items, armed = _counted(work_items), _counted(timers)
    lie = {"tasks": (given.c.item, items.c.n), "timers": (given.c.timer, armed.c.n)}
    joined = given.outerjoin(items, items.c.case_id == given.c.id).outerjoin(
        armed, armed.c.case_id == given.c.id
    )
    for what, (said, found) in lie.items():
        there = sa.func.coalesce(found, 0)
        query = sa.select(given.c.id, said.label("said"), there.label("there")).select_from(joined)
        for row in work.connection.execute(query.where(sa.func.coalesce(said, 0) != there)):
            yield f"case {row.id} had {row.said} {what}, {row.there} are there"


def _counted(table: sa.Table) -> sa.Subquery:
    return sa.select(table.c.case_id, sa.func.count().label("n")).group_by(table.c.case_id).subquery()


def sums_that_differ(work: Work) -> Iterator[str]:
    """The balance of all time, as the statistics page counts it, against the rows of each state."""
    # Beyond now, too: a case may have ended this instant, or have come before the clock was set back.
    books = counted(work, LONG_AGO, LONG_AHEAD, sa.true())
    row = cases.c
    query = sa.select(row.status, sa.func.count()).group_by(row.status)
    states: dict[str, int] = {state: int(number) for state, number in work.connection.execute(query)}
    said = {"open": books[5], "ended": sum(books[2:5])}
    for state, number in said.items():
        if number != states.get(state, 0):
            yield f"the balance counts {number} cases {state}, there are {states.get(state, 0)}"
    if sum(books[:2]) != sum(states.values()):
        yield f"the balance counts {sum(books[:2])} cases received, there are {sum(states.values())}"
