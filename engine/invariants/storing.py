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
    """Rows that refer to what is not there; each table is read once for most of its references."""
    spans = {table: _span(work, table) for table in metadata.sorted_tables}
    for table in metadata.sorted_tables:
        links = [link for one in _references(table) for link in one.elements]
        tests = [_misses(link, spans[link.column.table]) for link in links]
        if not tests:
            continue
        counted = sa.select(*(sa.func.sum(sa.case((one, 1), else_=0)) for one in tests)).select_from(table)
        for link, count in zip(links, work.connection.execute(counted).one(), strict=True):
            if count:
                yield f"{count} rows of {table.name} name a row of {link.column.table.name} that is not there"


def _references(table: sa.Table) -> list[sa.ForeignKeyConstraint]:
    return sorted(table.foreign_key_constraints, key=lambda one: ",".join(one.column_keys))


def _span(work: Work, table: sa.Table) -> tuple[int, int] | None:
    """The first and last number of a table that lacks none between them; rows of most are never removed."""
    if "id" not in table.c or not isinstance(table.c.id.type, sa.Integer):
        return None
    key = table.c.id
    numbers = sa.select(sa.func.min(key), sa.func.max(key), sa.func.count()).select_from(table)
    first, last, count = work.connection.execute(numbers).one()
    return (first, last) if count and last - first + 1 == count else None


def _misses(link: sa.ForeignKey, span: tuple[int, int] | None) -> sa.ColumnElement[bool]:
    """Whether a reference finds no row: a look at its number where none is lacking, else a search."""
    if span is not None and link.column.name == "id":
        return sa.not_(link.parent.between(*span))  # nothing names nothing: unknown, and not counted
    target = link.column.table.alias()
    found = sa.exists().where(target.c[link.column.name] == link.parent)
    return sa.and_(link.parent.is_not(None), sa.not_(found))


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
