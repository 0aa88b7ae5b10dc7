"""Promises about the log as a whole: what was sealed is still there, and nobody sealed but the job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from engine.audit import seal
from engine.sealing import anchors
from engine.sealing.contents import COLUMNS, content_of
from engine.sealing.job import MARGIN
from engine.sealing.sums import MODULUS, newest, seal_of, weight_of_case, weight_of_line
from engine.store.tables import audit, cases, sealed_cases, sealed_lines, seals
from engine.work import Work

A_DAY = timedelta(days=1)
# An anchor may be left behind while we look at the moment before its seal.
JUST_NOW = timedelta(minutes=1)


def seals_astray(work: Work) -> Iterator[str]:
    """What was sealed and is not there as it was, or was never sealed; a few statements over all cases."""
    yield from _heads_lost(work)
    yield from _lines_lost(work)
    yield from _never_sealed(work)
    yield from _sum_off(work)
    yield from _anchors_off(work)


def _heads_lost(work: Work) -> Iterator[str]:
    """Cases set back behind their seal, removed, or with another line in its place."""
    line = sa.and_(
        audit.c.case_id == sealed_cases.c.case_id,
        audit.c.seq == sealed_cases.c.seq,
        audit.c.mac == sealed_cases.c.mac,
    )
    query = sa.select(sealed_cases.c.case_id, sealed_cases.c.seq)
    query = query.outerjoin(audit, line).outerjoin(cases, cases.c.id == sealed_cases.c.case_id)
    gone = sa.or_(audit.c.id.is_(None), cases.c.id.is_(None), cases.c.audit_seq < sealed_cases.c.seq)
    for row in work.connection.execute(query.where(gone)):
        yield f"case {row.case_id}: line {row.seq} of its log was sealed and is not there as it was"


def rows_changed(work: Work, ids: Sequence[int]) -> Iterator[str]:
    """Cases whose row is not as it was sealed, although nothing was logged since."""
    query = sa.select(cases.c.id, sealed_cases.c.content, *COLUMNS)
    query = query.join(sealed_cases, sealed_cases.c.case_id == cases.c.id)
    same = sa.and_(sealed_cases.c.seq == cases.c.audit_seq, sealed_cases.c.content.is_not(None))
    for case_id, content, *row in work.connection.execute(query.where(cases.c.id.in_(ids), same)):
        if content_of(work.keys, row) != content:
            yield f"case {case_id}: its row was changed, and no line of its log says so"


def _lines_lost(work: Work) -> Iterator[str]:
    """Lines of no case that are gone, changed, or there twice."""
    run = work.connection.execute
    same = sa.and_(audit.c.id == sealed_lines.c.line_id, audit.c.mac == sealed_lines.c.mac)
    query = sa.select(sealed_lines.c.line_id).outerjoin(audit, same).where(audit.c.id.is_(None))
    for line_id in run(query).scalars():
        yield f"line {line_id} of the system's log was sealed and is not there as it was"
    twice = sa.select(sa.func.max(audit.c.id)).where(audit.c.case_id.is_(None))
    for line_id in run(twice.group_by(audit.c.mac).having(sa.func.count() > 1)).scalars():
        yield f"line {line_id} of the system's log is a copy of another"


def _never_sealed(work: Work) -> Iterator[str]:
    """Cases and lines that must have been there when the last seal was made, and have none."""
    run = work.connection.execute
    before = (newest(work).at or work.now) - 2 * MARGIN
    if newest(work).at is None:
        return
    known = sa.exists().where(sealed_cases.c.case_id == cases.c.id)
    query = sa.select(cases.c.id).where(sa.not_(known), cases.c.recorded_at < before)
    yield from (f"case {case_id} was never sealed" for case_id in run(query).scalars())
    known = sa.exists().where(sealed_lines.c.line_id == audit.c.id)
    query = sa.select(audit.c.id).where(audit.c.case_id.is_(None), sa.not_(known), audit.c.at < before)
    yield from (f"line {line_id} of the system's log was never sealed" for line_id in run(query).scalars())


def _sum_off(work: Work) -> Iterator[str]:
    """Seals without a gap, and the last one says the sum of all that is sealed."""
    run, keys, last = work.connection.execute, work.keys, newest(work)
    count, first = run(sa.select(sa.func.count(), sa.func.min(seals.c.no))).one()
    if count != last.no or first not in (1, None):
        yield f"{count} seals are there and the last has number {last.no}"
    heads = run(sa.select(*(sealed_cases.c[name] for name in ("case_id", "seq", "mac", "content"))))
    total = sum(weight_of_case(keys, *row) for row in heads)
    total += sum(weight_of_line(keys, *row) for row in run(sa.select(sealed_lines)))
    if total % MODULUS != last.total:
        yield f"seal {last.no} is not over what is kept as sealed"
    yield from _faults(work, list(run(sa.select(seals).where(seals.c.no == last.no))))


def _anchors_off(work: Work) -> Iterator[str]:
    """Seals that were left outside the database and that it does not have as they were."""
    written = list(anchors.read(work.platform))
    yield from (f"line {n} of the anchors was damaged" for n, one in enumerate(written, start=1) if not one)
    left = [one for one in written if one and one.at < work.now - JUST_NOW]
    kept = {row.no: row for row in work.connection.execute(_oldest_and({one.no for one in left}))}
    for one in left:
        if one.no not in kept or kept[one.no].mac != one.mac:
            yield f"seal {one.no} stands among the anchors and not in the database"
    yield from _faults(work, list(kept.values()))
    oldest = min((row.at for row in kept.values()), default=work.now)
    if not left and oldest < work.now - A_DAY:
        yield "the file of anchors is gone"


def _oldest_and(numbers: set[int]) -> sa.Select[Any]:
    oldest = sa.select(sa.func.min(seals.c.no)).scalar_subquery()
    return sa.select(seals).where(sa.or_(seals.c.no.in_(numbers), seals.c.no == oldest))


def _faults(work: Work, rows: Sequence[Any]) -> Iterator[str]:
    for row in rows:
        if seal_of(work.keys, row._mapping) != row.mac:
            yield f"seal {row.no} was changed"


def chain_broken(work: Work, since: datetime) -> Iterator[str]:
    """Seals, and lines of no case, made since then: each holds, and each seal stands on the one before."""
    run = work.connection.execute
    rows = run(sa.select(seals).where(seals.c.at >= since).order_by(seals.c.no)).all()
    yield from _faults(work, rows)
    for before, row in zip(rows, rows[1:], strict=False):
        if (row.no, row.previous) != (before.no + 1, before.mac):
            yield f"seal {row.no} does not stand on the one before it"
    lines: Iterable[Any] = run(sa.select(audit).where(audit.c.case_id.is_(None), audit.c.at >= since))
    for line in lines:
        if seal(work.keys, "", line._mapping) != line.mac:
            yield f"line {line.id} of the system's log was changed"
