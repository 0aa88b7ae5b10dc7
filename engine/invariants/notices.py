"""Promises about who is told: everybody once on record, and nothing left lying on its way out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from engine.store.tables import cases, channels, escalations, notices, outbox
from engine.work import Work

# Eight tries with growing pauses are over within hours; what waits longer, nobody sends.
LONGEST_WAIT = timedelta(days=1)


def notices_missing(work: Work) -> Iterator[str]:
    """Reminders that reached nobody's list, and reporters told another number of times than on record."""
    run = work.connection.execute
    named = sa.func.json_each(escalations.c.recipients).table_valued("key", name="named")
    officer = sa.cast(named.c.key, sa.BigInteger)
    untold = sa.and_(sa.not_(_told(outbox, officer)), sa.not_(_told(notices, officer)))
    row = escalations.c
    query = sa.select(row.case_id, row.rung, row.element, officer.label("officer"))
    for one in run(query.select_from(escalations).join(named, sa.true()).where(untold)):
        yield f"case {one.case_id}: officer {one.officer} was not told of {one.rung} at {one.element}"
    yield from _told_too_often(work)
    letters = (
        sa.select(outbox.c.case_id, sa.func.count().label("sent"))
        .where(outbox.c.recipient == "reporter")
        .group_by(outbox.c.case_id)
        .subquery()
    )
    sent = sa.func.coalesce(letters.c.sent, 0).label("sent")
    told = sa.func.coalesce(cases.c.facts["told"].as_integer(), 0).label("told")
    query = sa.select(cases.c.id, sent, told).outerjoin(letters, letters.c.case_id == cases.c.id)
    for one in run(query.where(sent != told)):
        yield f"case {one.id}: the reporter has {one.sent} letters, {one.told} on record"


def _told_too_often(work: Work) -> Iterator[str]:
    """Officers with more notices of a rung than times it was passed with them to be told."""
    row = escalations.c
    named = sa.func.json_each(row.recipients).table_valued("key", name="named")
    officer = sa.cast(named.c.key, sa.BigInteger).label("officer")
    due = sa.select(row.case_id, row.rung, officer, sa.func.count().label("times"))
    due = due.select_from(escalations.join(named, sa.true())).group_by(row.case_id, row.rung, officer)
    for table, way in ((outbox, outbox.c.channel), (notices, sa.literal(""))):
        times, told = due.subquery(), _of_rungs(table, way)
        same = sa.and_(*(times.c[name] == told.c[name] for name in ("case_id", "rung", "officer")))
        query = sa.select(told, times.c.times).outerjoin(times, same)
        for one in work.connection.execute(query.where(told.c.n > sa.func.coalesce(times.c.times, 0))):
            due_times = f"{one.n} times, not {one.times or 0}"
            yield f"case {one.case_id}: officer {one.officer} was told of {one.rung} {due_times}"


def _of_rungs(table: sa.Table, way: sa.ColumnElement[str]) -> sa.Subquery:
    rung = table.c.parameters["rung"].as_string().label("rung")
    query = sa.select(
        table.c.case_id,
        table.c.officer_id.label("officer"),
        rung,
        way.label("way"),
        sa.func.count().label("n"),
    )
    return query.where(rung.is_not(None)).group_by(table.c.case_id, table.c.officer_id, rung, way).subquery()


def _told(table: sa.Table, officer: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        table.c.case_id == escalations.c.case_id,
        table.c.officer_id == officer,
        table.c.parameters["rung"].as_string() == escalations.c.rung,
    )


def notices_astray(work: Work) -> Iterator[str]:
    """Notices that are said to be sent and have no hour of it, or that wait although nobody sends them."""
    row = outbox.c
    unclear = sa.or_(
        sa.and_(row.state == "sent", sa.or_(row.sent_at.is_(None), row.tries < 1)),
        sa.and_(row.state != "sent", row.sent_at.is_not(None)),
    )
    query = sa.select(row.id, row.state, row.not_before)
    for one in work.connection.execute(query.where(unclear)):
        yield f"notice {one.id} is {one.state}, its hour and tries say otherwise"
    resting = sa.select(channels.c.channel).where(channels.c.resting_until.is_not(None))
    lying = sa.and_(
        row.state == "waiting", row.not_before < work.now - LONGEST_WAIT, row.channel.not_in(resting)
    )
    for one in work.connection.execute(query.where(lying)):
        yield f"notice {one.id} waits since {one.not_before}"
