"""How cases run, as whoever mends them sees it: places and faults, no texts and no reporters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.people.standing import Standing
from engine.people.units import day_of
from engine.store.tables import (
    cases,
    incidents,
    timers,
    units,
    work_items,
)
from engine.work import Work

Row = Any


SIZE = 50


_WHOLE = re.compile(r"[A-Z]{1,4}-[0-9]{4}-[0-9]{6}(-[0-9]{1,2})?")


DIGITS = 6


YEARS_BACK = 5


PARTS = 20


def cases_running(
    work: Work, standing: Standing, *, number: str = "", status: str = "open", before: int | None = None
) -> Sequence[Row]:
    """Cases by number and place in the procedure; no text and no person is among the columns.

    A whole number is looked up by itself, so that finding one case never reads the others.
    """
    row = cases.c
    query = sa.select(
        row.id,
        row.report_no,
        row.status,
        row.position,
        row.holder_unit,
        row.due_at,
        row.received_at,
        row.release_id,
        row.revision,
    ).where(access.repairable(standing))
    if number:
        query = query.where(_numbered(work, number.strip().upper()))
    if status:
        query = query.where(row.status == status)
    if before:
        query = query.where(row.id < before)
    return work.connection.execute(query.order_by(row.id.desc()).limit(SIZE + 1)).all()


def _numbered(work: Work, typed: str) -> sa.ColumnElement[bool]:
    """`PA-2026-000123` with its parts, the bare `123` of this year and the ones before, or a beginning."""
    if typed.isdecimal() and len(typed) <= DIGITS:
        year = day_of(work.now).year
        numbers = [f"PA-{one}-{int(typed):06d}" for one in range(year, year - YEARS_BACK, -1)]
        return cases.c.report_no.in_(numbers)
    if _WHOLE.fullmatch(typed):
        return cases.c.report_no.in_([typed, *(f"{typed}-{part}" for part in range(1, PARTS + 1))])
    return cases.c.report_no.startswith(typed, autoescape=True)


@dataclass(frozen=True)
class Running:
    """The inside of one case as its repairer sees it."""

    case: Row
    items: Sequence[Row]
    timers: Sequence[Row]
    incidents: Sequence[Row]


def running(work: Work, standing: Standing, report_no: str) -> Running | None:
    """One case with its open tasks, armed timers and incidents, or none if it may not be repaired."""
    query = sa.select(cases).where(cases.c.report_no == report_no, access.repairable(standing))
    case = work.connection.execute(query).first()
    if case is None:
        return None
    return Running(case, _open_items(work, case.id), _armed(work, case.id), _faults(work, case.id))


def _open_items(work: Work, case_id: int) -> Sequence[Row]:
    query = sa.select(work_items, units.c.short_name.label("unit")).join(
        units, units.c.id == work_items.c.unit_id
    )
    found = query.where(work_items.c.case_id == case_id, work_items.c.state == "open")
    return work.connection.execute(found.order_by(work_items.c.id)).all()


def _armed(work: Work, case_id: int) -> Sequence[Row]:
    query = sa.select(timers).where(timers.c.case_id == case_id, timers.c.state == "pending")
    return work.connection.execute(query.order_by(timers.c.due_at)).all()


def _faults(work: Work, case_id: int) -> Sequence[Row]:
    query = sa.select(incidents).where(incidents.c.case_id == case_id)
    return work.connection.execute(query.order_by(incidents.c.id.desc())).all()


def incident_list(
    work: Work, standing: Standing, state: str = "open", before: int | None = None
) -> Sequence[Row]:
    """Faults of running cases, newest first."""
    query = _incidents(work, standing).where(incidents.c.state == state)
    if before:
        query = query.where(incidents.c.id < before)
    return work.connection.execute(query.order_by(incidents.c.id.desc()).limit(SIZE + 1)).all()


def incident(work: Work, standing: Standing, incident_id: int) -> Row | None:
    return work.connection.execute(_incidents(work, standing).where(incidents.c.id == incident_id)).first()


def incident_count(work: Work, standing: Standing) -> int:
    """How many faults wait for a person."""
    waiting = _incidents(work, standing).where(incidents.c.state == "open")
    query = waiting.with_only_columns(sa.func.count(), maintain_column_froms=True)
    return int(work.connection.execute(query).scalar_one())


def _incidents(work: Work, standing: Standing) -> sa.Select[Any]:
    """Faults of the cases that this person may mend, with the place each case is at."""
    return (
        sa.select(incidents, cases.c.report_no, cases.c.position, cases.c.release_id)
        .join(cases, cases.c.id == incidents.c.case_id)
        .where(access.repairable(standing))
    )
