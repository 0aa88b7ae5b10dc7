"""PostgreSQL itself dies under load and comes back: what was acknowledged is there, and the nodes reconnect."""

from __future__ import annotations

import http.client
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.errors import Busy
from engine.store import database
from engine.store.tables import cases
from tests.faults.clients import waited_for
from tests.faults.conftest import Service, served
from tests.faults.postgres import Crashing
from tests.faults.proxy import drop_all
from tests.faults.test_boundaries import _due
from tests.faults.test_network import must_be_whole
from tests.faults.visitors import Visitor

PEOPLE = 3
RECOVERY = 10.0


@pytest.fixture
def crashing(request: pytest.FixtureRequest) -> Iterator[Crashing]:
    if request.config.getoption("--database") == "sqlite":
        pytest.skip("SQLite has no server")
    made = Crashing()
    yield made
    made.end()


@pytest.fixture
def province(crashing: Crashing, tmp_path: Path, kept_password: str) -> Iterator[Service]:
    with served(crashing.url, tmp_path / "data", kept_password) as made:
        made.start()
        yield made


def test_two_crashes_of_the_database_lose_nothing(crashing: Crashing, province: Service) -> None:
    _crash_often(crashing, province, crashes=2, each=3)


@pytest.mark.storm
def test_ten_crashes_of_the_database_lose_nothing(crashing: Crashing, province: Service) -> None:
    _crash_often(crashing, province, crashes=10, each=14)


def _crash_often(crashing: Crashing, province: Service, *, crashes: int, each: int) -> None:
    """Crash it at even steps of the work, in turn by its own stop and by force; for a while nobody is there."""
    players = province.players()
    first = province.ledger.answered
    parts = [range(one * each, (one + 1) * each) for one in range(PEOPLE)]
    at_work = [threading.Thread(target=players.play, args=(part,), daemon=True) for part in parts]
    for one in at_work:
        one.start()
    for number in range(crashes):
        goal = first + (number + 1) * PEOPLE * each * 5 // (crashes + 1)
        assert waited_for(lambda goal=goal: province.ledger.answered >= goal, 120), province.ledger.faults  # type: ignore[misc]
        how = crashing.kill if number % 2 else crashing.stop_at_once
        _crash(crashing, province, players.desks["leader"], how)
    for one in at_work:
        one.join(240)
        assert not one.is_alive()
    assert waited_for(lambda: _due(province) == 0)  # the clock has found its way back as well
    must_be_whole(province)


def _crash(crashing: Crashing, province: Service, desk: Visitor, how: Callable[[], None]) -> None:
    how()
    assert _status(province, "/ready") == http.client.SERVICE_UNAVAILABLE
    found = {path: _status(province, path) for path in ("/", "/gui", "/tra-cuu", "/dang-nhap", "/health")}
    assert http.client.INTERNAL_SERVER_ERROR not in found.values(), found
    assert desk._once("GET", "/viec", b"", {}).status == http.client.SERVICE_UNAVAILABLE
    crashing.start()
    begun = time.monotonic()
    assert waited_for(lambda: _status(province, "/ready") == http.client.OK, RECOVERY)
    assert time.monotonic() - begun < RECOVERY
    province.pass_time(1.0)  # what was armed came due meanwhile


def _status(province: Service, path: str) -> int:
    return Visitor(province.installation.port, province.ledger)._once("GET", path, b"", {}).status


def test_the_locks_of_a_node_that_vanished_are_let_go(crashing: Crashing, province: Service) -> None:
    """Its machine lost the power in the middle of a step; the database hears nothing more, not even an end."""
    people = province.players(())
    people.report(1)
    gone, other = database.connect(crashing.url), database.connect(crashing.url)
    with gone.connect() as line:
        line.execute(sa.select(cases.c.id).with_for_update())
        driver = line.connection.driver_connection
        assert driver is not None
        begun = time.monotonic()
        with socket.socket(fileno=os.dup(driver.fileno())) as end:
            drop_all(end)
        assert waited_for(lambda: _can_lock(other), 40)
        assert time.monotonic() - begun > 1  # it was held
        line.invalidate()
    for one in (gone, other):
        one.dispose()
    province.must_be_sound()


def _can_lock(engine: sa.Engine) -> bool:
    try:
        with database.writing(engine) as line:
            return line.execute(sa.select(cases.c.id).with_for_update(nowait=True)).first() is not None
    except Busy:
        return False
