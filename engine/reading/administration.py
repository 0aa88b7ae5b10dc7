"""What an administrator keeps: releases in force, calendar, shifts, hotlines, settings; and the nodes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from engine.store.tables import (
    activations,
    calendar_days,
    cases,
    heartbeats,
    hotlines,
    officers,
    release_files,
    releases,
    settings,
    shifts,
)
from engine.work import Work

Row = Any


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
