"""Rows written by statements that are made ready once: a step writes a dozen, and making them costs more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

Rows = Sequence[Mapping[str, Any]]


@lru_cache
def insertion(table: sa.Table) -> sa.Insert:
    """The plain insert into a table, always the same object."""
    return sa.insert(table)


def write(connection: sa.Connection, statement: sa.Insert, rows: Rows) -> None:
    """Run an insert for rows that all name the same columns; nothing comes back."""
    ready = _ready(connection.dialect, statement, tuple(rows[0]))
    values = [ready.values(row) for row in rows]
    connection.exec_driver_sql(ready.sql, values[0] if len(values) == 1 else values)


@dataclass(frozen=True)
class _Ready:
    """The text of a statement, and how the database's driver wants each value."""

    sql: str
    order: tuple[str, ...]
    writers: Mapping[str, Callable[[Any], Any]]
    named: bool

    def values(self, row: Mapping[str, Any]) -> Any:
        writers = self.writers
        told = {name: writers[name](row[name]) if name in writers else row[name] for name in self.order}
        return told if self.named else tuple(told.values())


@lru_cache(maxsize=256)
def _ready(dialect: Dialect, statement: sa.Insert, names: tuple[str, ...]) -> _Ready:
    compiled = statement.compile(dialect=dialect, column_keys=names)
    columns = statement.table.c
    found = {name: columns[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names}
    writers = {name: writer for name, writer in found.items() if writer is not None}
    order = getattr(compiled, "positiontup", None)
    return _Ready(str(compiled), tuple(order or names), writers, named=not order)
