"""Reference data from a province's folder of tables: units, fields, calendar, shifts and hotlines.

All files are read and checked before a row is written, so a mistake changes nothing. Reading them again
brings the database to what they say; rows that a file no longer names are kept, because old cases may
need them.
"""

from __future__ import annotations

from pathlib import Path

from engine.people import units
from engine.reference.reading import BadReference, BadRow, read_sheet, wrong_parents
from engine.reference.sheets import SHEETS, SHIFTS
from engine.reference.storing import store, store_shifts
from engine.work import Work

__all__ = ["BadReference", "BadRow", "import_reference"]


def import_reference(work: Work, folder: Path) -> dict[str, int]:
    """Bring the reference tables to what the files of `folder` say; return the rows changed in each table."""
    read = {sheet.file: read_sheet(folder / sheet.file, sheet) for sheet in SHEETS}
    mistakes = [mistake for _, bad in read.values() for mistake in bad] or list(
        wrong_parents(read["units.csv"][0])
    )
    if mistakes:
        raise BadReference(mistakes)
    rows = {sheet.file: [row for _, row in read[sheet.file][0]] for sheet in SHEETS}
    changes = {
        sheet.table.name: store(work, sheet, rows[sheet.file]) for sheet in SHEETS if sheet is not SHIFTS
    }
    changes["shifts"] = store_shifts(work, rows["shifts.csv"])
    if any(changes.values()):  # every process keeps units, fields and the calendar until this mark moves
        units.changed(work)
    return changes
