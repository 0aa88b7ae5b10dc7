"""Two nodes with pages and two with a clock on one PostgreSQL, killed and started again one at a time under load.

What docs/how-to/run-more-than-one-node.md describes, with real processes on loopback.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import sqlalchemy as sa

from engine.store.tables import heartbeats
from tests.faults.clients import waited_for
from tests.faults.conftest import Service
from tests.faults.nodes import Installation, Node, free_port
from tests.faults.plays import Players
from tests.faults.test_kill import _alive, _nothing_was_lost, _told

CASES = 10


@dataclass
class Pair(Installation):
    """Two of each kind."""

    second_port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        pages = [Node(self.place, self.doom, ("web",), port) for port in (self.port, self.second_port)]
        self.nodes = [*pages, *(Node(self.place, self.doom, ("worker",)) for _ in range(2))]

    def wait_until_it_answers(self) -> None:
        super().wait_until_it_answers()
        replace_port, self.port = self.port, self.second_port
        super().wait_until_it_answers()
        self.port = replace_port


@pytest.fixture
def pair(service: Service) -> Pair:
    if service.platform.engine.dialect.name != "postgresql":
        pytest.skip("several nodes need PostgreSQL")
    made = Pair(service.place, service.doom)
    service.installation = made
    return made


def _begin(first: Players, second: Players) -> list[threading.Thread]:
    """People at either node; their sessions are known to both."""
    made = [
        threading.Thread(target=players.play, args=(part,), daemon=True)
        for players, part in ((first, range(CASES // 2)), (second, range(CASES // 2, CASES)))
    ]
    for each in made:
        each.start()
    return made


def _at(players: Players, port: int) -> Players:
    desks = {login: replace(one, port=port) for login, one in players.desks.items()}
    return replace(players, port=port, desks=desks)


def _nodes_with_a_clock(service: Service) -> list[Any]:
    with service.platform.look() as work:
        return list(work.connection.execute(sa.select(heartbeats.c.node)))


def test_nodes_that_die_one_after_the_other_lose_and_double_nothing(
    service: Service, pair: Pair, pytestconfig: pytest.Config
) -> None:
    service.start()
    assert waited_for(lambda: len(_nodes_with_a_clock(service)) == 2, 20)
    players = service.players()
    at_work = _begin(players, _at(players, pair.second_port))
    for place, node in enumerate([*pair.nodes, *pair.nodes[:2]]):
        goal = service.ledger.answered + CASES // 2
        waited_for(lambda goal=goal: service.ledger.answered >= goal or not _alive(at_work), 60)  # type: ignore[misc]
        assert _alive(at_work), f"the run ended before kill {place + 1}: {service.ledger.faults}"
        service.kill([node])
        service.pass_time(1.0)  # what was armed comes due while one is away
        time.sleep(0.2)
        pair.start([node])
    for each in at_work:
        each.join(240)
    assert not _alive(at_work)
    _nothing_was_lost(service, CASES, _told(service, pytestconfig, "two and two nodes"))
