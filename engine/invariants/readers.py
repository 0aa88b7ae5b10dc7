"""Promises about who a case is open to: the units that routing gave it to, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from engine import bpmn
from engine.errors import NotFound
from engine.invariants.running import loaded
from engine.store.tables import case_units, cases, units, work_items
from engine.work import Work

_NOW = ("now", '"now"')  # as each database gives a text out of a document
_ROW = case_units.c


def readers_not_routed(work: Work) -> Iterator[str]:
    """Rows that open a case to a unit it does not know of, and units it knows of without such a row."""
    named = _named()
    same = sa.and_(named.c.case_id == _ROW.case_id, named.c.key == _key("holder"))
    rows = sa.select(_ROW.case_id, _ROW.unit_id, _ROW.part).outerjoin(named, same)
    lasting = sa.and_(_ROW.part != "held", _ROW.until.is_(None))
    strange = rows.where(lasting, named.c.state.is_distinct_from("now"))
    past = rows.where(_ROW.part == "held", named.c.key.is_(None))
    for query in (strange, past):
        for row in work.connection.execute(query):
            yield f"case {row.case_id} is open to unit {row.unit_id} ({row.part}), to which nothing gave it"
    kept = sa.exists().where(_ROW.case_id == named.c.case_id, named.c.key == _key(), _ROW.until.is_(None))
    for row in work.connection.execute(sa.select(named).where(named.c.state == "now", sa.not_(kept))):
        yield f"case {row.case_id} is with {row.key}, which cannot read it"


def _named() -> sa.Subquery:
    """What each case says itself of the units it concerns: `12:holder` and whether now or in the past."""
    told = sa.func.json_each(cases.c.facts["concerned"]).table_valued("key", "value", name="told")
    value = sa.cast(told.c.value, sa.Text)
    state = sa.case((value.in_(_NOW), "now"), else_="past").label("state")
    joined = cases.join(told, sa.true())
    return sa.select(cases.c.id.label("case_id"), told.c.key, state).select_from(joined).subquery()


def _key(held_as: str | None = None) -> sa.ColumnElement[str]:
    """A row's name in the record; what a unit held before stands there under the part it had."""
    part = sa.case((_ROW.part == "held", held_as), else_=_ROW.part) if held_as else _ROW.part
    return sa.cast(_ROW.unit_id, sa.Text) + ":" + part


def tasks_off_their_route(work: Work, ids: Sequence[int]) -> Iterator[str]:
    """Open tasks of another unit than the one that the diagram, asked again, gives them to."""
    item = work_items.c
    query = sa.select(item.case_id, item.task, item.element, units.c.code).join(
        units, units.c.id == item.unit_id
    )
    query = query.where(item.case_id.in_(ids), item.state == "open", item.fallback.is_(None))
    there: dict[int, list[Any]] = {}
    for row in work.connection.execute(query):
        there.setdefault(row.case_id, []).append(row)
    states = sa.select(cases.c.id, cases.c.release_id, cases.c.state).where(cases.c.id.in_(list(there)))
    for case in work.connection.execute(states):
        for row in there[case.id]:
            given = _routed(work, case, row)
            if given not in (None, row.code):
                yield f"task {row.element} of case {case.id} lies with {row.code}, routing gave it to {given}"


class _Looker(bpmn.Onlooker):
    """Knows the one unit that diagrams name by a word."""

    def words(self, now: object) -> dict[str, object]:
        return {"ioc": "ioc"}


def _routed(work: Work, case: Any, row: Any) -> str | None:
    try:
        run = loaded(work, case, _Looker())
        told = run.diagram.user_tasks[row.element]
        return str(run.evaluate(row.task, told.unit, run.now)) if told.unit else None
    except (bpmn.BpmnError, NotFound, LookupError):  # a damaged state is told by another promise
        return None
