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

_WRITE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str).encode


def seal(keys: Keys, previous: str, row: Mapping[str, Any]) -> str:
    """The seal of one line, over everything it says and the seal before it."""
    happened = row["happened_at"]
    happened = None if happened is None else told_at(happened)
    names = ("case_id", "seq", "officer_id", "on_behalf_of", "kind", "action", "detail")
    return seal_told(keys, previous, told_at(row["at"]), happened, *(row[name] for name in names))


def told_at(moment: datetime) -> str:
    """A moment as seals are over it."""
    return moment.astimezone(UTC).isoformat()


def told_as_kept(at: str | datetime) -> str:
    """The same of what a driver gives: `2026-03-02 01:00:00.000000` of SQLite, in UTC, or a moment."""
    if isinstance(at, datetime):
        return told_at(at)
    part = "" if at.endswith(".000000") else at[19:]
    return f"{at[:10]}T{at[11:19]}{part}+00:00"


def seal_told(
    keys: Keys,
    previous: str,
    at: str,
    happened: str | None,
    case: Any,
    seq: Any,
    who: Any,
    behalf: Any,
    kind: str,
    action: str,
    detail: Any,
) -> str:
    """The same of what a line says, its moments told already."""
    said = {
        "case": case,
        "seq": seq,
        "at": at,
        "who": who,
        "for": behalf,
        "kind": kind,
        "action": action,
        "detail": detail,
    }
    if happened is not None:
        said["happened"] = happened
    return keys.seal(previous, _WRITE(said))


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
