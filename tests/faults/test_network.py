"""The line between the nodes and PostgreSQL is cut, gagged, slow or dead.

People are told to wait and ask again with the same key; nothing is lost, nothing is done twice, and the nodes
find their way back by themselves.
"""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from engine.store.tables import cases, inputs
from tests.faults.clients import waited_for
from tests.faults.conftest import Service
from tests.faults.nodes import Installation
from tests.faults.plays import LONG, Players
from tests.faults.proxy import Gag, Wire
from tests.faults.visitors import Visitor

OK, AWAY = http.client.OK, http.client.SERVICE_UNAVAILABLE
MOST = 12  # more commits than any request has
LONGEST_SILENCE = 20.0
CLERKS = ("operator", "member", "focal", "handler")


@pytest.fixture
def wire(service: Service) -> Iterator[Wire]:
    """The servers of the province reach its database by this wire; the test itself does not."""
    if service.platform.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no line to be cut")
    made = Wire(sa.make_url(service.place.url))
    service.installation = Installation(replace(service.place, url=made.url), service.doom)
    service.start()
    yield made
    service.installation.stop()
    made.close()


def count(service: Service, query: sa.Select[Any]) -> int:
    with service.platform.look() as work:
        return int(work.connection.execute(query).scalar_one())


def _of(table: sa.Table, *wanted: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(sa.func.count()).select_from(table).where(*wanted)


def must_be_whole(service: Service) -> None:
    """Everybody got the answer they were promised, once, and no page was a fault of the server."""
    assert service.ledger.faults == []
    assert count(service, _of(cases)) == len(service.ledger.receipts)
    assert len(service.ledger.completed) == len(set(service.ledger.completed))
    done = _of(inputs, inputs.c.kind == "complete")
    assert count(service, done) == len(service.ledger.completed)
    service.must_be_sound()


def at_each_commit(wire: Wire, when: Gag, act: Callable[[], object]) -> int:
    """Do it again and again, each time cut off one commit later, until it comes through."""
    for nth in range(1, MOST):
        before = wire.gagged
        wire.gag(when, nth)
        act()
        wire.ungag()
        if wire.gagged == before:
            return nth - 1
    raise AssertionError(f"more than {MOST} commits")


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_answer_that_the_network_swallowed_is_given_when_asked_again(
    service: Service, wire: Wire, when: Gag
) -> None:
    """After the commit all is done and nobody knows; before it nothing is. The node cannot tell which."""
    service.installation.stop()
    service.installation.start(service.installation.nodes[:1])  # the clock's commits are not to be counted
    service.installation.wait_until_it_answers()
    people = service.players(("operator",))
    at_each_commit(wire, when, lambda: people.report(len(service.ledger.receipts) * 5 + 1))
    waiting = list(service.ledger.receipts)
    at_each_commit(wire, when, lambda: people.step(waiting.pop(), LONG[0]))
    assert wire.gagged >= 3
    must_be_whole(service)


def test_lines_that_are_cut_again_and_again_lose_nothing(service: Service, wire: Wire) -> None:
    _cut_often(service, wire, cuts=12, people=2, each=4)


@pytest.mark.storm
@pytest.mark.parametrize("delay", [0.0, 0.005])
def test_two_hundred_cuts_lose_nothing(service: Service, wire: Wire, delay: float) -> None:
    wire.delay = delay
    _cut_often(service, wire, cuts=100, people=3, each=20)


def _cut_often(service: Service, wire: Wire, *, cuts: int, people: int, each: int) -> None:
    """Cut all lines at drawn moments while people are at work; let days go by, so that the clock is too."""
    dice = random.Random(731)
    players = service.players()
    parts = [range(first * each, (first + 1) * each) for first in range(people)]
    at_work = [threading.Thread(target=players.play, args=(part,), daemon=True) for part in parts]
    for one in at_work:
        one.start()
    for _ in range(cuts):
        time.sleep(0.05 + dice.random() * 0.3)
        wire.cut()
        service.pass_time(dice.choice((0.1, 1.0)))
    for one in at_work:
        one.join(240)
        assert not one.is_alive()
    must_be_whole(service)


def _ready(service: Service) -> int:
    return Visitor(service.installation.port, service.ledger)._once("GET", "/ready", b"", {}).status


def test_a_dead_line_is_noticed_and_a_living_one_found_again(service: Service, wire: Wire) -> None:
    """No packet comes through and nobody says so, as when a switch or the other machine loses its power."""
    visitor = Visitor(service.installation.port, service.ledger)
    page = visitor.get("/tra-cuu")
    assert _ready(service) == OK
    wire.go_dead()
    begun = time.monotonic()
    looks = [threading.Thread(target=_ready, args=(service,), daemon=True) for _ in range(4)]
    for one in looks:
        one.start()
    assert _ready(service) == AWAY
    told = visitor._once("GET", "/ho-so-cong-khai", b"", {})
    assert told.status in (AWAY, 404)
    assert time.monotonic() - begun < LONGEST_SILENCE
    wire.revive()
    assert waited_for(lambda: _ready(service) == OK, 10)
    for one in looks:
        one.join(LONGEST_SILENCE)
    assert page.status == OK
    people = Players(service.platform, service.installation.port, service.ledger, service.pass_time)
    people.report(1)
    must_be_whole(service)
