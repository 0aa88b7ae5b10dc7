"""The whole engine under a machine that draws diagrams and deeds by lot, against an oracle of its own."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.engine.chance.houses import Houses
from tests.engine.chance.machine import Chance

BY_LOT = settings(
    deadline=None,
    database=None,
    derandomize=True,
    stateful_step_count=25,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
    phases=[Phase.generate, Phase.shrink],
)
FEW = {"sqlite": 8, "postgresql": 2}
MANY = {"sqlite": 1_000, "postgresql": 200}


def played(houses: Houses, examples: dict[str, int], database: str) -> None:
    Chance.houses = houses
    number = examples[database.partition(":")[0].partition("+")[0]]
    run_state_machine_as_test(Chance, settings=settings(BY_LOT, max_examples=number))


def test_whatever_is_drawn_and_done_the_engine_does_what_the_oracle_says(
    houses: Houses, database: str
) -> None:
    played(houses, FEW, database)


@pytest.mark.storm
def test_a_thousand_diagrams_and_ways_through_them(houses: Houses, database: str) -> None:
    played(houses, MANY, database)
