"""Work item rows: which one, whether it is still open, and who acts on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.access import Grant
from engine.cases.actor import Actor
from engine.deadlines import Calendar, instant_words
from engine.errors import AlreadyDone, NotFound, TooLate
from engine.people.officers import officer
from engine.people.standing import Standing
from engine.store import asking
from engine.store.tables import work_items
from engine.work import Work

_ITEM = sa.select(work_items).where(work_items.c.id == sa.bindparam("item"))


def item_row(work: Work, item_id: int) -> Any:
    row = asking.first(work.connection, _ITEM, {"item": item_id})
    if row is None:
        raise NotFound
    return row


def actor_of(standing: Standing, grant: Grant | None = None) -> Actor:
    return Actor(standing.officer_id, grant.on_behalf_of if grant else None, standing.name)


def must_be_open(work: Work, item: Any) -> None:
    if item.state == "done":
        who = name_of(work, item.completed_by) if item.completed_by else "—"
        raise AlreadyDone(who=who, when=when(item.completed_at))
    if item.state != "open":
        raise TooLate(who="—", when=when(item.completed_at))


def of_elements(rows: Sequence[Mapping[str, Any]], elements: str) -> list[Mapping[str, Any]]:
    """Those of a case's items that belong to the named elements, a comma list."""
    named = [name.strip() for name in elements.split(",")]
    return [row for row in rows if row["element"] in named]


def authors(rows: Sequence[Mapping[str, Any]]) -> set[int]:
    """Who did these tasks, in their own name or another's."""
    return {row[name] for row in rows for name in ("completed_by", "on_behalf_of") if row.get(name)}


def when(at: datetime | None) -> str:
    return instant_words(at, Calendar({})) if at else "—"


def name_of(work: Work, officer_id: int) -> str:
    return officer(work, officer_id).name
