"""The clock dies again and again while hundreds of cases are due at one moment: each timer still fires once."""

from __future__ import annotations

import random
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine.cases import opening
from engine.store.tables import inputs, timers
from tests.faults.clients import waited_for
from tests.faults.conftest import Service
from tests.faults.nodes import sent
from tests.faults.tally import note
from tests.faults.test_boundaries import _due

DAYS = 3


def test_a_clock_that_dies_in_a_burst_fires_each_timer_once(
    service: Service, pytestconfig: pytest.Config, seed: int
) -> None:
    _burst(service, pytestconfig, seed, many=40, kills=3)


@pytest.mark.storm
def test_a_clock_that_dies_in_a_burst_of_hundreds_fires_each_timer_once(
    service: Service, pytestconfig: pytest.Config, seed: int
) -> None:
    _burst(service, pytestconfig, seed, many=300, kills=20)


def _burst(service: Service, config: pytest.Config, seed: int, *, many: int, kills: int) -> None:
    """Let some days go by while nobody serves; then the clock is killed as soon as it has fired some."""
    _reports(service, many)
    service.pass_time(timedelta(days=DAYS) / timedelta(hours=1))
    overdue, dice = _due(service), random.Random(seed)
    assert overdue >= many
    clocks = service.installation.nodes[-1:]
    for round_ in range(kills):
        service.installation.start(clocks)
        goal = overdue - (round_ + 1) * overdue // (kills + 1)
        assert waited_for(lambda goal=goal: _due(service) <= goal, 120)  # type: ignore[misc]
        time.sleep(dice.random() * 0.05)
        service.kill(clocks)
    service.installation.start(clocks)
    assert waited_for(lambda: _due(service) == 0, 120)
    service.installation.stop()
    _each_fired_once(service, many)
    assert note(config, service).duplicates == 0
    service.must_be_sound()


def _reports(service: Service, many: int) -> None:
    with service.platform.work() as work:
        for number in range(many):
            sender = opening.Sender(name="Người gửi", email=f"a{number}@example.vn")
            new = opening.NewReport(f"Ổ gà số {number}", commune_code="24133", reporter=sender)
            given = opening.open_case(work, new, key=f"report-{number}")
            service.ledger.receipts[5 * number + 1] = given.report_no, given.code


def _each_fired_once(service: Service, many: int) -> None:
    fired = sa.select(timers).where(timers.c.state == "fired")
    rang = sa.select(sa.func.count()).where(inputs.c.kind == "timer")
    with service.platform.look() as work:
        rows = work.connection.execute(fired).all()
        heard = work.connection.execute(rang).scalar_one()
    assert len({row.case_id for row in rows}) == many
    assert len({(row.case_id, row.element, row.occurrence) for row in rows}) == len(rows) >= heard > 0
    assert all(row.fired_at >= row.due_at for row in rows)
    assert max(sent(service.place).values(), default=0) <= 1 + service.kills
