"""Promises about the database itself: every reference finds its row, and nothing in it is damaged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import sqlalchemy as sa

from engine.invariants.asking import LONG_AGO
from engine.store.tables import metadata
from engine.work import Work

_INVALID = """
select conname from pg_constraint where not convalidated
union all select indexrelid::regclass::text from pg_index where not indisvalid
"""


def references_astray(work: Work) -> Iterator[str]:
    """Rows that refer to what is not there."""
    for table in metadata.sorted_tables:
        for constraint in sorted(table.foreign_key_constraints, key=lambda one: ",".join(one.column_keys)):
            (link,) = constraint.elements
            target = link.column.table.alias()
            found = sa.exists().where(target.c[link.column.name] == link.parent)
            query = sa.select(sa.func.count()).select_from(table)
            count = work.connection.execute(
                query.where(link.parent.is_not(None), sa.not_(found))
            ).scalar_one()
            if count:
                yield f"{count} rows of {table.name} name a row of {link.column.table.name} that is not there"


def damage(work: Work, since: datetime) -> Iterator[str]:
    """What the database finds wrong with itself; everything is read when all of it is asked for."""
    if work.connection.dialect.name == "postgresql":
        yield from work.connection.execute(sa.text(_INVALID)).scalars()
        return
    check = "integrity_check" if since == LONG_AGO else "quick_check"
    found = work.connection.exec_driver_sql(f"pragma {check}").scalars().all()
    yield from (line for line in found if line != "ok")
    if work.connection.exec_driver_sql("pragma foreign_keys").scalar() != 1:
        yield "references are not enforced"
