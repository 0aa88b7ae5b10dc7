"""What each database went through in the long runs, and what came of it: one line each."""

from __future__ import annotations

from dataclasses import dataclass, fields

import pytest
import sqlalchemy as sa

from engine.cases import reporting
from engine.store.tables import cases, files, inputs, timers, work_items
from engine.work import Platform
from tests.faults.conftest import Service
from tests.faults.nodes import sent
from tests.faults.plays import is_pictured

TALLIES = pytest.StashKey[dict[str, "Tally"]]()


@dataclass
class Tally:
    """Kills and cuts, what people were told, and where the database disagrees with them."""

    kills: int = 0
    answered: int = 0
    in_doubt: int = 0
    done_all_the_same: int = 0
    mails: int = 0
    mails_repeated: int = 0
    duplicates: int = 0
    lost: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Tally)))

    def __str__(self) -> str:
        return ", ".join(f"{getattr(self, one.name)} {one.name.replace('_', ' ')}" for one in fields(Tally))


def tally(service: Service) -> Tally:
    """Compare the ledger of those who were outside with what is in the database."""
    book, mails = service.ledger, sent(service.place)
    return Tally(
        service.kills,
        book.answered,
        book.in_doubt,
        book.done_all_the_same,
        len(mails),
        sum(times - 1 for times in mails.values()),
        _doubled(service),
        _lost(service),
    )


def _lost(service: Service) -> int:
    """Receipts without a report, reports without the photograph that came with them, tasks done that are not."""
    book = service.ledger
    with service.platform.look() as work:
        kept = [reporting.by_code(work, code) for _, code in book.receipts.values()]
    told = [number for number, _ in book.receipts.values()]
    gone = sum(bool(one is None or one.report_no != no) for one, no in zip(kept, told, strict=True))
    pictured = sa.select(cases.c.report_no).join(files, files.c.case_id == cases.c.id)
    shown = _values(service.platform, pictured.where(files.c.purpose == "report"))
    bare = {told for number, (told, _) in book.receipts.items() if is_pictured(number)} - shown
    return gone + len(bare) + len(set(book.completed) - _done(service.platform))


def _doubled(service: Service) -> int:
    """Reports nobody was given a receipt for, tasks done that nobody did, and what happened more than once."""
    book, platform = service.ledger, service.platform
    more = len(_values(platform, sa.select(cases.c.id))) - len(book.receipts)
    unasked = len(_done(platform) - set(book.completed))
    twice = len(book.completed) - len(set(book.completed))
    return max(more, 0) + unasked + twice + _repeated(platform)


def _repeated(platform: Platform) -> int:
    """Tasks that were completed more than once, and timers that fired more than once."""
    item = sa.select(inputs.c.work_item_id).where(inputs.c.kind == "complete")
    timer = sa.select(timers.c.case_id, timers.c.element, timers.c.occurrence).where(
        timers.c.state == "fired"
    )
    with platform.look() as work:
        found = [[tuple(row) for row in work.connection.execute(query)] for query in (item, timer)]
    return sum(len(rows) - len(set(rows)) for rows in found)


def _done(platform: Platform) -> set[object]:
    return _values(platform, sa.select(work_items.c.id).where(work_items.c.state == "done"))


def _values(platform: Platform, query: sa.Select[tuple[object]]) -> set[object]:
    with platform.look() as work:
        return set(work.connection.execute(query).scalars())


def note(config: pytest.Config, service: Service) -> Tally:
    """Add what a service went through to the line of its database."""
    told, name = tally(service), service.platform.engine.dialect.name
    kept = config.stash.setdefault(TALLIES, {})
    kept[name] = kept.get(name, Tally()) + told
    return told
