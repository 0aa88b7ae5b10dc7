"""Officers and the posts they hold for a time."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

import sqlalchemy as sa

from engine.errors import NotFound
from engine.people import passwords, sessions, units
from engine.people.errors import LoginTaken, WrongRole
from engine.people.standing import Delegation, Post, Standing, in_force, roles
from engine.store import tables
from engine.work import Work

__all__ = [
    "Delegation",
    "Officer",
    "Post",
    "Standing",
    "add_officer",
    "by_login",
    "change_password",
    "deactivate",
    "in_unit",
    "join",
    "leave",
    "officer",
    "roles",
]

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


@dataclass(frozen=True)
class Officer:
    """A person with an account."""

    id: int
    login: str
    name: str
    position: str
    email: str | None
    phone: str | None
    active: bool
    must_change_password: bool
    language: str
    created_at: datetime


_COLUMNS = [tables.officers.c[field.name] for field in fields(Officer)]


def normal_login(login: str) -> str:
    """A user name as it is kept: people type capitals and spaces without meaning them."""
    return login.strip().casefold()


def add_officer(
    work: Work,
    login: str,
    name: str,
    *,
    password: str,
    position: str = "",
    email: str | None = None,
    phone: str | None = None,
    language: str = "vi",
    must_change_password: bool = True,
) -> Officer:
    """Open an account; whoever chose its password is not its owner, so it must be changed at first use."""
    login = normal_login(login)
    if _find(work, tables.officers.c.login == login):
        raise LoginTaken(login=login)
    passwords.check(password, login=login)
    row = {
        "login": login,
        "name": name,
        "position": position,
        "email": email,
        "phone": phone,
        "password_hash": passwords.hash_password(password),
        "must_change_password": must_change_password,
        "language": language,
        "created_at": work.now,
    }
    made = work.run(sa.insert(tables.officers).values(row).returning(tables.officers.c.id)).scalar_one()
    return officer(work, int(str(made)))


def officer(work: Work, id: int) -> Officer:
    found = _find(work, tables.officers.c.id == id)
    if found is None:
        raise NotFound
    return found


def by_login(work: Work, login: str) -> Officer | None:
    return _find(work, tables.officers.c.login == normal_login(login))


def _find(work: Work, condition: sa.ColumnElement[bool]) -> Officer | None:
    row = work.connection.execute(sa.select(*_COLUMNS).where(condition)).first()
    return Officer(*row) if row else None


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
    row = {
        "officer_id": officer,
        "unit_id": unit.id,
        "role": role,
        "valid_from": start,
        "valid_to": until,
    }
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
    _put_back(work, officer)


def _membership(officer: int, unit_id: int, role: str | None) -> sa.Update:
    rows = tables.memberships
    found = sa.update(rows).where(rows.c.officer_id == officer, rows.c.unit_id == unit_id)
    return found if role is None else found.where(rows.c.role == role)


def in_unit(work: Work, unit_id: int) -> list[tuple[Officer, str]]:
    """Everybody who serves in a unit now, with each role, by name."""
    query = (
        sa.select(*_COLUMNS, tables.memberships.c.role)
        .join(tables.memberships, tables.memberships.c.officer_id == tables.officers.c.id)
        .where(tables.memberships.c.unit_id == unit_id, in_force(tables.memberships, work.now))
        .where(tables.officers.c.active)
        .order_by(tables.officers.c.name, tables.officers.c.id, tables.memberships.c.role)
    )
    return [(Officer(*row[:-1]), row[-1]) for row in work.connection.execute(query)]


def change_password(
    work: Work, officer: int, password: str, *, must_change: bool = False, keep: str | None = None
) -> None:
    """Set a password and end the officer's sessions, all but the one whose token is `keep`."""
    person = _find(work, tables.officers.c.id == officer)
    if person is None:
        raise NotFound
    passwords.check(password, login=person.login)
    new = {"password_hash": passwords.hash_password(password), "must_change_password": must_change}
    work.run(sa.update(tables.officers).where(tables.officers.c.id == officer).values(new))
    sessions.end_all_sessions(work, officer, keep=keep)


def deactivate(work: Work, officer: int) -> None:
    """Close an account at once, wherever it is logged in."""
    work.run(sa.update(tables.officers).where(tables.officers.c.id == officer).values(active=False))
    sessions.end_all_sessions(work, officer)
    _put_back(work, officer)


def _put_back(work: Work, officer: int) -> None:
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
    posts = [*standing.posts, *(post for one in standing.acting_for for post in one.posts)]
    return {(post.unit_id, post.role) for post in posts}
