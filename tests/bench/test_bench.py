"""The bench measures two things that really run to their ends."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from engine.store.tables import cases
from tests.bench.floor import Floor
from tests.bench.payloads import STEPS
from tests.bench.stages import ROOT, set_up, six_way


def test_the_floor_runs_six_steps_and_commits_each(tmp_path: Path) -> None:
    floor = Floor(tmp_path / "floor.sqlite3", ladders=True)
    floor.run_case(1)
    assert len(floor.spent) == len(STEPS)
    (status,) = floor.database.execute("select status from inst").fetchone()
    done = [row[0] for row in floor.database.execute("select task from item where done = 1 order by id")]
    assert (status, done) == ("done", list(STEPS))


def test_the_engine_runs_the_same_six_steps_to_their_end(database: str, tmp_path: Path) -> None:
    stage = set_up(tmp_path / "data", database, ROOT / "tests" / "bench" / "release", six_way)
    stage.run_case(1)
    with stage.platform.look() as work:
        case = work.connection.execute(sa.select(cases)).one()
    assert case.status == "ended"
    assert stage.commits == [1] * len(STEPS)
    assert max(stage.statements) <= 12
    stage.platform.engine.dispose()
