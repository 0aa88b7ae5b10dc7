"""What one completed task costs, and what a finished case leaves behind."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping

import sqlalchemy as sa

from tests.bench.floor import Floor
from tests.bench.payloads import STEPS
from tests.bench.sizes import Setting
from tests.bench.stages import REAL, SIX, Stage, real_way, set_up, six_way
from tests.bench.table import Figure, against, below

KB = 1024


def side_by_side(runners: Mapping[str, Floor | Stage], warm: int, cases: int) -> dict[str, float]:
    """The median CPU of a task of each, in milliseconds; cases take turns, so that all meet the same noise."""
    for number in range(warm + cases):
        if number == warm:
            for runner in runners.values():
                runner.spent.clear()
        for runner in runners.values():
            runner.run_case(number)
    return {name: 1000 * statistics.median(runner.spent) for name, runner in runners.items()}


def tasks(here: Setting) -> Iterator[Figure]:
    six, real = _stages(here)
    data = here.data()
    runners: dict[str, Floor | Stage] = {
        "floor": Floor(data / "floor.sqlite3"),
        "ladders": Floor(data / "ladders.sqlite3", ladders=True),
        "six": six,
        "real": real,
    }
    spent = side_by_side(runners, here.sizes.warm, here.sizes.cases)
    yield against("CPU per task: six steps, ladders", here.name, spent["six"], spent["ladders"], 1.3)
    yield against("CPU per task: procedure 731, ladders", here.name, spent["real"], spent["ladders"], 1.3)
    yield Figure("CPU per task: the floor with one timer, for scale", "floor", spent["floor"])
    for name, stage in (("six steps", six), ("procedure 731", real)):
        most = max(stage.statements[-here.sizes.cases * len(STEPS) :])
        yield below(f"SQL statements per task, most: {name}", here.name, most, 12, "")
        yield below(f"commits per task, most: {name}", here.name, max(stage.commits), 1, "")
    for stage in (six, real):
        stage.platform.engine.dispose()


def _stages(here: Setting) -> tuple[Stage, Stage]:
    return (
        set_up(here.data(), here.address(), SIX, six_way),
        set_up(here.data(), here.address(), REAL, real_way),
    )


def bytes_kept(here: Setting) -> Iterator[Figure]:
    floor = Floor(here.data() / "floor.sqlite3")
    empty = floor.size()
    for number in range(here.sizes.finished):
        floor.run_case(number)
    least = (floor.size() - empty) / here.sizes.finished / KB
    for name, stage in zip(("six steps", "procedure 731"), _stages(here), strict=True):
        kept = _grown(stage, here.sizes.finished) / KB
        yield Figure(f"bytes per finished case: {name}", here.name, kept, least, "KB", "≤ 10 KB", kept <= 10)
        stage.platform.engine.dispose()


def _grown(stage: Stage, cases: int) -> float:
    """How much the database grew for each case, everything in it counted."""
    stage.run_case(0)
    before = size_of(stage.platform.engine)
    for number in range(1, cases + 1):
        stage.run_case(number)
    return (size_of(stage.platform.engine) - before) / cases


def size_of(engine: sa.Engine) -> int:
    """The bytes of a database, without the log that its next checkpoint empties."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT", reading=True) as connection:
        if engine.dialect.name == "postgresql":
            return int(connection.exec_driver_sql("select pg_database_size(current_database())").scalar_one())
        pages = connection.exec_driver_sql("pragma page_count").scalar_one()
        free = connection.exec_driver_sql("pragma freelist_count").scalar_one()
        return int(pages - free) * int(connection.exec_driver_sql("pragma page_size").scalar_one())
