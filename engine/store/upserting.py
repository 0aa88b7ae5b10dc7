"""One statement that writes new rows and changes those that exist, on either database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def upsert(
    connection: sa.Connection, table: sa.Table, *, unique: Sequence[str], changing: Sequence[str]
) -> Any:
    """An insert that, where a row with the same `unique` columns exists, changes only the `changing` ones."""
    made: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    insert = made(table)
    changes = {name: insert.excluded[name] for name in changing}
    return insert.on_conflict_do_update(index_elements=list(unique), set_=changes)
