"""Accounts and units as an administrator lists them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine.folding import fold
from engine.people.standing import in_force
from engine.store.tables import memberships, officers, units
from engine.work import Work

Row = Any
SIZE = 50


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


def account_ids(work: Work, text: str = "", unit: str = "") -> list[int]:
    """Every officer by number, in the order of the list; `text` matches without marks."""
    row = officers.c
    searched = (row.name, row.login, row.position) if text else ()
    query = sa.select(row.id, *searched).order_by(row.active.desc(), row.name, row.id)
    if unit:
        here = sa.select(memberships.c.officer_id).join(units, units.c.id == memberships.c.unit_id)
        query = query.where(row.id.in_(here.where(units.c.code == unit, in_force(memberships, work.now))))
    wanted = fold(text)
    return [one.id for one in work.connection.execute(query) if wanted in fold(" ".join(one[1:]))]


def accounts(work: Work, ids: Sequence[int]) -> list[Account]:
    """These officers in this order, with what each is now."""
    rows = {row.id: row for row in work.connection.execute(sa.select(officers).where(officers.c.id.in_(ids)))}
    posts = posts_of(work, ids)
    return [_account(rows[one], posts.get(one, ())) for one in ids]


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


def names(work: Work, ids: Collection[int]) -> dict[int, str]:
    """What these officers are called."""
    query = sa.select(officers.c.id, officers.c.name).where(officers.c.id.in_(ids))
    return {row.id: row.name for row in work.connection.execute(query)}
