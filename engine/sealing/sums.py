"""What a seal says: the sum of all that was ever sealed, chained to the seal before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from engine.keys import Keys
from engine.store.tables import seals
from engine.work import Work

MODULUS = 2**256


@dataclass(frozen=True)
class Head:
    """The newest seal, which stands for all before it."""

    no: int = 0
    at: datetime | None = None
    digest: str = "0"
    mac: str = ""

    @property
    def total(self) -> int:
        return int(self.digest, 16)


def newest(work: Work) -> Head:
    """The last seal; the first one to come has number one."""
    row = work.connection.execute(sa.select(seals).order_by(seals.c.no.desc()).limit(1)).first()
    return Head(row.no, row.at, row.digest, row.mac) if row else Head()


def weight_of_case(keys: Keys, case_id: int, seq: int, mac: str, content: str | None) -> int:
    """Of a case as it was sealed; before its row was sealed too, it had no content."""
    said = f"{case_id}:{seq}:{mac}" + (f":{content}" if content else "")
    return int(keys.seal("case", said), 16)


def weight_of_line(keys: Keys, line_id: int, mac: str) -> int:
    return int(keys.seal("line", f"{line_id}:{mac}"), 16)


def digest_of(total: int) -> str:
    return f"{total % MODULUS:064x}"


def seal_of(keys: Keys, row: Mapping[str, Any]) -> str:
    """The mac of one seal, over everything it says."""
    said = f"seal {row['no']} {row['at'].astimezone(UTC).isoformat()} {row['count']} {row['digest']}"
    return keys.seal(row["previous"], said)
