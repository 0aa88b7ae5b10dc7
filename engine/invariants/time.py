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
    fired = (
        sa.select(timers.c.case_id, timers.c.element, sa.func.count().label("n"))
        .where(timers.c.state == "fired")
        .group_by(timers.c.case_id, timers.c.element)
    )
    noted = (
        sa.select(inputs.c.case_id, inputs.c.element, sa.func.count().label("n"))
        .where(inputs.c.kind == "timer")
        .group_by(inputs.c.case_id, inputs.c.element)
    )
    ran = {(row.case_id, row.element): row.n for row in work.connection.execute(fired)}
    told = {(row.case_id, row.element): row.n for row in work.connection.execute(noted)}
    for key in sorted(set(ran) | set(told)):
        if ran.get(key) != told.get(key):
            yield f"timer {key[1]} of case {key[0]}: {ran.get(key, 0)} fired, {told.get(key, 0)} on record"


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
