"""The job of each minute: seal what changed, and once a day leave the newest seal outside the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from engine.deadlines import ZONE
from engine.sealing import anchors
from engine.sealing.contents import COLUMNS, content_of
from engine.sealing.sums import digest_of, newest, seal_of, weight_of_case, weight_of_line
from engine.store.tables import audit, cases, sealed_cases, sealed_lines, seals
from engine.store.upserting import upsert
from engine.work import Platform, Work

AT_ONCE = 1000
# A line bears the moment its transaction began; this is longer than any lasts, and than clocks are apart.
MARGIN = timedelta(minutes=10)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_LOCK = 732  # any number that no other lock has


def seal_changes(platform: Platform) -> int:
    """Say how many heads and lines were sealed. Once a day all cases are looked at, not only the newest."""
    with platform.look() as work:
        begin, anchored = _begin(work), _is_anchored(platform, work.now)
    sealed = _seal_since(platform, begin if anchored else LONG_AGO)
    if not anchored:
        with platform.look() as work:
            anchors.add(platform, newest(work))
    return sealed


def _begin(work: Work) -> datetime:
    last = newest(work).at
    return min(last, work.now) - MARGIN if last else LONG_AGO


def _is_anchored(platform: Platform, now: datetime) -> bool:
    last = anchors.last(platform)
    return last is not None and last.at.astimezone(ZONE).date() >= now.astimezone(ZONE).date()


def _seal_since(platform: Platform, begin: datetime) -> int:
    sealed, after = 0, _Place()
    while _waits(platform, begin, after):
        with platform.work() as work:
            _alone(work)
            changes = _changes(work, begin, after)
            if not changes:  # another node was here meanwhile
                break
            _write(work, changes)
        sealed, after = sealed + len(changes), changes.end(after)
    return sealed


def _waits(platform: Platform, begin: datetime, after: _Place) -> bool:
    """Asked without a lock, for most minutes of the night nothing changed."""
    with platform.look() as work:
        return bool(_changes(work, begin, after, limit=1))


def _alone(work: Work) -> None:
    if work.connection.dialect.name == "postgresql":
        work.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


@dataclass(frozen=True)
class _Place:
    """How far a turn of the job has come; what changes behind it waits for the next turn."""

    case_id: int = 0
    line_id: int = 0


@dataclass(frozen=True)
class _Changes:
    """Heads of cases and lines of no case that are to be added to the sum."""

    cases: Sequence[Any]
    lines: Sequence[Any]

    def __len__(self) -> int:
        return len(self.cases) + len(self.lines)

    def end(self, before: _Place) -> _Place:
        return _Place(
            self.cases[-1].id if self.cases else before.case_id,
            self.lines[-1].id if self.lines else before.line_id,
        )


def _changes(work: Work, begin: datetime, after: _Place, limit: int = AT_ONCE) -> _Changes:
    run = work.connection.execute
    moved = _moved_on(begin).where(cases.c.id > after.case_id)
    new = _new_lines(begin).where(audit.c.id > after.line_id)
    return _Changes(run(moved.limit(limit)).all(), run(new.limit(limit)).all())


def _moved_on(begin: datetime) -> sa.Select[Any]:
    """Cases with more lines than were sealed.

    A case whose sealed line is not there any more, or whose head is not its last line, is left as it was
    sealed: sealing it anew would make good what was done to it.
    """
    head, before = audit.alias("head"), audit.alias("before")
    touched = sa.select(audit.c.case_id).where(audit.c.at >= begin, audit.c.case_id.is_not(None))
    query = sa.select(
        cases.c.id,
        cases.c.audit_seq,
        cases.c.audit_mac,
        sealed_cases.c.seq.label("was_seq"),
        sealed_cases.c.mac,
        sealed_cases.c.content,
        *COLUMNS,
    )
    query = query.outerjoin(sealed_cases, sealed_cases.c.case_id == cases.c.id)
    query = query.outerjoin(before, _line(before, sealed_cases.c.seq, sealed_cases.c.mac))
    query = query.join(head, _line(head, cases.c.audit_seq, cases.c.audit_mac))
    newer = cases.c.audit_seq > sa.func.coalesce(sealed_cases.c.seq, 0)
    # Sealed before rows were; made good once a day, when all cases are looked at.
    bare = sealed_cases.c.content.is_(None)
    query = query.where(sa.or_(newer, bare) if begin == LONG_AGO else newer)
    query = query.where(sa.or_(sealed_cases.c.case_id.is_(None), before.c.id.is_not(None)))
    return (query if begin == LONG_AGO else query.where(cases.c.id.in_(touched))).order_by(cases.c.id)


def _line(table: Any, seq: Any, mac: Any) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.case_id == cases.c.id, table.c.seq == seq, table.c.mac == mac)


def _new_lines(begin: datetime) -> sa.Select[Any]:
    query = sa.select(audit.c.id, audit.c.mac).where(audit.c.case_id.is_(None), audit.c.at >= begin)
    return query.where(audit.c.id.not_in(sa.select(sealed_lines.c.line_id))).order_by(audit.c.id)


def _write(work: Work, changes: _Changes) -> None:
    last = newest(work)
    row: dict[str, Any] = {
        "no": last.no + 1,
        "at": work.now,
        "count": len(changes),
        "digest": digest_of(last.total + sum(_weights(work, changes))),
        "previous": last.mac,
    }
    work.run(sa.insert(seals), row | {"mac": seal_of(work.keys, row)})
    if changes.cases:
        changing = ["seq", "mac", "content"]
        heads = upsert(work.connection, sealed_cases, unique=["case_id"], changing=changing)
        work.run(heads, [_head(work, one) for one in changes.cases])
    if changes.lines:
        work.run(sa.insert(sealed_lines), [{"line_id": one.id, "mac": one.mac} for one in changes.lines])


_FIRST = 6  # where the columns of the row itself begin


def _head(work: Work, one: Any) -> dict[str, Any]:
    content = content_of(work.keys, one[_FIRST:])
    return {"case_id": one.id, "seq": one.audit_seq, "mac": one.audit_mac, "content": content}


def _weights(work: Work, changes: _Changes) -> Iterator[int]:
    for one in changes.cases:
        yield weight_of_case(
            work.keys, one.id, one.audit_seq, one.audit_mac, content_of(work.keys, one[_FIRST:])
        )
        if one.mac is not None:
            yield -weight_of_case(work.keys, one.id, one.was_seq, one.mac, one.content)
    for one in changes.lines:
        yield weight_of_line(work.keys, one.id, one.mac)
