"""Who may verify a result: somebody who did not write it, from elsewhere while there is anybody elsewhere."""

from __future__ import annotations

from collections.abc import Collection

from engine.access.acting import Candidate, Grant, Item, among, roles_of, rosters_of
from engine.errors import NotYourOwnResult
from engine.people.standing import Standing
from engine.work import Work


def independent(
    work: Work, item: Item, *, authors: Collection[int], handling_unit: int | None
) -> tuple[Candidate, ...]:
    """Who may verify now: never an author; nobody of the handling unit while anybody else could."""
    able, outside = _able(work, item, authors, handling_unit)
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
    able, outside = _able(work, item, authors, handling_unit)
    verifying = {standing.officer_id, grant.on_behalf_of}
    if verifying & set(authors) or (outside and _involved(standing, grant, handling_unit)):
        raise NotYourOwnResult(others=", ".join(one.name for one in outside or able) or "—")


def _able(
    work: Work, item: Item, authors: Collection[int], handling_unit: int | None
) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """Everybody but the authors who could do the task, and those of them from outside the handling unit."""
    rosters = rosters_of(work, {item.unit_id, handling_unit} - {None}, work.now)
    able = among(rosters.get(item.unit_id, ()), roles_of(item.role), excluding=authors)
    involved = {one.officer_id for one in rosters.get(handling_unit, ())}
    return able, tuple(one for one in able if one.officer_id not in involved)


def _involved(standing: Standing, grant: Grant, unit_id: int | None) -> bool:
    """Say whether the verifier, or the one whose name they use, serves in the handling unit."""
    principals = [one for one in standing.acting_for if one.principal_id == grant.on_behalf_of]
    posts = [*standing.posts, *(post for one in principals for post in one.posts)]
    return any(post.unit_id == unit_id for post in posts)
