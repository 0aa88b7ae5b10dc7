"""Finding cases: by report number, by words without marks, by place and time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.folding import fold
from engine.people.standing import Standing
from engine.people.units import day_of
from engine.reading.rows import EXCERPT, text_for
from engine.store.tables import cases
from engine.work import Work

SIZE = 30
_BACK = timedelta(days=366)
_NUMBER = re.compile(r"(?:([a-z]+)\s*)?(?:(\d{4})\s+)?(\d{1,6})")


@dataclass(frozen=True)
class Found:
    """One case of a search."""

    id: int
    report_no: str
    excerpt: str
    place: str
    position: str
    status: str
    public_status: str
    outcome: str | None
    urgency: str
    restricted: bool
    holder_unit: str | None
    received_at: datetime
    due_at: datetime | None


def search(
    work: Work,
    standing: Standing,
    text: str = "",
    *,
    commune: str = "",
    field: str = "",
    status: str = "",
    before: int | None = None,
    size: int = SIZE,
) -> list[Found]:
    """The newest cases that match, of those this person may see; a report number finds its case at once."""
    numbers = _numbers(text, day_of(work.now).year)
    if numbers:
        exact = _run(work, standing, [cases.c.report_no.in_(numbers)], size)
        if exact:
            return exact
    conditions: list[sa.ColumnElement[bool]] = [cases.c.received_at > work.now - _BACK]
    conditions += [cases.c.search.contains(word, autoescape=True) for word in fold(text).split()]
    conditions += [cases.c.commune_code == commune] if commune else []
    conditions += [cases.c.field == field] if field else []
    conditions += [cases.c.status == status] if status else []
    conditions += [cases.c.id < before] if before else []
    return _run(work, standing, conditions, size)


def _numbers(text: str, year: int) -> list[str]:
    """The report numbers that somebody may mean who types `123`, `2026 123` or `PA-2026-000123`."""
    found = _NUMBER.fullmatch(fold(text))
    if not found:
        return []
    years = [int(found[2])] if found[2] else [year, year - 1]
    return [f"{(found[1] or 'pa').upper()}-{each}-{int(found[3]):06d}" for each in years]


def _run(work: Work, standing: Standing, conditions: list[sa.ColumnElement[bool]], size: int) -> list[Found]:
    query = (
        sa.select(*_columns(standing))
        .where(access.visible(standing, work.now), *conditions)
        .order_by(cases.c.received_at.desc(), cases.c.id.desc())
        .limit(size)
    )
    return [Found(*row) for row in work.connection.execute(query)]


def _columns(standing: Standing) -> tuple[Any, ...]:
    row = cases.c
    return (
        row.id,
        row.report_no,
        sa.func.substr(text_for(standing), 1, EXCERPT),
        row.place,
        row.position,
        row.status,
        row.public_status,
        row.outcome,
        row.urgency,
        row.restricted,
        row.holder_unit,
        row.received_at,
        row.due_at,
    )
