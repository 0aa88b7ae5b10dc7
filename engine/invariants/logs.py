"""Promises about what is on record of each case: the log sealed line onto line, and the inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from engine.audit import seal_told, told_as_kept
from engine.invariants.seals import rows_changed, seals_astray
from engine.store.tables import audit, cases, inputs
from engine.work import Work

# What a seal is over. Moments are taken as the driver gives them: on SQLite that is text, and making each an
# object only to write it out again takes longer than the seal.
_SEALED = (
    audit.c.mac,
    sa.type_coerce(audit.c.at, sa.String),
    sa.type_coerce(audit.c.happened_at, sa.String),
    audit.c.case_id,
    audit.c.seq,
    audit.c.officer_id,
    audit.c.on_behalf_of,
    audit.c.kind,
    audit.c.action,
    audit.c.detail,
)
_CASE, _SEQ = 3, 4


def log_torn(work: Work) -> Iterator[str]:
    """What is missing: from the record of a case, or from the log as a whole."""
    yield from records_with_gaps(work)
    yield from inputs_off_the_log(work)
    yield from seals_astray(work)


def records_with_gaps(work: Work) -> Iterator[str]:
    """Cases whose log or inputs are not numbered from one to the last, or whose log lacks a step."""
    run = work.connection.execute
    steps = sa.func.sum(sa.case((audit.c.kind == "step", 1), else_=0))
    logged = _numbered(audit, steps.label("steps"))
    query = sa.select(cases.c.id, cases.c.revision, logged.c.steps).outerjoin(
        logged, logged.c.case_id == cases.c.id
    )
    for row in run(query.where(_is_torn(logged, cases.c.audit_seq))):
        yield f"case {row.id}: the log has a gap"
    lacking = sa.func.coalesce(logged.c.steps, 0) != cases.c.revision - 1
    for row in run(query.where(lacking)):
        yield f"case {row.id}: {row.revision - 1} steps and {row.steps or 0} lines for them"
    noted = _numbered(inputs)
    query = sa.select(cases.c.id).outerjoin(noted, noted.c.case_id == cases.c.id)
    for row in run(query.where(_is_torn(noted, cases.c.input_seq))):
        yield f"case {row.id}: the record of inputs has a gap"


def inputs_off_the_log(work: Work) -> Iterator[str]:
    """What somebody did is logged at the hour it bears: who sets a step back in time must change a line."""
    people = inputs.c.kind.in_(("start", "complete"))
    # Wrapped, so that the few lines of the case are read, not the many that a busy moment may have.
    at = sa.func.coalesce(audit.c.at, audit.c.at)
    logged = sa.exists().where(audit.c.case_id == inputs.c.case_id, at == inputs.c.at)
    query = sa.select(inputs.c.case_id, inputs.c.seq, inputs.c.at).where(people, sa.not_(logged))
    for row in work.connection.execute(query):
        yield f"case {row.case_id}: input {row.seq} is of {row.at}, at which nothing was logged"


def _numbered(table: sa.Table, *more: sa.Label[Any]) -> sa.Subquery:
    numbers = (
        sa.func.count().label("lines"),
        sa.func.min(table.c.seq).label("first"),
        sa.func.max(table.c.seq).label("last"),
    )
    query = sa.select(table.c.case_id, *numbers, *more).where(table.c.case_id.is_not(None))
    return query.group_by(table.c.case_id).subquery()


def _is_torn(numbered: sa.Subquery, last: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """The numbers are unique in a case, so that so many from one to so many leave no gap."""
    lines = sa.func.coalesce(numbered.c.lines, 0)
    return sa.or_(lines != last, numbered.c.first != 1, numbered.c.last != last)


def cases_changed(work: Work, ids: Sequence[int]) -> Iterator[str]:
    """Cases whose log, or whose row between two lines of it, was changed."""
    yield from broken_seals(work, ids)
    yield from rows_changed(work, ids)


def broken_seals(work: Work, ids: Sequence[int]) -> Iterator[str]:
    """Cases whose log was changed: a line's seal, or the last one kept with the case, does not hold."""
    lines: dict[int, list[Any]] = {}
    query = sa.select(*_SEALED).where(audit.c.case_id.in_(ids)).order_by(audit.c.case_id, audit.c.seq)
    for line in work.connection.execute(query):
        lines.setdefault(line[_CASE], []).append(line)
    heads = sa.select(cases.c.id, cases.c.audit_mac).where(cases.c.id.in_(ids))
    for case_id, head in work.connection.execute(heads):
        yield from (f"case {case_id}: {what}" for what in _faults(work, head, lines.get(case_id, [])))


def _faults(work: Work, head: str, lines: list[Any]) -> Iterator[str]:
    mac = ""
    for kept, at, happened, *told in lines:
        mac = seal_told(work.keys, mac, told_as_kept(at), happened and told_as_kept(happened), *told)
        if mac != kept:
            yield f"the seal of line {told[_SEQ - _CASE]} does not hold"
            return
    if mac != head:
        yield "the last seal is not the one of the case"
