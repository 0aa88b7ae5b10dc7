"""What this browser may see again for a short while: its receipt, the case whose code it gave, its uploads.

It lies in the signed cookie of the visit, which ends with the browser; a shared telephone shows nothing
after half an hour.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import session as visit

from engine.cases.opening import Receipt
from webui import here

LASTS = timedelta(minutes=30)
_MOST_UPLOADS = 40


def _put(name: str, **values: object) -> None:
    visit[name] = {**values, "until": (here.platform().clock() + LASTS).isoformat()}


def _take(name: str) -> dict[str, Any] | None:
    kept = visit.get(name)
    if not kept or datetime.fromisoformat(kept["until"]) <= here.platform().clock():
        visit.pop(name, None)
        return None
    return dict(kept)


@dataclass(frozen=True)
class Slip:
    """What the receipt page shows."""

    report_no: str
    code: str
    first_answer_due: datetime
    received_at: datetime


def keep_receipt(receipt: Receipt, key: str) -> None:
    """Keep the key, not the code: only this server can make the code from it."""
    _put(
        "receipt",
        no=receipt.report_no,
        key=key,
        due=receipt.first_answer_due.isoformat(),
        at=receipt.received_at.isoformat(),
    )
    open_case(receipt.case_id)


def receipt() -> Slip | None:
    kept = _take("receipt")
    if kept is None:
        return None
    code = here.platform().keys.tracking_code(kept["key"])
    return Slip(kept["no"], code, datetime.fromisoformat(kept["due"]), datetime.fromisoformat(kept["at"]))


def open_case(case_id: int) -> None:
    """This browser gave the code of that case, or has just sent it."""
    _put("case", id=case_id)


def case() -> int | None:
    kept = _take("case")
    return int(kept["id"]) if kept else None


def close() -> None:
    visit.pop("case", None)
    visit.pop("receipt", None)


def keep_uploads(ids: Iterable[str]) -> None:
    """Numbers of files are easy to guess, so a form may name only those that this browser has sent."""
    visit["uploads"] = [*visit.get("uploads", []), *ids][-_MOST_UPLOADS:]


def own_uploads(ids: Iterable[str]) -> list[str]:
    known = set(visit.get("uploads", []))
    return [each for each in ids if each in known]
