"""Who may do which task, by what right, and who could do it if nobody has taken it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from engine.access.seeing import must_see
from engine.errors import NotAllowed
from engine.people import units
from engine.people.standing import LEADING_ROLES, Post, Standing, in_force
from engine.store.tables import memberships, officers
from engine.work import Work

Item = Any  # a row of work_items, or anything with its columns


@dataclass(frozen=True)
class Grant:
    """The right by which somebody does a task, to be kept with what was done."""

    kind: Literal["own", "delegated", "fallback"]
    on_behalf_of: int | None = None


@dataclass(frozen=True)
class Candidate:
    """An officer who could do a task now."""

    officer_id: int
    name: str
    role: str
    login: str = ""
    position: str = ""


@dataclass(frozen=True)
class Choice:
    """Who a task goes to; `fallback` says in whose place, and no candidates means that nobody can do it."""

    unit_id: int
    roles: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    fallback: str | None = None


def may_act(work: Work, standing: Standing, item: Item) -> Grant:
    """The right by which this person may do the task, or an error: not found if the case is not theirs."""
    must_see(work, standing, item.case_id)
    return must_hold(standing, item)


def must_hold(standing: Standing, item: Item) -> Grant:
    """The right to do a task of a case that this person is known to see."""
    grant = _grant(standing, item)
    if grant is None:
        raise NotAllowed
    return grant


def _grant(standing: Standing, item: Item) -> Grant | None:
    taken_by = item.claimed_by
    if _holds(standing.posts, item) and taken_by in (None, standing.officer_id):
        return Grant("fallback" if item.fallback else "own")
    for delegation in standing.acting_for:
        free = taken_by in (None, standing.officer_id, delegation.principal_id)
        if free and delegation.covers(item.element) and _holds(delegation.posts, item):
            return Grant("delegated", delegation.principal_id)
    return None


def _holds(posts: Iterable[Post], item: Item) -> bool:
    wanted = roles_of(item.role)
    return any(post.unit_id == item.unit_id and post.role in wanted for post in posts)


def roles_of(text: str) -> tuple[str, ...]:
    """The roles that a task names, a comma list."""
    return tuple(filter(None, (role.strip() for role in text.split(","))))


def must_assign(work: Work, standing: Standing, item: Item) -> None:
    """Let only a leader of the task's unit give it to somebody or take it away."""
    must_see(work, standing, item.case_id)
    if not any(post.unit_id == item.unit_id and post.role in LEADING_ROLES for post in standing.posts):
        raise NotAllowed


def candidates(
    work: Work, unit_id: int, roles: Collection[str], at: datetime, *, excluding: Collection[int] = ()
) -> tuple[Candidate, ...]:
    """The officers who could do a task of these roles `at`, each once, by name."""
    return among(roster(work, unit_id, at), roles, excluding=excluding)


def roster(work: Work, unit_id: int, at: datetime) -> tuple[Candidate, ...]:
    """Every active officer of a unit with each role held there `at`, by name."""
    return rosters_of(work, {unit_id}, at).get(unit_id, ())


_CANDIDATE = (officers.c.id, officers.c.name, memberships.c.role, officers.c.login, officers.c.position)


def rosters_of(
    work: Work, unit_ids: Iterable[int | None], at: datetime
) -> dict[int | None, tuple[Candidate, ...]]:
    """The rosters of several units in one statement."""
    query = (
        sa.select(memberships.c.unit_id, *_CANDIDATE)
        .join(memberships, memberships.c.officer_id == officers.c.id)
        .where(memberships.c.unit_id.in_(list(unit_ids)), officers.c.active, in_force(memberships, at))
        .order_by(officers.c.name, officers.c.id, memberships.c.id)
    )
    found: dict[int | None, tuple[Candidate, ...]] = {}
    for unit_id, *person in work.connection.execute(query):
        found[unit_id] = (*found.get(unit_id, ()), Candidate(*person))
    return found


def among(
    held: Iterable[Candidate], roles: Collection[str], *, excluding: Collection[int] = ()
) -> tuple[Candidate, ...]:
    """Those of a roster who hold one of the roles, each once."""
    found: dict[int, Candidate] = {}
    for one in held:
        if one.role in roles and one.officer_id not in excluding:
            found.setdefault(one.officer_id, one)
    return tuple(found.values())


def with_fallback(
    work: Work,
    unit: units.Unit,
    roles: Collection[str],
    *,
    excluding: Collection[int] = (),
    fallback_rows: Sequence[Mapping[str, Any]] = (),
) -> Choice:
    """Choose who a task goes to: its own roles if somebody holds one, else the first row that somebody holds.

    A row names a `role` and a `unit`: `same`, `parent` or `ioc`.
    """
    wanted = tuple(roles)
    own = candidates(work, unit.id, wanted, work.now, excluding=excluding)
    if own:
        return Choice(unit.id, wanted, own)
    for row in fallback_rows:
        place = _place(work, unit, str(row["unit"]))
        substitutes = roles_of(str(row["role"]))
        found = candidates(work, place.id, substitutes, work.now, excluding=excluding) if place else ()
        if place and found:
            return Choice(place.id, substitutes, found, f"{row['unit']}:{row['role']}")
    return Choice(unit.id, wanted, ())


def _place(work: Work, unit: units.Unit, where: str) -> units.Unit | None:
    codes = {"same": unit.code, "parent": unit.parent_code, "ioc": "ioc"}
    return units.tree(work).by_code.get(codes.get(where) or "")
