"""What can be said of the pictures of a result beside those of the report."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any

import sqlalchemy as sa

from engine.store.tables import files
from engine.work import Work

_EARTH = 6_371_000


@dataclass(frozen=True)
class Picture:
    """A picture with what it says of itself; `notes` name doubts that never block."""

    row: Any
    metres: int | None
    notes: tuple[str, ...]


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> int:
    """The distance over ground, good to the accuracy of a phone."""
    half = sin(radians(other_lat - lat) / 2) ** 2
    half += cos(radians(lat)) * cos(radians(other_lat)) * sin(radians(other_lon - lon) / 2) ** 2
    return round(2 * _EARTH * asin(sqrt(half)))


def pictures(work: Work, case: Any, rows: Sequence[Any], before: Sequence[Any] = ()) -> list[Picture]:
    """Describe pictures; beside `before` they are compared with what the reporter sent."""
    elsewhere = _used_elsewhere(work, case.id, {row.sha256 for row in rows}) if before else set()
    known = {row.sha256 for row in before}
    return [
        Picture(row, _distance(case, row), _notes(case, row, known, elsewhere, bool(before))) for row in rows
    ]


def _distance(case: Any, row: Any) -> int | None:
    if None in (case.lat, case.lon, row.lat, row.lon):
        return None
    return metres_between(case.lat, case.lon, row.lat, row.lon)


def _notes(
    case: Any, row: Any, before: set[str], elsewhere: Collection[str], compared: bool
) -> tuple[str, ...]:
    found = []
    if row.sha256 in before:
        found.append("same_as_before")
    if row.sha256 in elsewhere:
        found.append("used_elsewhere")
    if compared and row.taken_at and row.taken_at < case.received_at:
        found.append("taken_before")
    return tuple(found)


def _used_elsewhere(work: Work, case_id: int, digests: Collection[str]) -> set[str]:
    query = sa.select(files.c.sha256).where(files.c.sha256.in_(list(digests)), files.c.case_id != case_id)
    return set(work.connection.execute(query.distinct()).scalars())
