"""What an administrator sees: how cases run without their texts, faults, what is in force, tables kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.people.standing import Standing
from engine.people.units import day_of
from engine.store.tables import (
    activations,
    calendar_days,
    cases,
    heartbeats,
    hotlines,
    incidents,
    officers,
    release_files,
    releases,
    settings,
    shifts,
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
    ).where(access.repairable(standing, work.now))
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
    query = sa.select(cases).where(cases.c.report_no == report_no, access.repairable(standing, work.now))
    case = work.connection.execute(query).first()
    if case is None:
        return None
    items = sa.select(work_items, units.c.short_name.label("unit")).join(
        units, units.c.id == work_items.c.unit_id
    )
    armed = sa.select(timers).where(timers.c.case_id == case.id, timers.c.state == "pending")
    faults = sa.select(incidents).where(incidents.c.case_id == case.id)
    run = work.connection.execute
    return Running(
        case,
        run(
            items.where(work_items.c.case_id == case.id, work_items.c.state == "open").order_by(
                work_items.c.id
            )
        ).all(),
        run(armed.order_by(timers.c.due_at)).all(),
        run(faults.order_by(incidents.c.id.desc())).all(),
    )


def incident_list(
    work: Work, standing: Standing, state: str = "open", before: int | None = None
) -> Sequence[Row]:
    """Faults of running cases, newest first."""
    query = (
        sa.select(incidents, cases.c.report_no, cases.c.position, cases.c.release_id)
        .join(cases, cases.c.id == incidents.c.case_id)
        .where(incidents.c.state == state, access.repairable(standing, work.now))
        .order_by(incidents.c.id.desc())
        .limit(SIZE + 1)
    )
    if before:
        query = query.where(incidents.c.id < before)
    return work.connection.execute(query).all()


def incident_count(work: Work, standing: Standing) -> int:
    """How many faults wait for a person."""
    query = (
        sa.select(sa.func.count())
        .select_from(incidents.join(cases, cases.c.id == incidents.c.case_id))
        .where(incidents.c.state == "open", access.repairable(standing, work.now))
    )
    return int(work.connection.execute(query).scalar_one())


def incident(work: Work, standing: Standing, incident_id: int) -> Row | None:
    query = (
        sa.select(incidents, cases.c.report_no, cases.c.position, cases.c.release_id)
        .join(cases, cases.c.id == incidents.c.case_id)
        .where(incidents.c.id == incident_id, access.repairable(standing, work.now))
    )
    return work.connection.execute(query).first()


def activation_list(work: Work, most: int = 20) -> Sequence[Row]:
    """Which release came into force when, newest first."""
    running_cases = (
        sa.select(cases.c.release_id, sa.func.count().label("running"))
        .where(cases.c.status == "open")
        .group_by(cases.c.release_id)
        .subquery()
    )
    query = (
        sa.select(
            activations,
            releases.c.name,
            releases.c.digest,
            releases.c.created_at,
            officers.c.name.label("officer"),
            sa.func.coalesce(running_cases.c.running, 0).label("running"),
        )
        .join(releases, releases.c.id == activations.c.release_id)
        .outerjoin(officers, officers.c.id == activations.c.recorded_by)
        .outerjoin(running_cases, running_cases.c.release_id == releases.c.id)
        .order_by(activations.c.in_force_from.desc(), activations.c.id.desc())
        .limit(most)
    )
    return work.connection.execute(query).all()


def paths_of(work: Work, release_id: int) -> Sequence[Row]:
    """The files of a release, with the hash of each."""
    row = release_files.c
    query = sa.select(row.path, row.sha256, sa.func.length(row.content).label("size"))
    return work.connection.execute(query.where(row.release_id == release_id).order_by(row.path)).all()


def days_of(work: Work, year: int) -> Sequence[Row]:
    row = calendar_days.c
    query = sa.select(calendar_days).where(row.day.between(date(year, 1, 1), date(year, 12, 31)))
    return work.connection.execute(query.order_by(row.day)).all()


def shift_list(work: Work) -> Sequence[Row]:
    return work.connection.execute(sa.select(shifts).order_by(shifts.c.unit_code, shifts.c.starts)).all()


def hotline_list(work: Work) -> Sequence[Row]:
    row = hotlines.c
    query = sa.select(hotlines).order_by(
        row.district_code.is_not(None), row.district_code, row.topic, row.rank, row.id
    )
    return work.connection.execute(query).all()


def setting_list(work: Work) -> Sequence[Row]:
    return work.connection.execute(sa.select(settings).order_by(settings.c.name)).all()


def heartbeat_list(work: Work) -> Sequence[Row]:
    return work.connection.execute(sa.select(heartbeats).order_by(heartbeats.c.node)).all()
