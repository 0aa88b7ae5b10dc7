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
    parts = [part for name, column in columns.items() for part in (_name(name), _value(dialect, column))]
    if dialect == "postgresql":
        made = sa.func.json_agg(sa.func.json_build_object(*parts), type_=sa.JSON)
    else:
        made = sa.func.json_group_array(sa.func.json_object(*parts), type_=sa.JSON)
    return sa.select(made).where(*conditions).scalar_subquery()


def _name(name: str) -> sa.ColumnElement[str]:
    return sa.literal_column(f"'{name}'", sa.Text)


def _value(dialect: str, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """SQLite keeps documents as text and must be told to nest them."""
    nested = isinstance(column.type, sa.JSON) and dialect != "postgresql"
    return sa.func.json(column) if nested else column


def rows(columns: Columns, told: Sequence[Mapping[str, Any]] | str | None) -> list[dict[str, Any]]:
    """The rows of a document with Python's values, by id where they have one."""
    found = json.loads(told) if isinstance(told, str) else told or ()
    readers = {
        name: _READERS[type(column.type)] for name, column in columns.items() if type(column.type) in _READERS
    }
    made = [{**row, **{name: read(row[name]) for name, read in readers.items()}} for row in found]
    return sorted(made, key=lambda row: row["id"]) if "id" in columns else made


def _instant(value: str | None) -> datetime | None:
    return Instant.aware(datetime.fromisoformat(value)) if value else None


def _truth(value: object) -> bool | None:
    return None if value is None else bool(value)


_READERS: Mapping[type, Callable[[Any], Any]] = {Instant: _instant, sa.Boolean: _truth}
