"""Who has a task in hand: taking it, putting it back, giving it to somebody."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.cases.eligible import eligible
from engine.cases.rows import actor_of, item_row, must_be_open, name_of, when
from engine.cases.step import take_step
from engine.errors import AlreadyDone, NotAllowed
from engine.people.standing import Standing
from engine.store.tables import work_items
from engine.work import Work


def claim(work: Work, standing: Standing, item_id: int) -> None:
    """Take an item in hand; the slower of two is told who was first."""
    item = item_row(work, item_id)
    access.must_see(work, standing, item.case_id)
    if item.claimed_by == standing.officer_id and item.state == "open":
        return
    must_be_open(work, item)
    if item.claimed_by is not None:
        raise AlreadyDone(who=name_of(work, item.claimed_by), when=when(item.claimed_at))
    access.may_act(work, standing, item)
    free = sa.update(work_items).where(
        work_items.c.id == item_id, work_items.c.claimed_by.is_(None), work_items.c.state == "open"
    )
    values = {"claimed_by": standing.officer_id, "claimed_at": work.now}
    if work.run(free.values(values)).rowcount != 1:
        raise AlreadyDone(who="—", when=when(work.now))
    _log(work, item, standing, "case:work_item:claim", {"item": item_id})


def release(work: Work, standing: Standing, item_id: int) -> None:
    """Put an item back before the unit."""
    item = item_row(work, item_id)
    access.must_see(work, standing, item.case_id)
    must_be_open(work, item)
    if item.claimed_by != standing.officer_id:
        access.must_assign(work, standing, item)
    mine = sa.update(work_items).where(work_items.c.id == item_id, work_items.c.state == "open")
    work.run(mine.values(claimed_by=None, claimed_at=None))
    _log(work, item, standing, "case:work_item:release", {"item": item_id})


def assign(work: Work, standing: Standing, item_id: int, officer_id: int) -> None:
    """Let a leader give an item to an officer who may do it; whoever is too near to it may hand it on."""
    item = item_row(work, item_id)
    able = {one.officer_id for one in eligible(work, item)}
    if not _too_near(work, standing, item, able):
        access.must_assign(work, standing, item)
    must_be_open(work, item)
    if officer_id not in able:
        raise NotAllowed
    here = sa.update(work_items).where(work_items.c.id == item_id, work_items.c.state == "open")
    work.run(here.values(claimed_by=officer_id, claimed_at=work.now))
    _log(work, item, standing, "case:work_item:assign", {"item": item_id, "officer": officer_id})


def _too_near(work: Work, standing: Standing, item: Any, able: Collection[int]) -> bool:
    """Whether it is this person's task by role, but not theirs to do, since the result is their unit's."""
    access.must_see(work, standing, item.case_id)
    try:
        access.may_act(work, standing, item)
    except NotAllowed:
        return False
    return bool(able) and standing.officer_id not in able


def _log(work: Work, item: Any, standing: Standing, action: str, detail: Mapping[str, object]) -> None:
    take_step(work, item.case_id, actor_of(standing), action, lambda step: step.log(action, detail))
