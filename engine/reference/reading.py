"""Files read whole and checked, each mistake with its line."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import PhananhError
from engine.reference.cells import Mistake
from engine.reference.sheets import Row, Sheet


@dataclass(frozen=True)
class BadRow:
    """One mistake and where it stands."""

    file: str
    line: int
    vi: str
    en: str


class BadReference(PhananhError):
    """Danh mục chưa nhập được: {text}"""

    en = "The reference data was not read: {text_en}"

    def __init__(self, rows: Sequence[BadRow]) -> None:
        self.rows = tuple(rows)
        super().__init__(
            text="; ".join(f"{row.file} dòng {row.line}: {row.vi}" for row in rows),
            text_en="; ".join(f"{row.file} line {row.line}: {row.en}" for row in rows),
        )


def read_sheet(path: Path, sheet: Sheet) -> tuple[list[tuple[int, Row]], list[BadRow]]:
    if not path.exists():
        return [], [BadRow(sheet.file, 1, "không có tệp này", "the file is missing")]
    good: list[tuple[int, Row]] = []
    bad: list[BadRow] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        header = next(lines, [])
        if header != list(sheet.columns):
            wanted = ",".join(sheet.columns)
            return [], [
                BadRow(sheet.file, 1, f"dòng đầu phải là {wanted}", f"the first line must be {wanted}")
            ]
        for values in lines:
            row, mistakes = _row(sheet, lines.line_num, values)
            bad += mistakes
            good.append((lines.line_num, row))
    return good, bad or list(_repeated(sheet, good))


def _row(sheet: Sheet, line: int, values: list[str]) -> tuple[Row, list[BadRow]]:
    if len(values) != len(sheet.columns):
        found, wanted = len(values), len(sheet.columns)
        return {}, [
            BadRow(sheet.file, line, f"có {found} ô, cần {wanted}", f"has {found} cells, not {wanted}")
        ]
    row: Row = {}
    bad: list[BadRow] = []
    for (header, (name, read)), value in zip(sheet.columns.items(), values, strict=True):
        try:
            kept = read(value.strip())
        except Mistake as mistake:
            bad.append(
                BadRow(sheet.file, line, f"cột {header}: {mistake.vi}", f"column {header}: {mistake.en}")
            )
            continue
        if name:
            row[name] = kept
    return (row, bad) if bad else (sheet.made(row), [])


def _repeated(sheet: Sheet, rows: list[tuple[int, Row]]) -> Iterator[BadRow]:
    counted = Counter(key_of(sheet.key, row) for _, row in rows)
    for line, row in rows:
        key = key_of(sheet.key, row)
        if counted[key] > 1:
            shown = " / ".join(str(part) for part in key if part is not None)
            yield BadRow(sheet.file, line, f"{shown} có nhiều dòng", f"{shown} has several lines")


def key_of(names: tuple[str, ...], row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def wrong_parents(rows: list[tuple[int, Row]]) -> Iterator[BadRow]:
    parents = {row["code"]: row["parent_code"] for _, row in rows}
    for line, row in rows:
        parent = row["parent_code"]
        if parent and parent not in parents:
            yield BadRow(
                "units.csv", line, f"không có đơn vị cấp trên {parent}", f"no unit {parent} to be under"
            )
        elif _is_in_circle(row["code"], parents):
            yield BadRow("units.csv", line, "đơn vị nằm trong chính nó", "the unit is under itself")


def _is_in_circle(code: str, parents: Mapping[str, str | None]) -> bool:
    seen: set[str] = set()
    above = parents[code]
    while above and above not in seen:
        if above == code:
            return True
        seen.add(above)
        above = parents.get(above)
    return False
