"""The chained log: who did what when, each line sealed onto the one before it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from engine.keys import Keys
from engine.store.tables import audit
from engine.store.writing import insertion
from engine.work import Work


def seal(keys: Keys, previous: str, row: Mapping[str, Any]) -> str:
    """The seal of one line, over everything it says and the seal before it."""
    said = {
        "case": row["case_id"],
        "seq": row["seq"],
        "at": row["at"].astimezone(UTC).isoformat(),
        "who": row["officer_id"],
        "for": row["on_behalf_of"],
        "kind": row["kind"],
        "action": row["action"],
        "detail": row["detail"],
    }
    if row["happened_at"] is not None:
        said["happened"] = row["happened_at"].astimezone(UTC).isoformat()
    return keys.seal(previous, json.dumps(said, ensure_ascii=False, sort_keys=True, default=str))


@dataclass
class Chain:
    """The chain of one case within one step."""

    keys: Keys
    case_id: int
    seq: int
    mac: str
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(
        self,
        action: str,
        at: datetime,
        *,
        kind: str = "act",
        officer: int | None = None,
        on_behalf_of: int | None = None,
        happened_at: datetime | None = None,
        detail: Mapping[str, object] | None = None,
    ) -> None:
        self.seq += 1
        row: dict[str, Any] = {
            "case_id": self.case_id,
            "seq": self.seq,
            "at": at,
            "happened_at": happened_at,
            "officer_id": officer,
            "on_behalf_of": on_behalf_of,
            "kind": kind,
            "action": action,
            "detail": dict(detail or {}),
        }
        self.mac = row["mac"] = seal(self.keys, self.mac, row)
        self.rows.append(row)

    def save(self, work: Work) -> None:
        if self.rows:
            work.write(insertion(audit), self.rows)
            self.rows = []


def record(
    work: Work, action: str, *, officer: int | None, detail: Mapping[str, object] | None = None
) -> None:
    """Log what belongs to no case: accounts, rules, releases."""
    row: dict[str, Any] = {
        "case_id": None,
        "seq": 0,
        "at": work.now,
        "happened_at": None,
        "officer_id": officer,
        "on_behalf_of": None,
        "kind": "system",
        "action": action,
        "detail": dict(detail or {}),
    }
    row["mac"] = seal(work.keys, "", row)
    work.run(sa.insert(audit), row)
