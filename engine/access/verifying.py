"""Who may verify a result: somebody who did not write it, from elsewhere while there is anybody elsewhere."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from engine.access.acting import Candidate, Grant, Item, candidates, roles_of
from engine.errors import NotYourOwnResult
from engine.people.standing import Standing, in_force
from engine.store.tables import memberships
from engine.work import Work


def independent(
    work: Work, item: Item, *, authors: Collection[int], handling_unit: int | None
) -> tuple[Candidate, ...]:
    """Who may verify now: never an author; nobody of the handling unit while anybody else could."""
    able, outside = _able(work, item, authors, _serving_in(work, handling_unit))
    return outside or able


def must_be_independent(
    work: Work,
    standing: Standing,
    grant: Grant,
    item: Item,
    *,
    authors: Collection[int],
    handling_unit: int | None,
) -> None:
    """Refuse a verifier too near to the result, in their own name or another's, and name those who may."""
    involved = _serving_in(work, handling_unit)
    able, outside = _able(work, item, authors, involved)
    verifying = {standing.officer_id, grant.on_behalf_of}
    if verifying & set(authors) or (outside and verifying & involved):
        raise NotYourOwnResult(others=", ".join(one.name for one in outside or able) or "—")


def _able(
    work: Work, item: Item, authors: Collection[int], involved: set[int]
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """Everybody but the authors who could do the task, and those of them from outside the handling unit."""
    able = candidates(work, item.unit_id, roles_of(item.role), work.now, excluding=authors)
    return able, tuple(one for one in able if one.officer_id not in involved)


def _serving_in(work: Work, unit_id: int | None) -> set[int]:
    query = sa.select(memberships.c.officer_id).where(
        memberships.c.unit_id == unit_id, in_force(memberships, work.now)
    )
    return set(work.connection.execute(query).scalars())
