"""The leader's board: what waits for a word, what is late and where, what needs a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.people.standing import LEADING_ROLES, Standing, in_force
from engine.reading.rows import OPEN, Entry, entries, open_items
from engine.store.tables import cases, clocks, extensions, memberships, officers, units, work_items
from engine.work import Work

_DAY = timedelta(hours=24)
_LONG_AGO = timedelta(days=180)


def awaiting_word(work: Work, standing: Standing, most: int = 30) -> list[Entry]:
    """Open tasks that only a leader may do, in the units this person leads or acts for."""
    led = sorted({(post.unit_id, post.role) for post in standing.usable_posts if post.role in LEADING_ROLES})
    if not led:
        return []
    mine = [sa.and_(work_items.c.unit_id == unit, work_items.c.role == role) for unit, role in led]
    query = open_items(standing, work.now).where(sa.or_(*mine))
    return entries(work, standing, query.order_by(work_items.c.due_at, work_items.c.id).limit(most))


def extensions_asked(work: Work, case_ids: Sequence[int]) -> dict[int, Any]:
    """The extension that waits for a word in each of these cases: who asks, why, until when."""
    query = (
        sa.select(extensions, officers.c.name.label("officer"), clocks.c.first_due_at.label("old_due"))
        .join(clocks, clocks.c.id == extensions.c.clock_id)
        .join(officers, officers.c.id == extensions.c.asked_by)
        .where(extensions.c.case_id.in_(list(case_ids)), extensions.c.state == "pending")
        .order_by(extensions.c.id)
    )
    return {row.case_id: row for row in work.connection.execute(query)}


@dataclass(frozen=True)
class LateUnit:
    """A unit with overdue tasks."""

    unit_id: int
    code: str
    name: str
    count: int
    oldest: datetime
    responsible: tuple[str, ...]


def overdue_by_unit(work: Work, standing: Standing) -> list[LateUnit]:
    """Units with overdue tasks in cases this person may see, the one with the oldest first."""
    row = work_items.c
    late = (
        sa.select(row.unit_id, sa.func.count().label("count"), sa.func.min(row.due_at).label("oldest"))
        .join(cases, cases.c.id == row.case_id)
        .where(OPEN, row.due_at < work.now, access.visible(standing, work.now))
        .group_by(row.unit_id)
        .subquery()
    )
    query = (
        sa.select(late.c.unit_id, units.c.code, units.c.short_name, late.c.count, late.c.oldest)
        .join(units, units.c.id == late.c.unit_id)
        .order_by(late.c.oldest)
    )
    found = work.connection.execute(query).all()
    heads = _heads(work, [each.unit_id for each in found])
    return [LateUnit(*each, tuple(heads.get(each.unit_id, ()))) for each in found]


def _heads(work: Work, unit_ids: Sequence[int]) -> dict[int, list[str]]:
    query = (
        sa.select(memberships.c.unit_id, officers.c.name)
        .join(officers, officers.c.id == memberships.c.officer_id)
        .where(memberships.c.unit_id.in_(list(unit_ids)), memberships.c.role.in_(sorted(LEADING_ROLES)))
        .where(in_force(memberships, work.now), officers.c.active)
        .order_by(officers.c.name)
    )
    found: dict[int, list[str]] = {}
    for unit, name in work.connection.execute(query):
        found.setdefault(unit, []).append(name)
    return found


def overdue_of_unit(work: Work, standing: Standing, unit_id: int, most: int = 100) -> list[Entry]:
    query = open_items(standing, work.now).where(
        work_items.c.unit_id == unit_id, work_items.c.due_at < work.now
    )
    return entries(work, standing, query.order_by(work_items.c.due_at, work_items.c.id).limit(most))


def due_until(work: Work, standing: Standing, end: datetime, most: int = 300) -> list[Entry]:
    """Everything overdue or due before `end`: the list for the morning meeting."""
    query = open_items(standing, work.now).where(work_items.c.due_at < end)
    return entries(work, standing, query.order_by(work_items.c.due_at, work_items.c.id).limit(most))


@dataclass(frozen=True)
class Attention:
    """A case a leader should look at, with the reason."""

    report_no: str
    subject: str
    place: str
    position: str
    received_at: datetime
    reason: str


def needs_attention(work: Work, standing: Standing, most: int = 20) -> list[Attention]:
    """Emergencies of the last 24 hours, results sent back twice, cases reopened."""
    facts = cases.c.facts
    returned = sa.func.coalesce(facts["send_backs"].as_integer(), facts["returns"].as_integer(), 0)
    reopened = sa.func.coalesce(facts["contests"].as_integer(), 0)
    fresh = sa.and_(cases.c.urgency == "emergency", cases.c.received_at > work.now - _DAY)
    reason = sa.case((fresh, "emergency"), (returned >= 2, "returned_twice"), else_="reopened")
    query = (
        sa.select(
            cases.c.report_no,
            cases.c.subject,
            cases.c.place,
            cases.c.position,
            cases.c.received_at,
            reason.label("reason"),
        )
        .where(access.visible(standing, work.now), cases.c.received_at > work.now - _LONG_AGO)
        .where(sa.or_(fresh, sa.and_(cases.c.status == "open", sa.or_(returned >= 2, reopened >= 1))))
        .order_by(cases.c.received_at.desc())
        .limit(most)
    )
    return [Attention(*row) for row in work.connection.execute(query)]
