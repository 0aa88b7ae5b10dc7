"""Rows of small tables read as one document each, so that one statement reads several tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.store.tables.base import Instant

Columns = Mapping[str, sa.ColumnElement[Any]]


def document(dialect: str, columns: Columns, *conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
    """The rows that meet the conditions, as one value; `rows` reads it."""
    gathered = sa.func.json_agg if dialect == "postgresql" else sa.func.json_group_array
    made = gathered(record(dialect, columns), type_=sa.JSON)
    return sa.select(made).where(*conditions).scalar_subquery()


def record(dialect: str, columns: Columns) -> sa.ColumnElement[Any]:
    """One row as one value; `row` reads it. A driver takes as long for each column as for many in one."""
    parts = [part for name, column in columns.items() for part in (_name(name), _value(dialect, column))]
    made = sa.func.json_build_object if dialect == "postgresql" else sa.func.json_object
    return made(*parts, type_=sa.JSON)


def _name(name: str) -> sa.ColumnElement[str]:
    return sa.literal_column(f"'{name}'", sa.Text)


def _value(dialect: str, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """SQLite keeps documents as text and must be told to nest them."""
    nested = isinstance(column.type, sa.JSON) and dialect != "postgresql"
    return sa.func.json(column) if nested else column


def rows(columns: Columns, told: Sequence[Mapping[str, Any]] | str | None) -> list[dict[str, Any]]:
    """The rows of a document with Python's values, by id where they have one."""
    found = json.loads(told) if isinstance(told, str) else told or ()
    readers = _readers(columns)
    made = [_read(one, readers) for one in found]
    return sorted(made, key=lambda row: row["id"]) if "id" in columns else made


def row(columns: Columns, told: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a record with Python's values."""
    return _read(told, _readers(columns))


def _read(row: Mapping[str, Any], readers: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    return {**row, **{name: read(row[name]) for name, read in readers.items()}}


def _readers(columns: Columns) -> Mapping[str, Callable[[Any], Any]]:
    kinds = ((name, type(column.type)) for name, column in columns.items())
    return {name: _READERS[kind] for name, kind in kinds if kind in _READERS}


def _instant(value: str | None) -> datetime | None:
    return Instant.aware(datetime.fromisoformat(value)) if value else None


def _truth(value: object) -> bool | None:
    return None if value is None else bool(value)


_READERS: Mapping[type, Callable[[Any], Any]] = {Instant: _instant, sa.Boolean: _truth}
