"""Many cases out of one: every row of a case copied by the database itself, with new numbers.

A copy is a case for whoever lists, searches, opens or fires it. Its audit seals are the original's and would
not pass `phananh verify`: large sizes are for measuring only.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine.store.tables import cases, clock_entries, clocks, metadata
from engine.work import Work

_UNIQUE = ("report_no", "tracking_hash", "key", "request")


def clone(work: Work, case_id: int, copies: int) -> None:
    """Add so many copies of a case."""
    counted = sa.select(sa.literal(1).label("n")).cte("counted", recursive=True)
    counted = counted.union_all(sa.select(counted.c.n + 1).where(counted.c.n < copies))
    spans = {table: _span(work, table, case_id) for table in _tables()}
    for table in _tables():
        if spans[table] is not None:
            _copy(work, table, case_id, counted, spans)
    if work.connection.dialect.name == "postgresql":
        _move_sequences(work)


def _tables() -> list[sa.Table]:
    """The tables that hold rows of a case, those that others point to first."""
    own = [table for table in metadata.sorted_tables if "case_id" in table.c or table is clock_entries]
    return [cases, *own]


def _mine(table: sa.Table, case_id: int) -> sa.ColumnElement[bool]:
    if table is cases:
        return cases.c.id == case_id
    if table is clock_entries:
        return clock_entries.c.clock_id.in_(sa.select(clocks.c.id).where(clocks.c.case_id == case_id))
    return table.c.case_id == case_id


def _span(work: Work, table: sa.Table, case_id: int) -> tuple[int, int, int] | None:
    """The first number of the case's rows, how far they reach, and the last number in the table."""
    if "id" not in table.c:
        here = sa.select(sa.func.count()).select_from(table).where(_mine(table, case_id))
        return (0, 0, 0) if work.connection.execute(here).scalar() else None
    low, high = work.connection.execute(
        sa.select(sa.func.min(table.c.id), sa.func.max(table.c.id)).where(_mine(table, case_id))
    ).one()
    last = work.connection.execute(sa.select(sa.func.max(table.c.id))).scalar()
    return None if low is None else (low, high - low + 1, int(last or 0))


def _copy(work: Work, table: sa.Table, case_id: int, counted: Any, spans: Any) -> None:
    # The bound has SQLite find these rows first; else it walks a table without a fitting index for each copy.
    mine = sa.select(table).where(_mine(table, case_id)).limit(100_000).subquery()
    made = [_value(one, mine.c[one.name], counted.c.n, spans).label(one.name) for one in table.c]
    rows = sa.select(*made).select_from(mine.join(counted, sa.true()))
    work.run(sa.insert(table).from_select([one.name for one in table.c], rows))


def _value(column: sa.Column[Any], here: sa.ColumnElement[Any], number: Any, spans: Any) -> Any:
    """What a copy holds in a column: numbers of its own rows are shifted, unique texts are told apart."""
    if column.name == "id":
        return _shifted(here, number, spans[column.table])
    pointed = [key.column.table for key in column.foreign_keys if key.column.table in spans]
    if pointed and spans[pointed[0]] and column.name != "parent_id":
        return _shifted(here, number, spans[pointed[0]])
    if column.name in _UNIQUE:
        return here + sa.literal("~") + sa.cast(spans[cases][2] + number, sa.Text)
    return here


def _shifted(column: sa.ColumnElement[int], number: Any, span: tuple[int, int, int]) -> Any:
    low, width, last = span
    return last + (number - 1) * width + 1 + column - low


def _move_sequences(work: Work) -> None:
    for table in _tables():
        if "id" in table.c:
            name = sa.func.pg_get_serial_sequence(table.name, "id")
            last = sa.select(sa.func.max(table.c.id)).scalar_subquery()
            work.connection.execute(sa.select(sa.func.setval(name, sa.func.coalesce(last, 1))))
