"""The books of a period: what came in, what went out, and how many clocks kept their time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from engine import access
from engine.people.standing import Standing
from engine.store.tables import cases, clocks, units
from engine.work import Work


@dataclass(frozen=True)
class Balance:
    """carried over + new = done + declined + merged or withdrawn + still open."""

    carried: int
    new: int
    done: int
    declined: int
    joined: int
    open: int
    on_time: int
    judged: int

    @property
    def balances(self) -> bool:
        return self.carried + self.new == self.done + self.declined + self.joined + self.open


# How the outcomes that a procedure may close with are told apart in a balance; all others were dealt with.
DECLINED = ("refused", "no_answer")


JOINED = ("merged", "withdrawn", "split")


def balance(work: Work, standing: Standing, starts: datetime, ends: datetime) -> Balance:
    """Count the cases this person may see over a period, so that both sides are equal."""
    seen = counted(work, starts, ends, access.visible(standing, work.now))
    return Balance(*seen, *_on_time(work, standing, starts, ends))


def counted(
    work: Work, starts: datetime, ends: datetime, which: sa.ColumnElement[bool]
) -> tuple[int, int, int, int, int, int]:
    """Carried over, new, done, declined, merged or withdrawn, still open: of the cases that are asked for."""
    row = cases.c
    over = sa.and_(row.ended_at.is_not(None), row.ended_at < ends)
    outcome = sa.func.coalesce(row.outcome, "")
    parts = (
        row.received_at < starts,
        row.received_at >= starts,
        sa.and_(over, outcome.not_in(DECLINED + JOINED)),
        sa.and_(over, outcome.in_(DECLINED)),
        sa.and_(over, outcome.in_(JOINED)),
        sa.not_(over),
    )
    query = sa.select(*(sa.func.coalesce(sa.func.sum(sa.case((part, 1), else_=0)), 0) for part in parts))
    there = sa.and_(row.received_at < ends, sa.or_(row.ended_at.is_(None), row.ended_at >= starts))
    carried, new, done, declined, joined, still = work.connection.execute(query.where(there, which)).one()
    return int(carried), int(new), int(done), int(declined), int(joined), int(still)


def _on_time(work: Work, standing: Standing, starts: datetime, ends: datetime) -> tuple[int, int]:
    """Of the clocks that stopped in the period, how many had kept their time, and how many there were."""
    kept = sa.func.coalesce(sa.func.sum(sa.case((clocks.c.verdict == "on_time", 1), else_=0)), 0)
    query = (
        sa.select(kept, sa.func.count())
        .join(cases, cases.c.id == clocks.c.case_id)
        .where(clocks.c.stopped_at >= starts, clocks.c.stopped_at < ends, clocks.c.verdict.is_not(None))
        .where(access.visible(standing, work.now))
    )
    own = _own_clocks(standing)
    row = work.connection.execute(query if own is None else query.where(own)).one()
    return int(row[0]), int(row[1])


def _own_clocks(standing: Standing) -> sa.ColumnElement[bool] | None:
    """A unit answers for its own clocks and those of the units below it; the centre for all."""
    if standing.reads_everything:
        return None
    own = sorted({post.unit_code for post in standing.posts})
    below = sa.select(units.c.code).where(units.c.parent_code.in_(own))
    return sa.or_(clocks.c.unit.in_(own), clocks.c.unit.in_(below))
