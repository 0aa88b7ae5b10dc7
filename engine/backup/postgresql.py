"""PostgreSQL: every table by COPY, all within one snapshot; no program of the server is needed.

A restore makes the schema by the steps of the migrations up to the one the backup had, and sets the
references and indexes aside while rows come in: checking them once at the end takes a fraction of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql

from engine.backup.manifest import Contents
from engine.cases.leftovers import COPIES
from engine.invariants.asking import still
from engine.store.tables import files
from engine.work import Platform

KIND = "postgresql"
STEPS = "alembic_version"
Keep = Callable[[str, Iterable[bytes]], None]
Blocks = Callable[[str], Iterator[bytes]]

_TABLES = f"""
select table_name, array_agg(column_name::text order by ordinal_position) as columns
from information_schema.columns
join information_schema.tables using (table_schema, table_name)
where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> '{STEPS}'
group by table_name order by table_name
"""  # noqa: S608  (a constant)
_SEQUENCES = "select sequencename, last_value from pg_sequences where schemaname = 'public'"
_REFERENCES = """
select format('alter table %s drop constraint %I', conrelid::regclass, conname),
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace
"""
_INDEXES = """
select format('drop index %I', indexname), indexdef from pg_indexes where schemaname = 'public'
and indexname not in (select conname from pg_constraint where connamespace = 'public'::regnamespace)
"""


def dump(platform: Platform, keep: Keep) -> Contents:
    """Hand each table to `keep`, all as they stood when the first was read."""
    with still(platform) as work:
        run = work.connection.exec_driver_sql
        revision = run(f"select version_num from {STEPS}").scalar_one()  # noqa: S608
        tables = {row.table_name: row.columns for row in run(_TABLES)}
        for name, columns in tables.items():
            keep(name, _out(_driver(work.connection), name, columns))
        # They move outside any snapshot; read last, none is behind its table.
        sequences = {name: last for name, last in run(_SEQUENCES) if last is not None}
        return Contents(KIND, work.now, revision, list(_files(work.connection)), tables, sequences)


def _driver(connection: sa.Connection) -> psycopg.Connection[Any]:
    found = connection.connection.driver_connection
    assert isinstance(found, psycopg.Connection)
    return found


def _out(driver: psycopg.Connection[Any], name: str, columns: Sequence[str]) -> Iterator[bytes]:
    with driver.cursor() as cursor, cursor.copy(_copy(name, columns, "to stdout")) as copying:
        for block in copying:
            yield bytes(block)


def _copy(name: str, columns: Sequence[str], way: str) -> sql.Composed:
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("copy {} ({}) {}").format(sql.Identifier(name), listed, sql.SQL(way))


def _files(connection: sa.Connection) -> Iterator[str]:
    every = sa.union(*(sa.select(files.c[name]).where(files.c[name].is_not(None)) for name in COPIES))
    yield from sorted(connection.execute(every).scalars())


def load(connection: sa.Connection, contents: Contents, blocks: Blocks) -> None:
    """Fill an empty schema, within the transaction that is given."""
    driver = _driver(connection)
    names = sql.SQL(", ").join(map(sql.Identifier, contents.tables))
    with _set_aside(driver, _REFERENCES), _set_aside(driver, _INDEXES):
        driver.execute(sql.SQL("truncate {}").format(names))
        for name, columns in contents.tables.items():
            _in(driver, name, columns, blocks(name))
    for name, last in contents.sequences.items():
        driver.execute("select setval(quote_ident(%s)::regclass, %s)", (name, last))
    driver.execute("analyze")


def _in(driver: psycopg.Connection[Any], name: str, columns: Sequence[str], blocks: Iterable[bytes]) -> None:
    with driver.cursor() as cursor, cursor.copy(_copy(name, columns, "from stdin")) as copying:
        for block in blocks:
            copying.write(block)


@contextmanager
def _set_aside(driver: psycopg.Connection[Any], query: str) -> Iterator[None]:
    """Drop what a query lists and make it again afterwards."""
    found = driver.execute(query.encode()).fetchall()
    for drop, _ in found:
        driver.execute(drop.encode())
    yield
    for _, make in found:
        driver.execute(make.encode())


def is_empty(connection: sa.Connection) -> bool:
    return not connection.exec_driver_sql(
        "select 1 from information_schema.tables where table_schema = 'public' limit 1"
    ).first()
