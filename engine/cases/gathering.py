"""All that belongs to one case and a step needs, read in one statement after the case is locked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.people.standing import in_force
from engine.store.documents import document, rows
from engine.store.tables import clocks, files, memberships, officers, reporters, timers, work_items
from engine.work import Work

Rows = list[dict[str, Any]]
_ITEMS, _CLOCKS, _TIMERS = ({one.name: one for one in table.c} for table in (work_items, clocks, timers))
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


def gather(work: Work, case_id: int, unit_ids: Sequence[int]) -> Gathered:
    """Read the items that are open or done, the clocks, the waiting timers, and who serves in these units.

    It must not ride along with the statement that locks the case: PostgreSQL would show it the rows as they
    were before it waited for the lock.
    """
    told = {"case": case_id, "units": list(unit_ids), "at": work.now}
    read = work.connection.execute(_statement(work.connection.dialect.name), told).one()
    return Gathered(
        items=rows(_ITEMS, read.items),
        clocks=rows(_CLOCKS, read.clocks),
        timers=rows(_TIMERS, read.timers),
        rosters=dict.fromkeys(unit_ids, ()) | _rosters(rows(_ROSTER, read.rosters)),
        has_files=bool(read.has_files),
        address=read.address,
    )


@cache
def _statement(dialect: str) -> sa.Select[Any]:
    case = sa.bindparam("case", type_=sa.BigInteger)
    at = sa.bindparam("at", type_=memberships.c.valid_from.type)
    serving = (
        memberships.c.officer_id == officers.c.id,
        memberships.c.unit_id.in_(sa.bindparam("units", expanding=True)),
        officers.c.active,
        in_force(memberships, at),
    )
    return sa.select(
        document(dialect, _ITEMS, work_items.c.case_id == case, work_items.c.state != "cancelled").label(
            "items"
        ),
        document(dialect, _CLOCKS, clocks.c.case_id == case).label("clocks"),
        document(dialect, _TIMERS, timers.c.case_id == case, timers.c.state == "pending").label("timers"),
        document(dialect, _ROSTER, *serving).label("rosters"),
        sa.exists().where(files.c.case_id == case).label("has_files"),
        sa.select(reporters.c.email).where(reporters.c.case_id == case).scalar_subquery().label("address"),
    )


def _rosters(serving: Rows) -> dict[int, tuple[access.Candidate, ...]]:
    found: dict[int, tuple[access.Candidate, ...]] = {}
    for row in sorted(serving, key=lambda row: (row["name"], row["person"], row["post"])):
        one = access.Candidate(row["person"], row["name"], row["role"], row["login"], row["position"])
        found[row["unit"]] = (*found.get(row["unit"], ()), one)
    return found
