"""An invariant is a named question whose answer is the list of what breaks it.

Most are asked of the whole database in a few statements. Some must open each case, its saved state or its
sealed log: those look only into cases that are open or that something happened to lately, many at a time, and
by several processes where a machine has them; `full` looks into all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from typing import Any

import sqlalchemy as sa

from engine.store.tables import audit, cases
from engine.work import Platform, Work

# What happened before the night before last was looked into then.
LATELY = timedelta(days=2)
AT_ONCE = 400
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
Found = tuple[str, list[str]]


@dataclass(frozen=True)
class Invariant:
    """One promise: its name, what it says, and the questions that find what breaks it."""

    name: str
    vi: str
    en: str
    ask: Callable[[Work], Iterable[str]] | None = None
    since: Callable[[Work, datetime], Iterable[str]] | None = None
    look: Callable[[Work, Sequence[int]], Iterable[str]] | None = None


@dataclass(frozen=True)
class Broken:
    """A promise that does not hold, and where."""

    invariant: Invariant
    found: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.invariant.name} {self.invariant.en}: {'; '.join(self.found[:10])}"


def broken(
    platform: Platform, invariants: Sequence[Invariant], *, full: bool = False, processes: int = 1
) -> list[Broken]:
    """Every promise that does not hold; nothing is written and no writer waits."""
    with still(platform) as work:
        begin = LONG_AGO if full else work.now - LATELY
        found = {one.name: list(_asked(work, one, begin)) for one in invariants}
        parts = _parts(_touched(work, begin))
    for name, lines in _looked_into(platform, invariants, parts, processes):
        found[name] += lines
    return _told(invariants, found)


def broken_in(work: Work, invariants: Sequence[Invariant]) -> list[Broken]:
    """The same within one transaction, which sees what it has written itself."""
    begin = work.now - LATELY
    found = {one.name: list(_asked(work, one, begin)) for one in invariants}
    for part in _parts(_touched(work, begin)):
        for name, lines in _look_at(work, invariants, part):
            found[name] += lines
    return _told(invariants, found)


def _told(invariants: Sequence[Invariant], found: Mapping[str, list[str]]) -> list[Broken]:
    return [Broken(one, tuple(found[one.name])) for one in invariants if found[one.name]]


def _asked(work: Work, one: Invariant, begin: datetime) -> Iterator[str]:
    if one.ask is not None:
        yield from one.ask(work)
    if one.since is not None:
        yield from one.since(work, begin)


def _touched(work: Work, begin: datetime) -> list[int]:
    """Open cases, and those with a line in the log since then."""
    happened = sa.select(audit.c.case_id).where(audit.c.at >= begin, audit.c.case_id.is_not(None))
    query = sa.select(cases.c.id).where(sa.or_(cases.c.status == "open", cases.c.id.in_(happened)))
    return list(work.connection.execute(query.order_by(cases.c.id)).scalars())


def _parts(ids: list[int]) -> list[list[int]]:
    return [ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE)]


def _looked_into(
    platform: Platform, invariants: Sequence[Invariant], parts: list[list[int]], processes: int
) -> Iterator[Found]:
    if processes < 2 or len(parts) < 2:
        for part in parts:
            yield from _look(platform, invariants, part)
        return
    platform.engine.dispose()  # no connection may be carried into another process
    with get_context("fork").Pool(processes, _enter, (platform, invariants)) as pool:
        for found in pool.imap_unordered(_look_there, parts):
            yield from found


def _look(platform: Platform, invariants: Iterable[Invariant], ids: Sequence[int]) -> list[Found]:
    with still(platform) as work:
        return _look_at(work, invariants, ids)


def _look_at(work: Work, invariants: Iterable[Invariant], ids: Sequence[int]) -> list[Found]:
    return [(one.name, list(one.look(work, ids))) for one in invariants if one.look is not None]


# What a process that was forked to help looks at.
_here: list[tuple[Platform, Sequence[Invariant]]] = []


def _enter(platform: Platform, invariants: Sequence[Invariant]) -> None:
    _here[:] = [(platform, invariants)]


def _look_there(ids: Sequence[int]) -> list[Found]:
    ((platform, invariants),) = _here
    return _look(platform, invariants, ids)


@contextmanager
def still(platform: Platform) -> Iterator[Work]:
    """A view in which nothing moves between one question and the next."""
    if platform.engine.dialect.name != "postgresql":
        with platform.look() as work:
            yield work
        return
    with platform.engine.connect() as connection:
        frozen = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield Work(platform, frozen, platform.clock())


def by_case(work: Work, query: sa.Select[Any]) -> dict[int, list[Any]]:
    """Rows under the case that each belongs to."""
    found: dict[int, list[Any]] = {}
    for row in work.connection.execute(query):
        found.setdefault(row.case_id, []).append(row)
    return found
