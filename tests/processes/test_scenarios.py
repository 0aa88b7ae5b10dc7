"""Every scenario of the 731 procedure holds, on each database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engine.scenarios import Stage, play, read_scenario, scenario_files
from tests.conftest import DATABASES

if TYPE_CHECKING:
    from tests.databases import PostgresServer

FOLDER = Path(__file__).parents[2] / "processes" / "cv731" / "scenarios"
PATHS = scenario_files([FOLDER])
MUST_COVER = (
    "happy path",
    "return and redispatch",
    "three returns and arbitration",
    "refusal of a complaint with guidance",
    "reporter does not answer in three days",
    "an answer that comes a second too late",
    "duplicate merged and its reporter told at the end",
    "emergency at 03:00 on Tết, hotline silent, next number",
    "a second emergency at the agency",
    "agency gives back",
    "result without evidence refused",
    "result sent back twice without restarting the clock or repeating rungs",
    "head's approval on",
    "head's approval off",
    "head's approval signed outside",
    "extension approved",
    "extension refused",
    "extension overtaken by the result",
    "deadline over Tết by the dossier's computed dates",
    "whole escalation ladder when nobody moves, working clock, bundled",
    "whole escalation ladder when nobody moves, calendar clock, immediate",
    "child-protection case never public",
    "promise kept",
    "promise broken",
    "dissatisfied reporter reopens twice, not thrice",
    "withdrawal mid-way",
    "two co-handlers, lead files first",
    "department as handler",
    "power company without account",
    "only one person in the unit",
    "reporter with a phone only",
    "a case of field 7 never lands on the accused unit",
    "unit not yet in service",
    "night intake rule on",
    "night intake rule off",
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Play every file once on each database, all of one database before the other."""
    if "stage" not in metafunc.fixturenames:
        return
    chosen = metafunc.config.getoption("--database")
    databases = DATABASES if chosen == "both" else (chosen,)
    metafunc.parametrize("stage", databases, indirect=True, scope="module")


@pytest.fixture(scope="module")
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    url = None
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.empty("scenarios")
    opened = Stage(url=url)
    yield opened
    opened.close()


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name.removesuffix(".scenario.yaml"))
def test_everything_happens_as_the_scenario_says(stage: Stage, path: Path) -> None:
    differences = play(read_scenario(path), stage).differences
    assert not differences, "\n".join(map(str, differences))


def test_every_case_the_procedure_must_hold_in_has_a_scenario() -> None:
    covered = {read_scenario(path).covers for path in PATHS}
    assert not set(MUST_COVER) - covered


def test_each_scenario_says_who_is_told_what_and_where_the_case_stands() -> None:
    for path in PATHS:
        scenario = read_scenario(path)
        if scenario.decisions:  # questions to tables, without a case
            continue
        said = {aspect for step in scenario.steps for aspect in step.body.get("expect") or ()}
        assert {"position", "due", "told", "public"} <= said, path.name
