"""A province with many open cases: the pages officers open, and a clock with nothing to do."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import sqlalchemy as sa

from engine import timers
from engine.people import passwords
from engine.store.tables import cases
from tests.bench.cloning import clone
from tests.bench.sizes import Setting
from tests.bench.stages import REAL, Stage, real_way, set_up
from tests.bench.table import Figure, below
from tests.bench.visits import PASSWORD, Visit

TEMPLATES = 5
TIMES = 15
SEARCHED = "đống rác trần hưng đạo"


def crowd(here: Setting) -> Iterator[Figure]:
    kept = passwords.hash_password(PASSWORD)
    stage = set_up(here.data(), here.address(), REAL, real_way, password=kept)
    originals = [stage.bring(number, number % TEMPLATES) for number in range(TEMPLATES)]
    visit = Visit(stage, "leader")
    few = _grown(stage, visit, originals, here.sizes.few)
    many = _grown(stage, visit, originals, here.sizes.many)
    for name, cost in many.items():
        told = f"{name}, {here.sizes.many:,} open cases (floor: {here.sizes.few:,})"
        yield Figure(told, here.name, cost, few[name], "ms", "≤ 1.5 ×", cost <= 1.5 * few[name])
    yield below(f"idle tick beside {_pending(stage):,} timers, CPU", here.name, _idle(stage), 1.0)
    stage.platform.engine.dispose()


def _grown(stage: Stage, visit: Visit, originals: list[int], wanted: int) -> dict[str, float]:
    """Copy the originals until so many cases are open, then open each page."""
    with stage.platform.work() as work:
        here = int(work.connection.execute(sa.select(sa.func.count()).select_from(cases)).scalar_one())
        for original in originals:
            clone(work, original, (wanted - here) // len(originals))
        number = work.connection.execute(
            sa.select(cases.c.report_no).where(cases.c.id == originals[2])
        ).scalar()
    with stage.platform.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("analyze")
    opened = {
        "inbox": "/viec?ds=unit",
        "search": f"/tim?q={SEARCHED}",
        "case page": f"/ho-so/{number}",
    }
    return {name: _cost(visit, address) for name, address in opened.items()}


def _cost(visit: Visit, address: str) -> float:
    return _median(lambda: visit.get(address), visit.spent)


def _median(act: Callable[[], object], spent: list[float]) -> float:
    act()
    spent.clear()
    for _ in range(TIMES):
        act()
    return 1000 * statistics.median(spent)


def _pending(stage: Stage) -> int:
    with stage.platform.look() as work:
        return int(
            work.connection.exec_driver_sql(
                "select count(*) from timers where state = 'pending'"
            ).scalar_one()
        )


def _idle(stage: Stage) -> float:
    """A tick that finds nothing: the clock is set before everything that is due."""
    stage.clock.now -= timedelta(days=2)
    spent: list[float] = []

    def tick() -> None:
        began = time.process_time()
        if timers.tick(stage.platform).moved:
            raise RuntimeError("the idle tick moved a case")
        spent.append(time.process_time() - began)

    return _median(tick, spent)
