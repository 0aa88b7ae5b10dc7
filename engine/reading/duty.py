"""Who is on duty, and which numbers to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from engine.people.units import day_of
from engine.store.tables import duties, hotlines, officers, units
from engine.work import Work


@dataclass(frozen=True)
class Turn:
    """One person's turn of duty."""

    unit: str
    unit_kind: str
    name: str
    position: str
    phone: str | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Hotline:
    """A number to call."""

    id: int
    number: str
    name: str
    name_en: str
    topic: str
    district_code: str | None


def turns(work: Work, starts: datetime, ends: datetime, most: int = 300) -> list[Turn]:
    """Every turn of duty that touches the period, by unit and time."""
    query = (
        sa.select(
            units.c.short_name,
            units.c.kind,
            officers.c.name,
            officers.c.position,
            officers.c.phone,
            duties.c.starts_at,
            duties.c.ends_at,
        )
        .join(units, units.c.id == duties.c.unit_id)
        .join(officers, officers.c.id == duties.c.officer_id)
        .where(duties.c.starts_at < ends, duties.c.ends_at > starts)
        .order_by(units.c.code, duties.c.starts_at, officers.c.name)
        .limit(most)
    )
    return [Turn(*row) for row in work.connection.execute(query)]


def hotlines_today(work: Work) -> list[Hotline]:
    """The numbers in force today, by topic and rank."""
    today = day_of(work.now)
    row = hotlines.c
    query = (
        sa.select(row.id, row.number, row.name, row.name_en, row.topic, row.district_code)
        .where(
            row.number != "", row.valid_from <= today, sa.or_(row.valid_to.is_(None), row.valid_to > today)
        )
        .order_by(row.district_code.is_not(None), row.topic, row.rank, row.id)
    )
    return [Hotline(*found) for found in work.connection.execute(query)]
