"""The clock table of a case: from, to, who held it, whether it counted, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from engine.people import units
from engine.reading.casefile import CaseFile
from engine.store.tables import clock_entries, clocks
from engine.work import Work

_STANDS = frozenset({"pause", "stop"})
_SHOWN = frozenset({"start", "pause", "resume", "continue", "stop", "extend", "shorten"})


@dataclass(frozen=True)
class Span:
    """A stretch of one clock between two of its entries."""

    starts: datetime
    ends: datetime | None
    counts: bool
    why: str
    note: str


@dataclass(frozen=True)
class ClockLine:
    """One clock: which unit held which phase, until when, and how it kept its time."""

    phase: str
    round: int
    unit: str
    working: bool
    basis: str
    started_at: datetime
    first_due_at: datetime
    due_at: datetime
    paused_at: datetime | None
    stopped_at: datetime | None
    verdict: str | None
    extensions: int
    spans: tuple[Span, ...]

    @property
    def moved(self) -> bool:
        """Say whether the due time is no longer the one first promised."""
        return self.due_at != self.first_due_at


def clock_table(work: Work, file: CaseFile) -> list[ClockLine]:
    """The clocks of a case in the order they began."""
    query = (
        sa.select(clocks, clock_entries.c.at, clock_entries.c.kind.label("entry"), clock_entries.c.note)
        .outerjoin(clock_entries, clock_entries.c.clock_id == clocks.c.id)
        .where(clocks.c.case_id == file.row.id)
        .order_by(clocks.c.started_at, clocks.c.id, clock_entries.c.at, clock_entries.c.id)
    )
    if file.until is not None:
        query = query.where(clocks.c.started_at <= file.until)
    names = units.tree(work).by_code
    rows = work.connection.execute(query).all()
    return [_line(list(found), names) for _, found in groupby(rows, key=lambda row: row.id)]


def _line(rows: list[Any], names: dict[str, units.Unit]) -> ClockLine:
    clock = rows[0]
    return ClockLine(
        phase=clock.phase,
        round=clock.round,
        unit=names[clock.unit].short_name if clock.unit in names else clock.unit,
        working=clock.kind == "working",
        basis=clock.basis,
        started_at=clock.started_at,
        first_due_at=clock.first_due_at,
        due_at=clock.due_at,
        paused_at=clock.paused_at,
        stopped_at=clock.stopped_at,
        verdict=clock.verdict,
        extensions=clock.extensions,
        spans=tuple(_spans([row for row in rows if row.entry in _SHOWN])),
    )


def _spans(entries: list[Any]) -> Iterator[Span]:
    for place, entry in enumerate(entries):
        following = entries[place + 1].at if place + 1 < len(entries) else None
        if entry.entry != "stop" or following is not None:
            yield Span(entry.at, following, entry.entry not in _STANDS, entry.entry, entry.note)
