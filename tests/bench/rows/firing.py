"""Timers that come due: some among many that wait, and many in one second."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from engine import timers
from engine.store import tables
from tests.bench.cloning import clone
from tests.bench.floor import Floor
from tests.bench.sizes import Setting
from tests.bench.stages import REAL, SIX, Stage, real_way, set_up, six_way
from tests.bench.table import Figure, against

BEGUN = 2  # tasks completed before a case waits, as on the floor


def some_due(here: Setting) -> Iterator[Figure]:
    sizes = here.sizes
    yield from _fired(here, sizes.waiting, sizes.due, 1.5)


def all_due(here: Setting) -> Iterator[Figure]:
    most = 1.5 if here.name == "SQLite" else 3.0
    yield from _fired(here, 1, here.sizes.at_once, most)


def _fired(here: Setting, waiting: int, due: int, most: float) -> Iterator[Figure]:
    floor = Floor(here.data() / "floor.sqlite3")
    floor.wait(waiting, due)
    fired, least = floor.fire()
    if fired != due:
        raise RuntimeError(f"the floor fired {fired} of {due}")
    for name, release, way in (("six steps", SIX, six_way), ("procedure 731", REAL, real_way)):
        stage = set_up(here.data(), here.address(), release, way)
        _wait(stage, waiting, due)
        cost = _fire(stage, due)
        yield against(f"{due:,} due among {due + waiting:,}, CPU: {name}", here.name, cost, least, most, "s")
        stage.platform.engine.dispose()


def _wait(stage: Stage, waiting: int, due: int) -> None:
    """The due cases are a day older than those that go on waiting."""
    old = stage.bring(1, BEGUN)
    stage.clock.now += timedelta(days=1)
    young = stage.bring(2, BEGUN)
    with stage.platform.work() as work:
        clone(work, young, waiting - 1)
        clone(work, old, due - 1)
        first = sa.select(sa.func.min(tables.timers.c.due_at)).where(tables.timers.c.state == "pending")
        at = {
            case: work.connection.execute(first.where(tables.timers.c.case_id == case)).scalar_one()
            for case in (old, young)
        }
    if not at[old] < at[young]:
        raise RuntimeError("the young cases are due with the old ones")
    stage.clock.now = at[old] + timedelta(seconds=1)


def _fire(stage: Stage, due: int) -> float:
    began = time.process_time()
    moved = 0
    while ticked := timers.tick(stage.platform).moved:
        moved += ticked
    if moved != due:
        raise RuntimeError(f"{moved} cases moved, {due} were due")
    return time.process_time() - began
