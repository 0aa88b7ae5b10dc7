"""Work item rows: which one, whether it is still open, and who acts on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.access import Grant
from engine.cases import items
from engine.cases.actor import Actor
from engine.deadlines import Calendar, instant_words
from engine.errors import AlreadyDone, NotFound, TooLate
from engine.people.standing import Standing
from engine.store.tables import work_items
from engine.work import Work


def item_row(work: Work, item_id: int) -> Any:
    row = work.connection.execute(sa.select(work_items).where(work_items.c.id == item_id)).first()
    if row is None:
        raise NotFound
    return row


def actor_of(standing: Standing, grant: Grant | None = None) -> Actor:
    return Actor(standing.officer_id, grant.on_behalf_of if grant else None, standing.name)


def must_be_open(work: Work, item: Any) -> None:
    if item.state == "done":
        who, at = items.done_words(work, item)
        raise AlreadyDone(who=who, when=when(at))
    if item.state != "open":
        raise TooLate(who="—", when=when(item.completed_at))


def when(at: datetime | None) -> str:
    return instant_words(at, Calendar({})) if at else "—"


def name_of(work: Work, officer_id: int) -> str:
    from engine.people.officers import officer

    return officer(work, officer_id).name
