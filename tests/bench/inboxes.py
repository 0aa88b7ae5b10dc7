"""What one page of the inbox costs, with few tasks open in the province and with many."""

from __future__ import annotations

import statistics
import time
from datetime import timedelta

import sqlalchemy as sa

from engine.people.standing import roles
from engine.reading import inbox
from engine.store import tables
from engine.work import Work
from tests import rosters
from tests.bench.stages import Stage

_AT_ONCE = 2_000


def fill(stage: Stage, wanted: int) -> None:
    """Add cases with one open task each, spread over every team and commune."""
    with stage.platform.work() as work:
        here = (
            sa.select(sa.func.count())
            .select_from(tables.work_items)
            .where(tables.work_items.c.state == "open")
        )
        have = int(work.connection.execute(here).scalar_one())
        for first in range(have, wanted, _AT_ONCE):
            _add(work, range(first, min(first + _AT_ONCE, wanted)))


def _add(work: Work, numbers: range) -> None:
    release = work.connection.execute(sa.select(tables.releases.c.id)).scalars().first()
    places = sa.select(tables.units.c.id).where(tables.units.c.kind.in_(["team", "commune"]))
    units = list(work.connection.execute(places.order_by(tables.units.c.id)).scalars())
    made = [rosters.add_case(work, int(str(release)), 1_000_000 + number) for number in numbers]
    holders = list(zip(made, (units[number % len(units)] for number in numbers), strict=True))
    work.run(sa.insert(tables.case_units), [_concern(work, case, unit) for case, unit in holders])
    work.run(sa.insert(tables.work_items), [_item(work, case, unit) for case, unit in holders])


def _concern(work: Work, case: int, unit: int) -> dict[str, object]:
    return {"case_id": case, "unit_id": unit, "part": "holder", "since": work.now}


def _item(work: Work, case: int, unit: int) -> dict[str, object]:
    return {
        "case_id": case,
        "element": "handle",
        "task": f"t{case}",
        "occurrence": 1,
        "name": "Xử lý",
        "form": "handle",
        "role": "team_member",
        "unit_id": unit,
        "created_at": work.now,
        "due_at": work.now + timedelta(minutes=case % 5_000),
    }


def page_cost(stage: Stage, who: str = "member", times: int = 30) -> float:
    """The median CPU of a page and its counts, in seconds."""
    spent = []
    for _ in range(times):
        with stage.platform.look() as work:
            standing = roles(work, stage.officers[who])
            began = time.process_time()
            inbox.page(work, standing, "unit")
            inbox.counts(work, standing)
            spent.append(time.process_time() - began)
    return statistics.median(spent)
