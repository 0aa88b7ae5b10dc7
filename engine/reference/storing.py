"""Rows brought into their tables: new ones inserted, different ones updated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from engine.people import units
from engine.reference.reading import key_of
from engine.reference.sheets import Row, Sheet
from engine.store import tables
from engine.work import Work


def store(work: Work, sheet: Sheet, rows: list[Row]) -> int:
    """Insert what is new and update what differs, found by the sheet's key."""
    present = [dict(row) for row in work.connection.execute(sa.select(sheet.table)).mappings()]
    kept = {key_of(sheet.key, row): row for row in present}
    pairs = [(row, kept.get(key_of(sheet.key, row))) for row in rows]
    new = [row for row, old in pairs if old is None]
    changed = [(_merged(sheet, row, old), old) for row, old in pairs if old and _differs(sheet, row, old)]
    if new:
        work.run(sa.insert(sheet.table), new)
    if changed:
        _update(work, sheet.table, changed)
    return len(new) + len(changed)


def _merged(sheet: Sheet, row: Row, old: Row) -> Row:
    return {name: _value(sheet, name, row, old) for name in row}


def _differs(sheet: Sheet, row: Row, old: Row) -> bool:
    return any(_value(sheet, name, row, old) != old[name] for name in row)


def _value(sheet: Sheet, name: str, row: Row, old: Row) -> Any:
    return old[name] if name in sheet.filled_here and not row[name] else row[name]


def _update(work: Work, table: sa.Table, changed: list[tuple[Row, Row]]) -> None:
    keys = list(table.primary_key)
    here = sa.and_(*(key == sa.bindparam(f"old_{key.name}") for key in keys))
    rows = [row | {f"old_{key.name}": old[key.name] for key in keys} for row, old in changed]
    work.run(sa.update(table).where(here), rows)


def store_shifts(work: Work, rows: list[Row]) -> int:
    """Replace the shifts of the units that the file names: hours that moved must not stay beside the new."""
    today = units.day_of(work.now)
    wanted = [_without_dates(row) for row in rows if _holds_on(row, today)]
    codes = {row["unit_code"] for row in wanted}
    shifts = tables.shifts
    current = [
        dict(row._mapping) for row in work.connection.execute(sa.select(shifts)) if row.unit_code in codes
    ]
    if _comparable(current) == _comparable(wanted):
        return 0
    named = sa.or_(
        shifts.c.unit_code.in_([code for code in codes if code]),
        shifts.c.unit_code.is_(None) & (None in codes),
    )
    work.run(sa.delete(shifts).where(named))
    work.run(sa.insert(shifts), wanted)
    return len(wanted)


def _holds_on(row: Row, day: date) -> bool:
    return bool(row["valid_from"] <= day and (row["valid_to"] is None or day < row["valid_to"]))


def _without_dates(row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in ("valid_from", "valid_to")}


def _comparable(rows: Sequence[Mapping[str, Any]]) -> set[tuple[Any, ...]]:
    return {(row["unit_code"], row["starts"], row["ends"], row["basis"]) for row in rows}
