"""Promises about tasks: done once, by those who might, in the unit that routing gave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from engine.access import roles_of
from engine.invariants.readers import readers_not_routed
from engine.store.tables import case_units, cases, inputs, memberships, units, work_items
from engine.work import Work

_DONE = work_items.c.state == "done"
_OPEN = work_items.c.state == "open"
_ITEM = (work_items.c.id, work_items.c.case_id, work_items.c.element)


def tasks_done_wrongly(work: Work) -> Iterator[str]:
    """Tasks completed more than once, by nobody, or by somebody who might not."""
    run = work.connection.execute
    noted = (
        sa.select(inputs.c.work_item_id.label("item"), sa.func.count().label("times"))
        .where(inputs.c.kind == "complete")
        .group_by(inputs.c.work_item_id)
        .subquery()
    )
    times = sa.func.coalesce(noted.c.times, 0)
    counted = sa.select(*_ITEM, times.label("times")).outerjoin(noted, noted.c.item == work_items.c.id)
    for row in run(counted.where(times != sa.case((_DONE, 1), else_=0))):
        yield f"{_told(row)} was completed {row.times} times"
    kept = (work_items.c.completed_at.label("kept"), inputs.c.at)
    moved = sa.select(*_ITEM, *kept).join(inputs, inputs.c.work_item_id == work_items.c.id)
    other_hour = work_items.c.completed_at.is_distinct_from(inputs.c.at)
    for one in run(moved.where(_DONE, inputs.c.kind == "complete", other_hour)):
        yield f"{_told(one)} was done at {one.kept}, its record says {one.at}"
    might_not = sa.or_(work_items.c.completed_by.is_(None), sa.not_(_might(work)))
    for row in run(sa.select(*_ITEM, work_items.c.completed_by).where(_DONE, might_not)):
        yield f"{_told(row)} was done by {row.completed_by}"


def _told(row: Any) -> str:
    return f"task {row.id} ({row.element} of case {row.case_id})"


def _might(work: Work) -> sa.ColumnElement[bool]:
    """Whoever did it, or in whose name, held a role of the task in its unit then."""
    named = sa.select(work_items.c.role).where(_DONE).distinct()
    ways = [_held(text) for text in work.connection.execute(named).scalars()]
    return sa.or_(sa.false(), *ways)


def _held(text: str) -> sa.ColumnElement[bool]:
    person = sa.func.coalesce(work_items.c.on_behalf_of, work_items.c.completed_by)
    then = work_items.c.completed_at
    held = sa.exists().where(
        memberships.c.officer_id == person,
        memberships.c.unit_id == work_items.c.unit_id,
        memberships.c.role.in_(roles_of(text)),
        memberships.c.valid_from <= then,
        sa.or_(memberships.c.valid_to.is_(None), memberships.c.valid_to > then),
    )
    return sa.and_(work_items.c.role == text, held)


def tasks_in_wrong_hands(work: Work) -> Iterator[str]:
    """Open tasks of units that do not hold the case, or that it accuses; ended cases still with somebody."""
    run = work.connection.execute
    here = sa.and_(
        case_units.c.case_id == work_items.c.case_id,
        case_units.c.unit_id == work_items.c.unit_id,
        case_units.c.part == "holder",
        case_units.c.until.is_(None),
    )
    for row in run(sa.select(*_ITEM).where(_OPEN, sa.not_(sa.exists().where(here)))):
        yield f"{_told(row)} lies with a unit that does not hold the case"
    accused = (
        sa.select(*_ITEM)
        .join(cases, cases.c.id == work_items.c.case_id)
        .join(units, units.c.id == work_items.c.unit_id)
        .where(_OPEN, cases.c.accused_unit == units.c.code)
    )
    for row in run(accused):
        yield f"{_told(row)} lies with the unit that the report accuses"
    lasting = sa.exists().where(
        case_units.c.case_id == cases.c.id,
        case_units.c.part.in_(("holder", "co")),
        case_units.c.until.is_(None),
    )
    for case_id in run(sa.select(cases.c.id).where(cases.c.status != "open", lasting)).scalars():
        yield f"case {case_id} is over and still open to a unit as its holder"


def holders_shown_wrongly(work: Work) -> Iterator[str]:
    """Cases that lists show with a unit which has nothing of them to do."""
    mine = sa.and_(work_items.c.case_id == cases.c.id, _OPEN)
    by_holder = sa.exists().where(
        mine, units.c.id == work_items.c.unit_id, units.c.code == cases.c.holder_unit
    )
    shown = sa.select(cases.c.id, cases.c.holder_unit).where(
        cases.c.status == "open", sa.exists().where(mine), sa.not_(by_holder)
    )
    for row in work.connection.execute(shown):
        yield f"case {row.id} is shown with {row.holder_unit}, which has no task of it"


def hands(work: Work) -> Iterator[str]:
    """Every way in which a case may be with the wrong unit."""
    yield from tasks_in_wrong_hands(work)
    yield from holders_shown_wrongly(work)
    yield from readers_not_routed(work)
