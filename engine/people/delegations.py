"""Delegation as data: who may act in whose name, for what, how long, and by which letter."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from engine.errors import NotFound
from engine.people.errors import WrongDelegation
from engine.people.officers import officer
from engine.people.standing import Delegation, delegations_of
from engine.store import tables
from engine.work import Work

CAPACITIES = ("thừa lệnh", "thừa ủy quyền", "ký thay")
# A delegation is for a time; whoever stands in for longer is given a post.
LONGEST = timedelta(days=366)


def delegate(
    work: Work,
    principal: int,
    delegate: int,
    *,
    verbs: Iterable[str],
    capacity: str,
    since: datetime,
    until: datetime,
    letter: int | None = None,
) -> int:
    """Let `delegate` do the named tasks for `principal`; `verbs` are ids of user tasks, or "*" for all.

    What was delegated cannot be delegated on: only the principal's own posts pass over.
    """
    kept = sorted(set(verbs))
    _check(principal, delegate, kept, capacity, since, until)
    for person in (principal, delegate):
        officer(work, person)  # raises NotFound for somebody who is not there
    row = {
        "principal_id": principal,
        "delegate_id": delegate,
        "verbs": kept,
        "capacity": capacity,
        "valid_from": since,
        "valid_to": until,
        "letter_id": letter,
        "created_at": work.now,
    }
    made = work.run(sa.insert(tables.delegations).values(row).returning(tables.delegations.c.id)).scalar_one()
    return int(str(made))


def _check(
    principal: int, delegate: int, verbs: list[str], capacity: str, since: datetime, until: datetime
) -> None:
    if principal == delegate:
        raise WrongDelegation(why="không thể giao cho chính mình", why_en="nobody delegates to themselves")
    if capacity not in CAPACITIES:
        raise WrongDelegation(why=f"chưa rõ tư cách “{capacity}”", why_en=f"unknown capacity “{capacity}”")
    if not verbs:
        raise WrongDelegation(why="chưa nêu việc được giao", why_en="it names no task")
    if until <= since:
        raise WrongDelegation(why="ngày kết thúc phải sau ngày bắt đầu", why_en="it ends before it begins")
    if until - since > LONGEST:
        raise WrongDelegation(why="thời gian giao dài quá một năm", why_en="it lasts longer than a year")


def in_force(work: Work, delegate: int, at: datetime) -> tuple[Delegation, ...]:
    """The delegations an officer may use `at`; those of a principal whose account is closed are over."""
    return delegations_of(work, delegate, at)


def revoke(work: Work, delegation: int) -> None:
    """End a delegation now; what was done under it stays on record."""
    rows = tables.delegations
    ended = work.run(
        sa.update(rows)
        .where(rows.c.id == delegation, rows.c.revoked_at.is_(None))
        .values(revoked_at=work.now)
    )
    known = sa.select(rows.c.id).where(rows.c.id == delegation)
    if not ended.rowcount and work.connection.execute(known).first() is None:
        raise NotFound
