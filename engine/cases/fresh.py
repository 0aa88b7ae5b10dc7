"""What every case begins with, whether it was reported or split off another."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def fresh_row(now: datetime) -> dict[str, Any]:
    """The columns of a case to which nothing has happened yet."""
    return {
        "revision": 1,
        "state": None,
        "status": "open",
        "outcome": None,
        "public_status": "waiting",
        "working_text": None,
        "working_confirmed": False,
        "recorded_at": now,
        "tallies": {},
        "input_seq": 0,
        "audit_seq": 0,
        "audit_mac": "",
    }
