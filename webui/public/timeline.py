"""What happened to a report, as its reporter reads it: newest first, offices by name, officers never."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.store import tables
from webui import words
from webui.pages import say
from webui.public.telling import Telling

# How a unit is or was concerned when the matter was passed to it.
PASSED = ("holder", "held", "co")


@dataclass(frozen=True)
class Event:
    """One line."""

    at: datetime
    words: str


def timeline(telling: Telling) -> list[Event]:
    return sorted(_events(telling), key=lambda one: one.at, reverse=True)


def _events(telling: Telling) -> Iterator[Event]:
    case = telling.case
    yield Event(case.received_at, say("timeline.received"))
    for row in _holders(telling):
        yield Event(row.since, say("timeline.passed", unit=row.name))
    for row in telling.calls:
        yield Event(row.called_at, say("timeline.called", agency=row.agency or row.number))
    for row in telling.messages:
        yield Event(row.sent_at, say(_message(row)))
    for row in _rows(telling, tables.extensions, tables.extensions.c.state == "approved"):
        yield Event(row.decided_at, say("timeline.extended"))
    for row in _rows(telling, tables.ratings):
        yield Event(row.given_at, say("timeline.rated"))
    for row in _rows(telling, tables.publications, tables.publications.c.state == "public"):
        yield Event(row.published_at, say("timeline.published"))
    if case.ended_at:
        yield Event(case.ended_at, say("timeline.ended"))


def _message(row: Any) -> str:
    """The words for a message: what the reporter did, or that an office wrote."""
    if row.direction != "in":
        return "timeline.message_office"
    own = f"timeline.message_{row.kind}"
    return own if words.known(own) else "timeline.message_own"


def _rows(telling: Telling, table: sa.Table, *conditions: sa.ColumnElement[bool]) -> list[Any]:
    query = sa.select(table).where(table.c.case_id == telling.case.id, *conditions)
    return list(telling.work.connection.execute(query))


def _holders(telling: Telling) -> list[Any]:
    """The units that the matter went to, each once, but for the centre where everything begins."""
    rows, named = tables.case_units, tables.units
    query = (
        sa.select(sa.func.min(rows.c.since).label("since"), named.c.name)
        .join(named, named.c.id == rows.c.unit_id)
        .where(rows.c.case_id == telling.case.id, rows.c.part.in_(PASSED), named.c.kind != "ioc")
        .group_by(named.c.name)
    )
    return list(telling.work.connection.execute(query))
