"""The files of a province's folder, each with its columns and the table it fills."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine.people import units
from engine.reference import cells
from engine.store import tables

Row = dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """How one file becomes rows of one table: its columns, the key, and columns made from others.

    What is `filled_here` an administrator may enter on screen where the file leaves it empty.
    """

    file: str
    table: sa.Table
    columns: Mapping[str, tuple[str | None, Callable[[str], Any]]]
    key: tuple[str, ...]
    made: Callable[[Row], Row] = lambda row: row
    filled_here: tuple[str, ...] = ()


_FROM_TO = {"valid_from": ("valid_from", cells.day), "valid_to": ("valid_to", cells.maybe_day)}
_NOT_KEPT = (None, cells.text)

UNITS = Sheet(
    "units.csv",
    tables.units,
    {
        "code": ("code", cells.needed),
        "name": ("name", cells.needed),
        "short_name": ("short_name", cells.needed),
        "kind": ("kind", cells.one_of("ioc", "team", "division", "commune", "department", "body")),
        "parent": ("parent_code", cells.maybe),
        "district_code": ("district_code", cells.maybe),
        "commune_code": ("commune_code", cells.maybe),
        **_FROM_TO,
        "serving_from": ("serving_from", cells.maybe_day),
        "has_accounts": ("has_accounts", cells.yes),
        "source": ("source", cells.text),
        "basis": _NOT_KEPT,
    },
    ("code",),
    lambda row: {**row, "folded": units.folded(row["name"], row["short_name"])},
)
FIELDS = Sheet(
    "fields.csv",
    tables.fields,
    {
        "id": ("id", cells.needed),
        "code": ("code", cells.needed),
        "vi": ("vi", cells.needed),
        "en": ("en", cells.needed),
        **_FROM_TO,
        "source": ("basis", cells.text),
        "basis": _NOT_KEPT,
    },
    ("id",),
)
CALENDAR = Sheet(
    "calendar.csv",
    tables.calendar_days,
    {
        "date": ("day", cells.day),
        "kind": ("kind", cells.one_of("holiday", "compensatory_off", "swapped_off", "makeup_workday")),
        "name_vi": ("name", cells.needed),
        "name_en": _NOT_KEPT,
        "source": ("source", cells.text),
        "basis": _NOT_KEPT,
    },
    ("day",),
)
SHIFTS = Sheet(
    "shifts.csv",
    tables.shifts,
    {
        "unit": ("unit_code", cells.maybe),
        "sequence": _NOT_KEPT,
        "start": ("starts", cells.hour),
        "end": ("ends", cells.hour),
        **_FROM_TO,
        "source": ("basis", cells.text),
        "basis": _NOT_KEPT,
    },
    ("unit_code", "starts", "valid_from"),
)
HOTLINES = Sheet(
    "hotlines.csv",
    tables.hotlines,
    {
        "number": ("number", cells.text),
        "name_vi": ("name", cells.needed),
        "name_en": ("name_en", cells.text),
        "kind": _NOT_KEPT,
        "topic": ("topic", cells.needed),
        "district_code": ("district_code", cells.maybe),
        **_FROM_TO,
        "last_tested": ("tested_on", cells.maybe_day),
        "note": _NOT_KEPT,
        "source": ("basis", cells.text),
        "basis": _NOT_KEPT,
    },
    ("name", "topic", "district_code"),
    filled_here=("number", "tested_on"),
)
SHEETS = (UNITS, FIELDS, CALENDAR, SHIFTS, HOTLINES)
