"""Lists for a spreadsheet, written so that no cell can act as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response, make_response

# Also as keyboards of the East write them, which some spreadsheets take for the same.
_BEGINNINGS = "=+-@\t\r\n＝＋－＠"


def sheet(name: str, rows: Iterable[Sequence[str]]) -> Response:
    """The rows as a file to download."""
    written = io.StringIO()
    csv.writer(written).writerows([harmless(cell) for cell in row] for row in rows)
    # The mark at the beginning tells Excel that the letters are UTF-8.
    response = make_response("\ufeff" + written.getvalue())
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def harmless(cell: str) -> str:
    """A spreadsheet takes a cell that begins like a formula for one: citizens wrote these texts."""
    return f"'{cell}" if cell[:1] and cell[0] in _BEGINNINGS else cell
