"""What an officer is at this moment: the posts held, and those of others to act for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.errors import NotFound
from engine.people import units
from engine.store.tables import delegations, memberships, officers
from engine.store.tables import units as unit_table
from engine.store.tables.base import AT
from engine.work import Work

IOC_ROLES = frozenset({"ioc_operator", "ioc_lead"})
LEADING_ROLES = frozenset({"ioc_lead", "team_leader", "agency_head"})
HANDLING_ROLES = frozenset({"team_member", "team_leader", "focal_officer", "handling_officer", "agency_head"})


@dataclass(frozen=True)
class Post:
    """A role in a unit; `above` are the codes of the units over it."""

    unit_id: int
    unit_code: str
    unit_kind: str
    role: str
    above: tuple[str, ...] = ()

    @property
    def in_ioc(self) -> bool:
        return self.unit_kind == "ioc" and self.role in IOC_ROLES

    @property
    def handles(self) -> bool:
        """Say whether the post reads the cases of its unit; keeping accounts or diagrams does not."""
        return self.in_ioc or self.role in HANDLING_ROLES

    @property
    def reads_everything(self) -> bool:
        """Say whether the post reads the cases of all units, as the centre and auditors do."""
        return self.in_ioc or self.role == "auditor"


@dataclass(frozen=True)
class Delegation:
    """A principal's word that somebody else may act in his name."""

    id: int
    principal_id: int
    principal_name: str
    delegate_id: int
    verbs: tuple[str, ...]
    capacity: str
    valid_from: datetime
    valid_to: datetime
    letter_id: int | None
    posts: tuple[Post, ...] = ()

    def covers(self, element: str) -> bool:
        return "*" in self.verbs or element in self.verbs


@dataclass(frozen=True)
class Standing:
    """Who somebody is right now; read afresh for every request."""

    officer_id: int
    login: str
    name: str
    language: str
    posts: tuple[Post, ...]
    acting_for: tuple[Delegation, ...] = ()
    must_change_password: bool = False

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(post.role for post in self.posts)

    @property
    def in_ioc(self) -> bool:
        return any(post.in_ioc for post in self.posts)

    @property
    def reads_everything(self) -> bool:
        return any(post.reads_everything for post in self.posts)

    @property
    def usable_posts(self) -> tuple[Post, ...]:
        """The posts held, and those of everybody acted for."""
        return (*self.posts, *(post for one in self.acting_for for post in one.posts))

    def holds(self, role: str, unit_id: int | None = None) -> bool:
        return any(post.role == role and unit_id in (None, post.unit_id) for post in self.posts)


def in_force(row: Any, at: datetime | sa.BindParameter[datetime]) -> sa.ColumnElement[bool]:
    """Select what is valid `at`: from its first moment up to, not including, its last."""
    return sa.and_(row.c.valid_from <= at, sa.or_(row.c.valid_to.is_(None), row.c.valid_to > at))


def _post_rows() -> Any:
    """Officers, each once for every post held at that moment; without a post, once."""
    held = sa.and_(memberships.c.officer_id == officers.c.id, in_force(memberships, AT))
    return officers.outerjoin(memberships, held).outerjoin(
        unit_table, unit_table.c.id == memberships.c.unit_id
    )


POST_COLUMNS: tuple[Any, ...] = (
    unit_table.c.id.label("unit_id"),
    unit_table.c.code.label("unit_code"),
    unit_table.c.kind.label("unit_kind"),
    memberships.c.role,
    units.version_now.label("units_version"),
)
_OFFICER_COLUMNS: tuple[Any, ...] = (
    officers.c.id.label("officer_id"),
    officers.c.login,
    officers.c.name,
    officers.c.language,
    officers.c.must_change_password,
    sa.exists().where(delegations.c.delegate_id == officers.c.id).label("was_delegated"),
)


def standing_query(*more: Any) -> sa.Select[Any]:
    """One row for every post that active officers hold `at`; `more` columns ride along."""
    return (
        sa.select(*_OFFICER_COLUMNS, *POST_COLUMNS, *more)
        .select_from(_post_rows())
        .where(officers.c.active)
        .order_by(memberships.c.id)
    )


_STANDING = standing_query().where(officers.c.id == sa.bindparam("officer"))


def roles(work: Work, officer: int) -> Standing:
    """The standing of one officer at `work.now`."""
    found = standing_from(work, _STANDING, officer=officer)
    if found is None:
        raise NotFound
    return found[0]


def standing_from(work: Work, query: sa.Select[Any], **told: object) -> tuple[Standing, sa.Row[Any]] | None:
    """Read the standing of the one officer whom `query` finds, and its first row."""
    rows = work.connection.execute(query, {"at": work.now, **told}).all()
    if not rows:
        return None
    first = rows[0]
    person = (first.officer_id, first.login, first.name, first.language)
    acting_for = delegations_of(work, first.officer_id, work.now) if first.was_delegated else ()
    return Standing(*person, posts_from(work, rows), acting_for, first.must_change_password), first


def posts_from(work: Work, rows: Sequence[sa.Row[Any]]) -> tuple[Post, ...]:
    held = [row for row in rows if row.unit_id is not None]
    if not held:
        return ()
    tree = units.tree(work, held[0].units_version)
    return tuple(
        Post(row.unit_id, row.unit_code, row.unit_kind, row.role, tree.above(row.unit_code)) for row in held
    )


_DELEGATIONS = (
    sa.select(delegations, officers.c.name.label("principal_name"), *POST_COLUMNS)
    .select_from(_post_rows().join(delegations, delegations.c.principal_id == officers.c.id))
    .where(delegations.c.delegate_id == sa.bindparam("delegate"), officers.c.active)
    .where(
        in_force(delegations, AT), sa.or_(delegations.c.revoked_at.is_(None), delegations.c.revoked_at > AT)
    )
    .order_by(delegations.c.id, memberships.c.id)
)


def delegations_of(work: Work, delegate: int, at: datetime) -> tuple[Delegation, ...]:
    """The delegations to one officer in force `at`, with the posts their principals hold then."""
    groups: dict[int, list[sa.Row[Any]]] = {}
    for row in work.connection.execute(_DELEGATIONS, {"at": at, "delegate": delegate}):
        groups.setdefault(row.id, []).append(row)
    return tuple(_delegation(work, rows) for rows in groups.values())


def _delegation(work: Work, rows: Sequence[sa.Row[Any]]) -> Delegation:
    row = rows[0]
    return Delegation(
        id=row.id,
        principal_id=row.principal_id,
        principal_name=row.principal_name,
        delegate_id=row.delegate_id,
        verbs=tuple(row.verbs),
        capacity=row.capacity,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        letter_id=row.letter_id,
        posts=posts_from(work, rows),
    )
