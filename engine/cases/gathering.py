"""All that belongs to one case and a step needs, as documents that ride along with the row of the case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from engine import access, settings
from engine.people.standing import in_force
from engine.store import documents
from engine.store.documents import document, record, rows
from engine.store.tables import (
    case_units,
    cases,
    clocks,
    files,
    memberships,
    officers,
    reporters,
    timers,
    units,
    work_items,
)
from engine.store.tables.base import AT

Rows = list[dict[str, Any]]
_CASE = {one.name: one for one in cases.c if one.name != "state"}
_ITEMS, _CLOCKS, _TIMERS = ({one.name: one for one in table.c} for table in (work_items, clocks, timers))
# Written out, not as parameters: where an index holds only the rows of one state, SQLite makes a plan for the
# value, and makes it anew each time the statement is asked.
_CANCELLED: sa.ColumnElement[str] = sa.literal_column("'cancelled'")
_PENDING: sa.ColumnElement[str] = sa.literal_column("'pending'")
_ROSTER: dict[str, sa.ColumnElement[Any]] = {
    "unit": memberships.c.unit_id,
    "person": officers.c.id,
    "name": officers.c.name,
    "role": memberships.c.role,
    "login": officers.c.login,
    "position": officers.c.position,
    "post": memberships.c.id,
}


@dataclass
class Gathered:
    """The rows around a case as they stood when its step began."""

    items: Rows = field(default_factory=list)
    clocks: Rows = field(default_factory=list)
    timers: Rows = field(default_factory=list)
    rosters: dict[int, tuple[access.Candidate, ...]] = field(default_factory=dict)
    has_files: bool = False
    address: bytes | None = None


def reading(dialect: str, *more: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """The row of a case with the settings, the rows around it, and whatever else is wanted at once.

    The rows around are those of the moment the statement began: if it had to wait for the lock on the case,
    `is_stale` says so, and the same statement asked again reads what whoever held the lock has written.
    """
    return sa.select(record(dialect, _CASE).label("case"), cases.c.state, *_around(dialect), *more)


def _around(dialect: str) -> tuple[sa.ColumnElement[Any], ...]:
    mine = work_items.c.case_id == cases.c.id, work_items.c.state != _CANCELLED
    armed = timers.c.case_id == cases.c.id, timers.c.state == _PENDING
    before = cases.alias("before")
    return (
        settings.as_one_value(dialect).label("settings"),
        document(dialect, _ITEMS, *mine).correlate(cases).label("items"),
        document(dialect, _CLOCKS, clocks.c.case_id == cases.c.id).correlate(cases).label("clocks"),
        document(dialect, _TIMERS, *armed).correlate(cases).label("timers"),
        document(dialect, _ROSTER, *_serving()).correlate(cases).label("rosters"),
        sa.exists().where(files.c.case_id == cases.c.id).correlate(cases).label("has_files"),
        _one(sa.select(reporters.c.email).where(reporters.c.case_id == cases.c.id)).label("address"),
        cases.c.revision,
        _one(sa.select(before.c.revision).where(before.c.id == cases.c.id)).label("revision_before"),
    )


def _one(query: sa.Select[Any]) -> sa.ScalarSelect[Any]:
    return query.correlate(cases).scalar_subquery()


def _serving() -> tuple[sa.ColumnElement[bool], ...]:
    """Who serves in the units that the case concerns or has concerned, and in the team it will go to."""
    concerned = sa.select(case_units.c.unit_id).where(case_units.c.case_id == cases.c.id)
    teams = sa.select(units.c.id).where(
        units.c.kind == "team", units.c.district_code == cases.c.district_code
    )
    near = sa.or_(
        memberships.c.unit_id.in_(concerned.correlate(cases)),
        memberships.c.unit_id.in_(teams.correlate(cases)),
    )
    return memberships.c.officer_id == officers.c.id, near, officers.c.active, in_force(memberships, AT)


def is_stale(read: Any) -> bool:
    """Say whether the case was changed between the statement's beginning and its lock."""
    return bool(read.revision != read.revision_before)


def case_of(read: Any) -> dict[str, Any]:
    return {**documents.row(_CASE, read.case), "state": read.state}


def gathered(read: Any) -> Gathered:
    return Gathered(
        items=rows(_ITEMS, read.items),
        clocks=rows(_CLOCKS, read.clocks),
        timers=rows(_TIMERS, read.timers),
        rosters=_rosters(rows(_ROSTER, read.rosters)),
        has_files=bool(read.has_files),
        address=read.address,
    )


def _rosters(serving: Rows) -> dict[int, tuple[access.Candidate, ...]]:
    found: dict[int, tuple[access.Candidate, ...]] = {}
    for row in sorted(serving, key=lambda row: (row["name"], row["person"], row["post"])):
        one = access.Candidate(row["person"], row["name"], row["role"], row["login"], row["position"])
        found[row["unit"]] = (*found.get(row["unit"], ()), one)
    return found
