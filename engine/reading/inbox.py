"""The list of work: mine, my unit's, unclaimed, overdue, due today, or all that I may see.

A page costs the same however many tasks are open elsewhere: each unit's tasks are read in the order of
their index, no further than the page, and a count stops at its cap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.people.standing import Standing
from engine.reading.rows import Entry, entries, open_items
from engine.reading.streams import Moment, end_of_day, lists_of, merged, streams_of
from engine.store import asking
from engine.store.tables import cases, work_items
from engine.store.tables.base import AT, Instant
from engine.work import Work

SIZE = 40
MOST = 99


@dataclass(frozen=True)
class Mark:
    """Where the next page begins: after the task of this due time and id; undated tasks come last."""

    due_at: datetime | None
    id: int

    def __str__(self) -> str:
        return f"{int(self.due_at.timestamp() * 1_000_000) if self.due_at else ''}-{self.id}"


# A mark that a kept statement is told of when it runs.
_SINCE, _FIRST = (sa.bindparam(name, type_=sa.BigInteger()) for name in ("since", "first"))
_MARK: Any = SimpleNamespace(due_at=sa.bindparam("due", type_=Instant()), id=_SINCE)


def read_mark(text: str) -> Mark | None:
    """A mark as an address carries it; anything else means the first page."""
    found = re.fullmatch(r"([0-9]{0,18})-([0-9]{1,15})", text)
    if not found:
        return None
    moment = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(found[1])) if found[1] else None
    return Mark(moment, int(found[2]))


@dataclass(frozen=True)
class Page:
    """Some lines of a list, and the mark of the next ones if there are more."""

    entries: tuple[Entry, ...]
    next: Mark | None


def page(work: Work, standing: Standing, wanted: str, after: Mark | None = None, size: int = SIZE) -> Page:
    """One page of a list by due time, from `after` on."""
    found = _after(work, standing, wanted, after, size + 1)
    shown = tuple(found[:size])
    more = len(found) > size
    return Page(shown, Mark(shown[-1].due_at, shown[-1].id) if more else None)


def following(work: Work, standing: Standing, wanted: str, after: Mark, but: int) -> int | None:
    """The task after a mark in a list, else the first of the list; `but` is the one that is left."""
    told = {
        "at": work.now,
        "tonight": end_of_day(work.now),
        "due": after.due_at,
        "since": after.id,
        "first": 0,
    }
    for query in _onward(standing, wanted, after.due_at is not None):
        found = [row.id for row in asking.every(work.connection, query, told) if row.id != but]
        if found:
            return int(found[0])
    return None


@lru_cache(maxsize=256)  # making them costs more than running them, and an officer does many tasks
def _onward(standing: Standing, wanted: str, dated: bool) -> tuple[Any, ...]:
    """From a mark to the end of a list, then from its beginning; two rows are enough to leave one out."""
    from_start = _dated(standing, AT, wanted, None, 2)
    if dated:
        return _dated(standing, AT, wanted, _MARK, 2), _undated(standing, AT, wanted, _FIRST, 2), from_start
    return _undated(standing, AT, wanted, _SINCE, 2), from_start, _undated(standing, AT, wanted, _FIRST, 2)


def _after(work: Work, standing: Standing, wanted: str, after: Mark | None, least: int) -> list[Entry]:
    dated: list[Entry] = []
    if after is None or after.due_at is not None:
        dated = entries(work, standing, _dated(standing, work.now, wanted, after, least))
    if len(dated) >= least:
        return dated
    since = after.id if after and after.due_at is None else 0
    return [*dated, *entries(work, standing, _undated(standing, work.now, wanted, since, least - len(dated)))]


def _dated(standing: Standing, now: Moment, wanted: str, after: Mark | None, least: int) -> Any:
    due, id = work_items.c.due_at, work_items.c.id
    streams = [stream.where(due.is_not(None)) for stream in streams_of(standing, now, wanted)]
    if after is not None:
        # The first half names the column alone, so that the index is entered at the right place.
        later = sa.and_(due >= after.due_at, sa.or_(due > after.due_at, id > after.id))
        streams = [stream.where(later) for stream in streams]
    return merged([stream.order_by(due, id).limit(least) for stream in streams], least)


def _undated(
    standing: Standing, now: Moment, wanted: str, since: int | sa.BindParameter[int], least: int
) -> Any:
    due, id = work_items.c.due_at, work_items.c.id
    streams = [stream.where(due.is_(None), id > since) for stream in streams_of(standing, now, wanted)]
    return merged([stream.order_by(id).limit(least) for stream in streams], least)


def counts(work: Work, standing: Standing) -> dict[str, int]:
    """How many tasks each list holds, up to one more than `MOST`, in one query."""
    names = lists_of(standing)
    columns = [_count(streams_of(standing, work.now, name)).label(name) for name in names]
    row = work.connection.execute(sa.select(*columns)).one()
    return dict(zip(names, row, strict=True))


def _count(streams: Iterable[sa.Select[Any]]) -> sa.ColumnElement[int]:
    capped = [sa.select(stream.limit(MOST + 1).subquery()) for stream in streams]
    if not capped:
        return sa.literal(0)
    found = sa.union_all(*capped).limit(MOST + 1).subquery()
    return sa.select(sa.func.count()).select_from(found).scalar_subquery()


def emergencies(work: Work, standing: Standing, most: int = 10) -> list[Entry]:
    """Emergencies in my units that nobody has taken yet, the oldest due first."""
    urgent = [
        stream.where(work_items.c.urgent, work_items.c.claimed_by.is_(None))
        .order_by(work_items.c.due_at, work_items.c.id)
        .limit(most)
        for stream in streams_of(standing, work.now, "unit")
    ]
    return entries(work, standing, merged(urgent, most))


def numbers_to_call(work: Work, standing: Standing) -> dict[int, tuple[str, str]]:
    """For each case of an untaken emergency the line its procedure has picked: number and name."""
    ids = {one.case_id for one in emergencies(work, standing)}
    if not ids:
        return {}
    query = sa.select(cases.c.id, cases.c.facts).where(
        cases.c.id.in_(ids), access.visible(standing, work.now)
    )
    picked = {
        row.id: row.facts.get("calling") or row.facts.get("hotline") for row in work.connection.execute(query)
    }
    return {
        case_id: (str(line["number"]), str(line.get("name") or ""))
        for case_id, line in picked.items()
        if isinstance(line, dict) and line.get("number")
    }


def next_due(work: Work, standing: Standing) -> datetime | None:
    """When the next task of my units is due, for those who have nothing of their own to do."""
    found = page(work, standing, "unit", size=1).entries
    return found[0].due_at if found else None


def entry(work: Work, standing: Standing, item_id: int) -> Entry | None:
    """The line of one open task, or none if it is over or not for these eyes."""
    found = entries(work, standing, open_items(standing, work.now).where(work_items.c.id == item_id))
    return found[0] if found else None


def newest(work: Work, standing: Standing) -> int:
    """The highest id of an open task of mine or my units: what a page compares to learn of new work."""
    streams = [*streams_of(standing, work.now, "mine"), *streams_of(standing, work.now, "unit")]
    if not streams:
        return 0
    last = [sa.select(sa.func.max(stream.subquery().c.id)).scalar_subquery() for stream in streams]
    return max((found or 0 for found in work.connection.execute(sa.select(*last)).one()), default=0)
