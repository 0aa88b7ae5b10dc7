"""What an administrator sees: how cases run without their texts, faults, accounts, what is in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.folding import fold
from engine.people.standing import Standing, in_force
from engine.store.tables import (
    activations,
    calendar_days,
    cases,
    heartbeats,
    hotlines,
    incidents,
    memberships,
    officers,
    outbox,
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


def cases_running(
    work: Work, standing: Standing, *, number: str = "", status: str = "open", before: int | None = None
) -> Sequence[Row]:
    """Cases by number and place in the procedure; no text and no person is among the columns."""
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
        query = query.where(row.report_no.contains(number.strip().upper(), autoescape=True))
    if status:
        query = query.where(row.status == status)
    if before:
        query = query.where(row.id < before)
    return work.connection.execute(query.order_by(row.id.desc()).limit(SIZE + 1)).all()


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


def incident_list(work: Work, standing: Standing, state: str = "open") -> Sequence[Row]:
    """Faults of running cases, newest first."""
    query = (
        sa.select(incidents, cases.c.report_no, cases.c.position)
        .join(cases, cases.c.id == incidents.c.case_id)
        .where(incidents.c.state == state, access.repairable(standing, work.now))
        .order_by(incidents.c.at.desc(), incidents.c.id.desc())
        .limit(SIZE * 2)
    )
    return work.connection.execute(query).all()


def incident(work: Work, standing: Standing, incident_id: int) -> Row | None:
    query = (
        sa.select(incidents, cases.c.report_no, cases.c.position, cases.c.release_id)
        .join(cases, cases.c.id == incidents.c.case_id)
        .where(incidents.c.id == incident_id, access.repairable(standing, work.now))
    )
    return work.connection.execute(query).first()


@dataclass(frozen=True)
class Account:
    """An officer with the posts held now, as (unit code, unit name, role)."""

    id: int
    login: str
    name: str
    position: str
    email: str | None
    phone: str | None
    active: bool
    must_change_password: bool
    posts: tuple[tuple[str, str, str], ...]


def accounts(work: Work, text: str = "", unit: str = "", most: int = 200) -> list[Account]:
    """Officers by name, with what each is now; `text` matches names and user names without marks."""
    query = sa.select(officers).order_by(officers.c.active.desc(), officers.c.name, officers.c.id)
    if unit:
        here = sa.select(memberships.c.officer_id).join(units, units.c.id == memberships.c.unit_id)
        query = query.where(
            officers.c.id.in_(here.where(units.c.code == unit, in_force(memberships, work.now)))
        )
    rows = [row for row in work.connection.execute(query) if _matches(row, fold(text))][:most]
    posts = posts_of(work, [row.id for row in rows])
    return [_account(row, posts.get(row.id, ())) for row in rows]


def _matches(row: Row, wanted: str) -> bool:
    return wanted in fold(f"{row.name} {row.login} {row.position}")


def _account(row: Row, posts: Sequence[tuple[str, str, str]]) -> Account:
    person = (
        row.id,
        row.login,
        row.name,
        row.position,
        row.email,
        row.phone,
        row.active,
        row.must_change_password,
    )
    return Account(*person, tuple(posts))


def posts_of(work: Work, people: Sequence[int]) -> Mapping[int, list[tuple[str, str, str]]]:
    """(unit code, unit name, role) of each of these officers now."""
    query = (
        sa.select(memberships.c.officer_id, units.c.code, units.c.short_name, memberships.c.role)
        .join(units, units.c.id == memberships.c.unit_id)
        .where(memberships.c.officer_id.in_(list(people)), in_force(memberships, work.now))
        .order_by(memberships.c.id)
    )
    found: dict[int, list[tuple[str, str, str]]] = {}
    for officer, code, name, role in work.connection.execute(query):
        found.setdefault(officer, []).append((code, name, role))
    return found


def unit_list(work: Work, text: str = "", kind: str = "") -> Sequence[Row]:
    """Units with how many people serve in each."""
    serving = (
        sa.select(memberships.c.unit_id, sa.func.count(memberships.c.officer_id.distinct()).label("people"))
        .where(in_force(memberships, work.now))
        .group_by(memberships.c.unit_id)
        .subquery()
    )
    query = sa.select(units, sa.func.coalesce(serving.c.people, 0).label("people")).outerjoin(
        serving, serving.c.unit_id == units.c.id
    )
    if text:
        query = query.where(units.c.folded.contains(fold(text), autoescape=True))
    if kind:
        query = query.where(units.c.kind == kind)
    return work.connection.execute(query.order_by(units.c.kind, units.c.code).limit(500)).all()


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


def outbox_list(work: Work, state: str, most: int = 100) -> Sequence[Row]:
    """Messages on their way out, by state; addresses stay hidden."""
    row = outbox.c
    query = (
        sa.select(
            row.id,
            row.channel,
            row.template,
            row.recipient,
            row.state,
            row.tries,
            row.created_at,
            row.not_before,
            row.sent_at,
            row.error,
        )
        .where(row.state == state)
        .order_by(row.id.desc())
        .limit(most)
    )
    return work.connection.execute(query).all()


def outbox_counts(work: Work) -> dict[str, int]:
    query = sa.select(outbox.c.state, sa.func.count()).group_by(outbox.c.state)
    return {row[0]: row[1] for row in work.connection.execute(query)}


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
