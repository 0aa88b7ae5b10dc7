"""Officers: people with an account."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

import sqlalchemy as sa

from engine.errors import NotFound
from engine.people import naming, passwords, sessions
from engine.people.errors import LoginTaken
from engine.people.membership import put_back
from engine.people.standing import in_force
from engine.store import tables
from engine.work import Work


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
    naming.check(login, name, position, email or "")
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
    put_back(work, officer)
