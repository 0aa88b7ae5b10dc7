"""One statement that writes new rows and changes those that exist, on either database."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    connection: sa.Connection, table: sa.Table, *, unique: Sequence[str], changing: Sequence[str]
) -> Any:
    """An insert that, where a row with the same `unique` columns exists, changes only the `changing` ones."""
    return upserting(connection.dialect.name, table, unique=tuple(unique), changing=tuple(changing))


@cache  # making one costs more than running it
def upserting(dialect: str, table: sa.Table, *, unique: tuple[str, ...], changing: tuple[str, ...]) -> Any:
    """The same for a database that is known by name."""
    made: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    insert = made(table)
    changes = {name: insert.excluded[name] for name in changing}
    return insert.on_conflict_do_update(index_elements=list(unique), set_=changes)


def next_of(connection: sa.Connection, counters: sa.Table, name: str) -> int:
    """The next number of a named counter; the first two to ask at once still get different ones."""
    made: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    first = made(counters).values(name=name, value=1)
    counted = first.on_conflict_do_update(index_elements=["name"], set_={"value": counters.c.value + 1})
    return int(connection.execute(counted.returning(counters.c.value)).scalar_one())
