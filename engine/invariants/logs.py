"""Promises about what is on record of each case: the log sealed line onto line, and the inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from engine.audit import seal
from engine.invariants.asking import by_case
from engine.invariants.seals import seals_astray
from engine.store.tables import audit, cases, inputs
from engine.work import Work


def log_torn(work: Work) -> Iterator[str]:
    """What is missing: from the record of a case, or from the log as a whole."""
    yield from records_with_gaps(work)
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


def broken_seals(work: Work, ids: Sequence[int]) -> Iterator[str]:
    """Cases whose log was changed: a line's seal, or the last one kept with the case, does not hold."""
    lines = by_case(work, sa.select(audit).where(audit.c.case_id.in_(ids)).order_by(audit.c.seq))
    heads = sa.select(cases.c.id, cases.c.audit_mac).where(cases.c.id.in_(ids))
    for case in work.connection.execute(heads):
        yield from (f"case {case.id}: {what}" for what in _faults(work, case, lines.get(case.id, [])))


def _faults(work: Work, case: Any, lines: list[Any]) -> Iterator[str]:
    mac = ""
    for line in lines:
        mac = seal(work.keys, mac, line._mapping)
        if mac != line.mac:
            yield f"the seal of line {line.seq} does not hold"
            return
    if mac != case.audit_mac:
        yield "the last seal is not the one of the case"
