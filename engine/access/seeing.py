"""Which cases a person may read, and whose reporters.

A case is seen by the units it concerns, by the IOC, by auditors and by those named on it. A restricted
case is seen by name only, and by the IOC lead. A unit that a report accuses never sees that report.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa

from engine.errors import NotAllowed, NotFound
from engine.people.standing import Delegation, Post, Standing, in_force
from engine.store import asking
from engine.store.tables import case_people, case_units, cases, identity_grants
from engine.store.tables.base import AT
from engine.work import Work

WHILE_IT_LASTS = ("holder", "co", "told")
HELD_BEFORE = "held"


Moment = datetime | sa.BindParameter[datetime]


def visible(standing: Standing, at: Moment, *, one: bool = False) -> sa.ColumnElement[bool]:
    """The condition that every query of cases carries: which of them this person may read.

    A query that names `one` case looks at its rows alone; the others gather what the person's units hold.
    """
    if not standing.posts:
        return sa.false()
    seen = [sa.and_(_open_to(standing.posts, at, one), _unrestricted(standing.posts)), _named(standing)]
    seen += [_open_to_delegate(delegation, at, one) for delegation in standing.acting_for]
    return sa.and_(sa.or_(*seen), _not_accused(standing.posts))


def _open_to(posts: Sequence[Post], at: Moment, one: bool) -> sa.ColumnElement[bool]:
    if any(post.reads_everything for post in posts):
        return sa.true()
    own = sorted({post.unit_id for post in posts if post.handles})
    if not own:
        return sa.false()
    concerned = _cases_of(own, at)
    if one:
        return concerned.where(case_units.c.case_id == cases.c.id).correlate(cases).exists()
    return cases.c.id.in_(concerned)


def _cases_of(unit_ids: list[int], at: Moment) -> sa.Select[tuple[int]]:
    """What a unit holds, co-handles or was told of while that lasts, and what it held before."""
    rows = case_units.c
    still = sa.and_(rows.part.in_(WHILE_IT_LASTS), sa.or_(rows.until.is_(None), rows.until > at))
    concerned = sa.or_(still, rows.part == HELD_BEFORE)
    return sa.select(rows.case_id).where(rows.unit_id.in_(unit_ids), rows.since <= at, concerned)


def _unrestricted(posts: Sequence[Post]) -> sa.ColumnElement[bool]:
    leads = any(post.in_ioc and post.role == "ioc_lead" for post in posts)
    return sa.true() if leads else sa.not_(cases.c.restricted)


def _named(standing: Standing) -> sa.ColumnElement[bool]:
    named = sa.select(case_people.c.case_id).where(case_people.c.officer_id == standing.officer_id)
    return cases.c.id.in_(named)


def _open_to_delegate(delegation: Delegation, at: Moment, one: bool) -> sa.ColumnElement[bool]:
    """A delegate reads what the principal's posts read, but a restricted case only by his own name."""
    posts = delegation.posts
    if not posts:
        return sa.false()
    return sa.and_(_open_to(posts, at, one), sa.not_(cases.c.restricted), _not_accused(posts))


def _not_accused(posts: Iterable[Post]) -> sa.ColumnElement[bool]:
    own = sorted({code for post in posts for code in (post.unit_code, *post.above)})
    return sa.or_(cases.c.accused_unit.is_(None), cases.c.accused_unit.not_in(own))


def repairable(standing: Standing) -> sa.ColumnElement[bool]:
    """The cases whose running an administrator may repair; their texts and people stay closed to him."""
    if not standing.holds("administrator"):
        return sa.false()
    return _not_accused(standing.posts)


def may_see(work: Work, standing: Standing, case_id: int) -> bool:
    told = {"case": case_id, "at": work.now}
    return asking.first(work.connection, _seen(standing), told) is not None


@lru_cache(maxsize=256)  # making it costs more than running it, and an officer opens many pages
def _seen(standing: Standing) -> sa.Select[tuple[int]]:
    return sa.select(cases.c.id).where(cases.c.id == sa.bindparam("case"), visible(standing, AT, one=True))


def must_see(work: Work, standing: Standing, case_id: int) -> None:
    """Answer as if there were no such case to whoever may not see it."""
    if not may_see(work, standing, case_id):
        raise NotFound


def seen_until(work: Work, standing: Standing, case_id: int) -> datetime | None:
    """The hand-over after which a former holder reads no further; none for everybody else who may see it."""
    if standing.reads_everything:
        return None
    own = [post.unit_id for post in standing.usable_posts if post.handles]
    rows = case_units.c
    query = sa.select(rows.part, rows.until).where(rows.case_id == case_id, rows.unit_id.in_(own))
    parts = work.connection.execute(query.where(rows.since <= work.now)).all()
    if _is_named(work, standing, case_id) or any(_lasts(part, until, work.now) for part, until in parts):
        return None
    return max((until for part, until in parts if part == HELD_BEFORE and until), default=None)


def must_take_part(work: Work, standing: Standing, case_id: int) -> None:
    """Refuse those who may only read: auditors, and units that have handed the case over."""
    must_see(work, standing, case_id)
    posts = [*standing.posts, *(post for one in standing.acting_for for post in one.posts)]
    if not any(post.handles for post in posts) or seen_until(work, standing, case_id) is not None:
        raise NotAllowed


def _lasts(part: str, until: datetime | None, at: datetime) -> bool:
    return part in WHILE_IT_LASTS and (until is None or until > at)


def _is_named(work: Work, standing: Standing, case_id: int) -> bool:
    query = sa.select(cases.c.id).where(cases.c.id == case_id, _named(standing))
    return work.connection.execute(query).first() is not None


def may_see_identity(work: Work, standing: Standing, case_id: int) -> bool:
    """The IOC sees who reported a case that it sees; others only by a grant for that case while it runs."""
    if not may_see(work, standing, case_id):
        return False
    if standing.in_ioc:
        return True
    query = sa.select(identity_grants.c.id).where(
        identity_grants.c.case_id == case_id,
        identity_grants.c.officer_id == standing.officer_id,
        in_force(identity_grants, work.now),
    )
    return work.connection.execute(query).first() is not None
