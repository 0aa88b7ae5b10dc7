"""Promises about what is on record: receipts, tasks done, the sealed log, notices and keys."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from engine.access import roles_of
from engine.audit import seal
from engine.store.tables import (
    audit,
    cases,
    counters,
    escalations,
    idempotency,
    inputs,
    memberships,
    notices,
    outbox,
    work_items,
)
from engine.work import Work


def lost_reports(work: Work) -> Iterator[str]:
    """Numbers given out without a case, and cases without the record of their beginning."""
    numbers = set(work.connection.execute(sa.select(cases.c.report_no)).scalars())
    for row in work.connection.execute(sa.select(counters).where(counters.c.name.like("report:%"))):
        year = row.name.removeprefix("report:")
        given = {f"PA-{year}-{number:06d}" for number in range(1, row.value + 1)}
        yield from (f"report {number} was given out and is not here" for number in sorted(given - numbers))
    begun = sa.exists().where(inputs.c.case_id == cases.c.id, inputs.c.kind == "start")
    for number in work.connection.execute(sa.select(cases.c.report_no).where(sa.not_(begun))).scalars():
        yield f"report {number} has no record of its beginning"


def tasks_done_wrongly(work: Work) -> Iterator[str]:
    """Tasks completed more than once, by nobody, or by somebody who might not."""
    noted = sa.select(inputs.c.work_item_id).where(inputs.c.kind == "complete")
    times = Counter(work.connection.execute(noted).scalars())
    for row in work.connection.execute(sa.select(work_items).where(work_items.c.state == "done")):
        if times[row.id] != 1:
            yield f"task {row.id} ({row.element} of case {row.case_id}) was completed {times[row.id]} times"
        if row.completed_by is None or not _might(work, row):
            yield f"task {row.id} ({row.element} of case {row.case_id}) was done by {row.completed_by}"
        times.pop(row.id)
    yield from (f"task {item} is on record as completed and is not done" for item in times)


def _might(work: Work, row: Any) -> bool:
    """Whoever did it, or in whose name, held a role of the task in its unit then."""
    query = sa.select(memberships.c.id).where(
        memberships.c.officer_id == (row.on_behalf_of or row.completed_by),
        memberships.c.unit_id == row.unit_id,
        memberships.c.role.in_(roles_of(row.role)),
        memberships.c.valid_from <= row.completed_at,
        sa.or_(memberships.c.valid_to.is_(None), memberships.c.valid_to > row.completed_at),
    )
    return work.connection.execute(query.limit(1)).first() is not None


def logs_that_do_not_hold(work: Work) -> Iterator[str]:
    """Cases whose log has a gap, a line too few for its steps, or a seal that is not right."""
    query = sa.select(cases.c.id, cases.c.revision, cases.c.audit_seq, cases.c.audit_mac, cases.c.input_seq)
    for case in work.connection.execute(query.order_by(cases.c.id)):
        lines = work.connection.execute(
            sa.select(audit).where(audit.c.case_id == case.id).order_by(audit.c.seq)
        ).all()
        yield from (f"case {case.id}: {what}" for what in _faults(work, case, lines))


def _faults(work: Work, case: Any, lines: list[Any] | Any) -> Iterator[str]:
    if [line.seq for line in lines] != list(range(1, case.audit_seq + 1)):
        yield "the log has a gap"
    if sum(line.kind == "step" for line in lines) != case.revision - 1:
        yield f"{case.revision - 1} steps, another number of lines for them"
    mac = ""
    for line in lines:
        mac = seal(work.keys, mac, line._mapping)
        if mac != line.mac:
            yield f"the seal of line {line.seq} does not hold"
            break
    if lines and lines[-1].mac != case.audit_mac:
        yield "the last seal is not the one of the case"
    numbers = work.connection.execute(
        sa.select(inputs.c.seq).where(inputs.c.case_id == case.id).order_by(inputs.c.seq)
    )
    if list(numbers.scalars()) != list(range(1, case.input_seq + 1)):
        yield "the record of inputs has a gap"


def notices_missing(work: Work) -> Iterator[str]:
    """Reminders that reached nobody's list, and reporters told another number of times than on record."""
    queued = {(row.officer_id, row.case_id, _rung(row)) for row in _told(work, outbox)}
    shown = {(row.officer_id, row.case_id, _rung(row)) for row in _told(work, notices)}
    for row in work.connection.execute(sa.select(escalations)):
        recipients: dict[str, Any] = row.recipients
        for officer in recipients:
            if (int(officer), row.case_id, row.rung) not in queued | shown:
                yield f"case {row.case_id}: officer {officer} was not told of {row.rung} at {row.element}"
    sent = sa.select(outbox.c.case_id).where(outbox.c.recipient == "reporter")
    letters = Counter(work.connection.execute(sent).scalars())
    for row in work.connection.execute(sa.select(cases.c.id, cases.c.facts)):
        told = row.facts.get("told", 0)
        if letters[row.id] != told:
            yield f"case {row.id}: the reporter has {letters[row.id]} letters, {told} on record"


def _told(work: Work, table: sa.Table) -> list[Any]:
    return list(work.connection.execute(sa.select(table.c.officer_id, table.c.case_id, table.c.parameters)))


def _rung(row: Any) -> object:
    return (row.parameters or {}).get("rung")


def keys_that_clash(work: Work) -> Iterator[str]:
    """Two keys with one report, and answers that name a report which is not here."""
    query = sa.select(idempotency.c.answer).where(idempotency.c.actor.like("report:%"))
    answers = [json.loads(answer) for answer in work.connection.execute(query).scalars()]
    twice = [number for number, count in Counter(each["report_no"] for each in answers).items() if count > 1]
    yield from (f"report {number} answers two keys" for number in sorted(twice))
    have = set(work.connection.execute(sa.select(cases.c.report_no)).scalars())
    yield from (
        f"report {each['report_no']} was promised" for each in answers if each["report_no"] not in have
    )
