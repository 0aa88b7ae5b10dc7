"""What a case row says, as one keyed number: between two lines of its log nothing in it may change.

The columns are named one by one. A column that comes later is not among them, and a step of the schema that
changes rows must empty `sealed_cases.content` of those, or each would look like tampering.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from engine.audit import told_as_kept
from engine.keys import Keys
from engine.store.tables import cases
from engine.store.tables.base import Instant

NAMES = (
    ("id", "report_no", "tracking_hash", "release_id", "process", "revision", "state", "status", "outcome")
    + ("public_status", "field", "urgency", "kind", "channel", "district_code", "commune_code", "place")
    + ("lat", "lon", "original_text", "working_text", "working_confirmed", "subject", "folded", "search")
    + ("happened_at", "received_at", "recorded_at", "ended_at", "restricted", "restricted_reason")
    + ("accused_unit", "holder_unit", "position", "due_at", "parent_id", "parent_kind", "facts", "tallies")
    + ("input_seq", "audit_seq")
)
_WRITE = json.JSONEncoder(ensure_ascii=False, default=lambda value: _written(value)).encode


def _as_kept(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """Moments and documents as the database holds them; nobody needs them as objects here."""
    if isinstance(column.type, Instant):
        return sa.type_coerce(column, sa.String)
    return sa.cast(column, sa.Text) if isinstance(column.type, sa.JSON) else column


COLUMNS = tuple(_as_kept(cases.c[name]).label(f"row_{name}") for name in NAMES)
_MOMENTS = tuple(place for place, name in enumerate(NAMES) if isinstance(cases.c[name].type, Instant))


def content_of(keys: Keys, row: Sequence[Any]) -> str:
    """The number of a row, read by COLUMNS."""
    told = list(row)
    for place in _MOMENTS:
        told[place] = told[place] and told_as_kept(told[place])
    return keys.seal("row", _WRITE(told))


def _written(value: bytes) -> str:
    """The saved state, which no text can hold."""
    return hashlib.sha256(value).hexdigest()
