"""Rows that a step will write, kept by table so that each table costs one statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from engine.store.writing import insertion
from engine.work import Work


@dataclass
class Pending:
    """The new rows of one step."""

    rows: dict[sa.Table, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: sa.Table, row: dict[str, Any]) -> None:
        self.rows.setdefault(table, []).append(row)

    def write(self, work: Work) -> None:
        for table, rows in self.rows.items():
            work.write(insertion(table), rows)
        self.rows = {}
