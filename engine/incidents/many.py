"""One repair for every incident that a filter finds, each case in a transaction of its own, with a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine import access, audit
from engine.errors import NotAllowed, PhananhError, Refused
from engine.incidents.preview import Preview, preview
from engine.incidents.repairs import MANY, Repair, repair
from engine.people.standing import Standing
from engine.store.tables import cases, incidents
from engine.work import Platform, Work

AT_ONCE = 100


@dataclass(frozen=True)
class Faults:
    """Which open incidents: by what was being done, where, with what error and release; empty means any."""

    action: str = ""
    element: str = ""
    error: str = ""
    release: int | None = None

    def condition(self) -> sa.ColumnElement[bool]:
        row = incidents.c
        named = [row.state == "open"]
        if self.action:
            named.append(row.action.startswith(self.action, autoescape=True))
        if self.element:
            named.append(row.element == self.element)
        if self.error:
            named.append(row.error.contains(self.error, autoescape=True))
        if self.release is not None:
            named.append(cases.c.release_id == self.release)
        return sa.and_(*named)


@dataclass(frozen=True)
class Outcome:
    """What became, or would become, of one case."""

    incident_id: int
    report_no: str
    error: PhananhError | None = None
    preview: Preview | None = None


def faults(work: Work, standing: Standing, wanted: Faults) -> Sequence[Any]:
    """The incidents that a filter finds, the oldest first, so many as are mended at once."""
    query = (
        sa.select(incidents, cases.c.report_no, cases.c.release_id, cases.c.position)
        .join(cases, cases.c.id == incidents.c.case_id)
        .where(wanted.condition(), access.repairable(standing))
        .order_by(incidents.c.id)
        .limit(AT_ONCE)
    )
    return work.connection.execute(query).all()


def repair_many(
    platform: Platform, standing: Standing, which: Faults, wanted: Repair, *, only_look: bool = False
) -> list[Outcome]:
    """Do it to each case by itself: one that refuses, or fails again, stops no other."""
    if not standing.holds("administrator"):
        raise NotAllowed
    if wanted.verb not in MANY:
        raise Refused(vi="Việc này chỉ làm cho từng hồ sơ.", en="This is done to one case at a time.")
    with platform.look() as work:
        rows = faults(work, standing, which)
    report = [_one(platform, standing, row, wanted, only_look) for row in rows]
    if not only_look and rows:
        _log(platform, standing, which, wanted, report)
    return report


def _one(platform: Platform, standing: Standing, row: Any, wanted: Repair, only_look: bool) -> Outcome:
    here = wanted
    if wanted.verb in ("skip", "move") and not wanted.element:
        here = Repair(wanted.verb, wanted.reason, element=row.element or "", target=wanted.target)
    try:
        with platform.work() as work:
            if only_look:
                found = preview(work, standing, row.case_id, here, row.id)
                return Outcome(row.id, row.report_no, found.error, found)
            repair(work, standing, row.case_id, here, row.id)
    except PhananhError as error:
        return Outcome(row.id, row.report_no, error)
    return Outcome(row.id, row.report_no)


def _log(
    platform: Platform, standing: Standing, which: Faults, wanted: Repair, report: Sequence[Outcome]
) -> None:
    """Each case has its own lines; this one says that they belong together."""
    detail = {
        "filter": {name: value for name, value in vars(which).items() if value},
        "reason": wanted.reason,
        "done": [one.report_no for one in report if one.error is None],
        "failed": [one.report_no for one in report if one.error is not None],
    }
    with platform.work() as work:
        audit.record(work, f"repair:many:{wanted.verb}", officer=standing.officer_id, detail=detail)
