"""An invariant is a named question whose answer is the list of what breaks it.

Most are asked of the whole database in a few statements. Some must open each case, its saved state or its
sealed log: those look only into cases that are open or that something happened to lately, many at a time;
`full` looks into all. Where a machine has several cores, questions and cases are shared out among processes,
each reading a moment of its own: every question is about one moment, and none needs that of another.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from multiprocessing import get_context

import sqlalchemy as sa

from engine.store.tables import audit, cases
from engine.work import Platform, Work

# What happened before the night before last was looked into then.
LATELY = timedelta(days=2)
# In so many days every case has been opened once, however long ago it ended.
ROUND = 28
AT_ONCE = 400
# A table that is gone breaks a promise for each case; nobody reads more lines of one question than this.
TOLD = 500
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
LONG_AHEAD = datetime(2970, 1, 1, tzinfo=UTC)
Found = tuple[str, list[str]]
Look = Callable[[Work, Sequence[int]], Iterable[str]]
Question = tuple[str, Callable[[Work], Iterable[str]]]


@dataclass(frozen=True)
class Invariant:
    """One promise: its name, what it says, and the questions that find what breaks it."""

    name: str
    vi: str
    en: str
    ask: Callable[[Work], Iterable[str]] | None = None
    since: Callable[[Work, datetime], Iterable[str]] | None = None
    look: Look | None = None
    # Instead of `look`, where nothing may be spared.
    open_up: Look | None = None


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
        questions = _questions(work, invariants, full=full)
    return _told(invariants, _answers(platform, questions, processes))


def broken_in(work: Work, invariants: Sequence[Invariant]) -> list[Broken]:
    """The same within one transaction, which sees what it has written itself."""
    return _told(invariants, [_answer(work, one) for one in _questions(work, invariants, full=False)])


def _told(invariants: Sequence[Invariant], answers: Iterable[Found]) -> list[Broken]:
    found: dict[str, list[str]] = {one.name: [] for one in invariants}
    for name, lines in answers:
        found[name] += lines
    return [Broken(one, tuple(found[one.name])) for one in invariants if found[one.name]]


def _questions(work: Work, invariants: Sequence[Invariant], *, full: bool) -> list[Question]:
    """What is asked of the whole first: those take longest, and the cases fill what time is left."""
    begin = LONG_AGO if full else work.now - LATELY
    asked = [*_of_all(invariants, begin)]
    for ids in _parts(_touched(work, begin)):
        for one in invariants:
            look = (one.open_up if full else None) or one.look
            if look is not None:
                asked.append((one.name, partial(_look, look, ids)))
    return asked


def _of_all(invariants: Sequence[Invariant], begin: datetime) -> Iterator[Question]:
    for one in invariants:
        if one.since is not None:
            yield one.name, partial(_since, one.since, begin)
        if one.ask is not None:
            yield one.name, one.ask


def _since(since: Callable[[Work, datetime], Iterable[str]], begin: datetime, work: Work) -> Iterable[str]:
    return since(work, begin)


def _look(look: Look, ids: Sequence[int], work: Work) -> Iterable[str]:
    return look(work, ids)


def _answer(work: Work, question: Question) -> Found:
    name, ask = question
    found = iter(ask(work))
    lines = list(islice(found, TOLD))
    more = sum(1 for _ in found)
    return name, [*lines, f"… and {more} more of this kind"] if more else lines


def _touched(work: Work, begin: datetime) -> list[int]:
    """Open cases, those with a line in the log since then, and of all others those whose day it is."""
    happened = sa.select(audit.c.case_id).where(audit.c.at >= begin, audit.c.case_id.is_not(None))
    turn = cases.c.id % ROUND == work.now.toordinal() % ROUND
    query = sa.select(cases.c.id).where(sa.or_(cases.c.status == "open", turn, cases.c.id.in_(happened)))
    return list(work.connection.execute(query.order_by(cases.c.id)).scalars())


def _parts(ids: list[int]) -> list[list[int]]:
    return [ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE)]


def _answers(platform: Platform, questions: list[Question], processes: int) -> Iterator[Found]:
    if processes < 2:
        for number in range(len(questions)):
            yield _answer_alone(platform, questions[number])
        return
    platform.engine.dispose()  # no connection may be carried into another process
    with get_context("fork").Pool(processes, _enter, (platform, questions)) as pool:
        yield from pool.imap(_answer_there, range(len(questions)))


def _answer_alone(platform: Platform, question: Question) -> Found:
    with still(platform) as work:
        return _answer(work, question)


# What a process that was forked to help is asked: questions are code, which no pipe carries.
_here: list[tuple[Platform, list[Question]]] = []


def _enter(platform: Platform, questions: list[Question]) -> None:
    _here[:] = [(platform, questions)]
    gc.freeze()  # what was there before the fork stays shared
    gc.set_threshold(50_000)  # saved states are trees, not rings: looking for rings among them is in vain


def _answer_there(number: int) -> Found:
    ((platform, questions),) = _here
    return _answer_alone(platform, questions[number])


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
