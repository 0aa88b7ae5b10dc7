"""Promises about timers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from engine.store.tables import cases, incidents, inputs, timers, work_items
from engine.work import Work

# A tick comes every second; a minute late means that nobody ticks or that something is stuck.
LAG = timedelta(minutes=1)


def timers_out_of_order(work: Work) -> Iterator[str]:
    """Timers fired twice, fired early, fired without a record, or left waiting after their time."""
    run = work.connection.execute
    fired = timers.c.state == "fired"
    early = sa.select(timers).where(
        fired, sa.or_(timers.c.fired_at.is_(None), timers.c.fired_at < timers.c.due_at)
    )
    for row in run(early):
        yield f"timer {row.id} of case {row.case_id} fired at {row.fired_at}, due {row.due_at}"
    same = (timers.c.case_id, timers.c.element, timers.c.occurrence)
    for row in run(sa.select(*same).where(fired).group_by(*same).having(sa.func.count() > 1)):
        yield f"timer {row.element} #{row.occurrence} of case {row.case_id} fired twice"
    stuck = sa.select(incidents.c.case_id).where(incidents.c.state == "open")
    late = sa.select(timers).where(
        timers.c.state == "pending", timers.c.due_at < work.now - LAG, timers.c.case_id.not_in(stuck)
    )
    for row in run(late):
        yield f"timer {row.id} of case {row.case_id} waits since {row.due_at}"
    yield from _unrecorded(work)


def _unrecorded(work: Work) -> Iterator[str]:
    """Each firing is an input of its case: as many as timers that fired, for each element."""
    ran = sa.select(timers.c.case_id, timers.c.element, sa.literal(1).label("n"), sa.literal(0).label("m"))
    noted = sa.select(inputs.c.case_id, inputs.c.element, sa.literal(0), sa.literal(1))
    both = sa.union_all(
        ran.where(timers.c.state == "fired"), noted.where(inputs.c.kind == "timer")
    ).subquery()
    fired, told = sa.func.sum(both.c.n), sa.func.sum(both.c.m)
    query = sa.select(both.c.case_id, both.c.element, fired.label("fired"), told.label("told"))
    query = query.group_by(both.c.case_id, both.c.element).having(fired != told)
    for row in work.connection.execute(query):
        yield f"timer {row.element} of case {row.case_id}: {row.fired} fired, {row.told} on record"


def timers_left_over(work: Work) -> Iterator[str]:
    """Waiting timers of ended cases, and of tasks that nobody has to do any more."""
    run = work.connection.execute
    over = (
        sa.select(timers.c.id, timers.c.case_id)
        .join(cases, cases.c.id == timers.c.case_id)
        .where(timers.c.state == "pending", cases.c.status != "open")
    )
    for row in run(over):
        yield f"timer {row.id} waits in case {row.case_id}, which is over"
    mine = sa.and_(work_items.c.case_id == timers.c.case_id, work_items.c.element == timers.c.host)
    ever = sa.exists().where(mine)
    still = sa.exists().where(mine, work_items.c.state == "open")
    for row in run(sa.select(timers).where(timers.c.state == "pending", ever, sa.not_(still))):
        yield f"timer {row.id} of case {row.case_id} waits for {row.host}, which nobody has to do"
