"""Which officers serve in which unit, in which role, from when until when."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from engine.errors import NotFound
from engine.people import units
from engine.people.errors import WrongRole
from engine.people.standing import in_force, roles
from engine.store import tables
from engine.work import Work

OFFICE_ROLES = frozenset({"administrator", "analyst", "auditor"})
AGENCY_ROLES = frozenset({"focal_officer", "handling_officer", "agency_head"})
TEAM_ROLES = frozenset({"team_member", "team_leader"})

# In a commune without a district above it, team and agency are the same people.
ROLES_OF_KIND = {
    "ioc": OFFICE_ROLES | {"ioc_operator", "ioc_lead"},
    "team": TEAM_ROLES,
    "division": AGENCY_ROLES,
    "commune": AGENCY_ROLES | TEAM_ROLES,
    "department": AGENCY_ROLES | OFFICE_ROLES,
}


def join(
    work: Work,
    officer: int,
    unit_code: str,
    role: str,
    since: datetime | None = None,
    until: datetime | None = None,
) -> None:
    """Give an officer a role in a unit, from now and without end unless said otherwise."""
    unit = units.unit(work, unit_code)
    if not unit.has_accounts or role not in ROLES_OF_KIND.get(unit.kind, frozenset()):
        raise WrongRole(role=role, unit=unit.short_name)
    start = since or work.now
    row = {"officer_id": officer, "unit_id": unit.id, "role": role, "valid_from": start, "valid_to": until}
    held = _membership(officer, unit.id, role).where(in_force(tables.memberships, start))
    if not work.run(held.values(valid_to=until)).rowcount:
        work.run(sa.insert(tables.memberships).values(row))


def leave(
    work: Work, officer: int, unit_code: str, role: str | None = None, at: datetime | None = None
) -> None:
    """End an officer's role in a unit, or every role there; what was done in it stays on record."""
    moment = at or work.now
    ending = _membership(officer, units.unit(work, unit_code).id, role).where(
        in_force(tables.memberships, moment)
    )
    work.run(ending.values(valid_to=moment))
    put_back(work, officer)


def _membership(officer: int, unit_id: int, role: str | None) -> sa.Update:
    rows = tables.memberships
    found = sa.update(rows).where(rows.c.officer_id == officer, rows.c.unit_id == unit_id)
    return found if role is None else found.where(rows.c.role == role)


def put_back(work: Work, officer: int) -> None:
    """Let a task that this person took but may no longer do lie before the unit again."""
    items = tables.work_items
    taken = sa.select(items.c.id, items.c.unit_id, items.c.role).where(
        items.c.claimed_by == officer, items.c.state == "open"
    )
    rows = work.connection.execute(taken).all()
    held = _held(work, officer) if rows else set()
    lost = [
        row.id for row in rows if not {(row.unit_id, role.strip()) for role in row.role.split(",")} & held
    ]
    if lost:
        work.run(sa.update(items).where(items.c.id.in_(lost)).values(claimed_by=None, claimed_at=None))


def _held(work: Work, officer: int) -> set[tuple[int, str]]:
    """The posts of an officer and of those this officer stands in for; none once the account is closed."""
    try:
        standing = roles(work, officer)
    except NotFound:
        return set()
    return {(post.unit_id, post.role) for post in standing.usable_posts}
