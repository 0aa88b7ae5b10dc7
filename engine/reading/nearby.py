"""Public results near a place, so that a reporter sees whether the matter is known already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, hypot, radians
from typing import Any

import sqlalchemy as sa

from engine.store.tables import cases, publications
from engine.work import Work

MOST = 3
# What was published longer ago is hardly the matter that somebody stands before today.
LATELY = timedelta(days=90)
_LOOKED_AT = 60
_KM_A_DEGREE = 111.2


@dataclass(frozen=True)
class Nearby:
    """One public matter of the same commune; nothing here is more than its public page tells."""

    number: str
    title: str
    outcome: str
    published_at: datetime
    runs: bool


def near(work: Work, commune: str, lat: float | None = None, lon: float | None = None) -> list[Nearby]:
    """The public matters of a commune: those still followed first, then the nearest, then the newest."""
    row = publications.c
    query = (
        sa.select(publications, cases.c.report_no, cases.c.status, cases.c.lat, cases.c.lon)
        .join(cases, cases.c.id == row.case_id)
        .where(row.state == "public", row.published_at > work.now - LATELY, row.commune_code == commune)
        .where(sa.not_(cases.c.restricted), sa.func.coalesce(cases.c.parent_kind, "") != "merged")
        .order_by(row.published_at.desc(), row.case_id.desc())
        .limit(_LOOKED_AT)
    )
    rows = list(work.connection.execute(query))
    # The order of the query, newest first, stays among equals.
    rows.sort(key=lambda one: (one.status != "open", _away(one, lat, lon)))
    return [
        Nearby(one.report_no, one.title, one.outcome or "", one.published_at, one.status == "open")
        for one in rows[:MOST]
    ]


def _away(row: Any, lat: float | None, lon: float | None) -> float:
    """Kilometres, to the half: enough to sort by, too coarse to tell where somebody lives."""
    if None in (lat, lon, row.lat, row.lon) or lat is None or lon is None:
        return float("inf")
    north, east = row.lat - lat, (row.lon - lon) * cos(radians(lat))
    return round(hypot(north, east) * _KM_A_DEGREE * 2) / 2


def is_public(work: Work, number: str) -> str | None:
    """The title of a report that everybody may read, or none."""
    query = (
        sa.select(publications.c.title)
        .join(cases, cases.c.id == publications.c.case_id)
        .where(cases.c.report_no == number, publications.c.state == "public")
    )
    return work.connection.execute(query).scalar()
