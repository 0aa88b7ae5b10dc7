"""Official letters: the paper behind rosters, delegations, extensions and returns."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from engine.store import tables
from engine.work import Work


def record_letter(
    work: Work,
    number: str,
    *,
    dated: date | None = None,
    issuer: str = "",
    signer: str = "",
    capacity: str = "",
    abstract: str = "",
    direction: str = "in",
    file_id: int | None = None,
    case_id: int | None = None,
    purpose: str = "",
    recorded_by: int | None = None,
) -> int:
    """Enter a letter and return its id; `number` holds number and symbol as printed, e.g. 12/CV-UBND."""
    if direction not in ("in", "out"):
        raise ValueError(f"a letter goes in or out, not {direction!r}")
    row = {
        "number": number.strip(),
        "dated": dated,
        "issuer": issuer,
        "signer": signer,
        "capacity": capacity,
        "abstract": abstract,
        "direction": direction,
        "file_id": file_id,
        "case_id": case_id,
        "purpose": purpose,
        "recorded_by": recorded_by,
        "recorded_at": work.now,
    }
    made = work.run(sa.insert(tables.letters).values(row).returning(tables.letters.c.id)).scalar_one()
    return int(str(made))
