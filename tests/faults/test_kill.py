"""The servers are killed again and again in the middle of their work, and nothing is lost or done twice.

People at browsers send reports with photographs and complete tasks by the real pages; `phananh serve` on SQLite,
`phananh web` and `phananh worker` on PostgreSQL, die by SIGKILL at moments drawn from a seed. Whoever gets no
answer sends the same form again. The ledger outside the servers says what people were told; at the end the
database must agree with it.
"""

from __future__ import annotations

import random
import threading
import time
from typing import Any

import click
import pytest
import sqlalchemy as sa

from engine import scheduler
from engine.cases import doing
from engine.deadlines import ZONE
from engine.people.standing import roles
from engine.store.tables import cases, officers, timers, work_items
from tests.faults.clients import waited_for
from tests.faults.conftest import Service
from tests.faults.nodes import Node, sent
from tests.faults.plays import Players
from tests.faults.tally import Tally, note

PLAYERS = 3
ANSWERS_OF_A_CASE = 6  # what people get to see of one case, roughly
CASES, KILLS = 160, 200
ROUNDS = 20  # of five days each; a round sends only so many of the letters that wait
# What takes a case further; the jobs that only look and copy need not be done each week that a test lets go by.
MOVING = tuple(job for job in scheduler.JOBS if job.name in ("timers", "notices"))


def run(service: Service, seed: int, number: int, kills: int) -> None:
    """Play the cases with several people at once while the servers are killed and started again."""
    dice = random.Random(seed)
    service.start()
    at_work = _begin(service.players(), number)
    first = service.ledger.answered
    for round_ in range(kills):
        goal = first + (round_ + 1) * number * ANSWERS_OF_A_CASE // (kills + 1)
        waited_for(lambda goal=goal: service.ledger.answered >= goal or not _alive(at_work), 120)  # type: ignore[misc]
        time.sleep(dice.random() * 0.1)
        assert _alive(at_work), f"the run ended before kill {round_ + 1}: {service.ledger.faults}"
        doomed = _doomed(service, dice)
        service.kill(doomed)
        service.pass_time(dice.choice((0.1, 1.0, 5.0)))  # what was armed comes due meanwhile
        service.installation.start(doomed)
    for each in at_work:
        each.join(240)
    assert not _alive(at_work)


def _begin(players: Players, number: int) -> list[threading.Thread]:
    share = -(-number // PLAYERS)
    parts = [range(first, min(first + share, number)) for first in range(0, number, share)]
    made = [threading.Thread(target=players.play, args=(part,), daemon=True) for part in parts]
    for each in made:
        each.start()
    return made


def _alive(at_work: list[threading.Thread]) -> bool:
    return any(each.is_alive() for each in at_work)


def _doomed(service: Service, dice: random.Random) -> list[Node]:
    """The pages most of the time, where there are several nodes the clock too, or the clock alone."""
    nodes = service.installation.nodes
    return nodes if len(nodes) == 1 else dice.choice((nodes[:1], nodes, nodes[1:]))


def rows(service: Service, query: sa.Select[Any]) -> list[Any]:
    with service.platform.look() as work:
        return list(work.connection.execute(query))


def _all_come_to_their_end(service: Service) -> None:
    """Let the weeks go by in which reporters may still answer, and telephone those whom no mail reached in time."""
    left = sa.select(cases.c.report_no, cases.c.position).where(cases.c.status == "open")
    for _ in range(ROUNDS):
        scheduler.once(service.platform, MOVING)
        _telephone(service)
        service.pass_time(24 * 5)
        if not rows(service, left):
            break
    scheduler.once(service.platform)
    assert rows(service, left) == []


def _telephone(service: Service) -> None:
    """A server that was dead for hours has mailed too late: the procedure asks for a call."""
    local = service.place.now().astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")
    called = {"outcome": "reached", "called_at": local}
    waiting = sa.select(work_items.c.id).where(
        work_items.c.form == "call-reporter", work_items.c.state == "open"
    )
    for row in rows(service, waiting):
        with service.platform.work() as work:
            operator = sa.select(officers.c.id).where(officers.c.login == "operator")
            standing = roles(work, work.connection.execute(operator).scalar_one())
            doing.complete(work, standing, row.id, called, {}, key=f"call-{row.id}")


def _every_timer_fired_once(service: Service) -> None:
    fired = rows(service, sa.select(timers).where(timers.c.state == "fired"))
    assert fired
    assert all(row.fired_at >= row.due_at for row in fired)
    assert len({(row.case_id, row.element, row.occurrence) for row in fired}) == len(fired)


def _nothing_was_lost(service: Service, number: int, told: Tally) -> None:
    assert not service.ledger.faults
    assert told.in_doubt, "no request was cut off: the kills came at idle moments"
    assert (told.lost, told.duplicates, len(service.ledger.receipts)) == (0, 0, number)
    _all_come_to_their_end(service)
    _every_timer_fired_once(service)
    assert max(sent(service.place).values(), default=0) <= 1 + service.kills
    service.must_be_sound()


def _told(service: Service, config: pytest.Config, name: str) -> Tally:
    """Stop the servers, compare, and say so in a line."""
    service.installation.stop()
    told = note(config, service)
    click.echo(f"{name}: {told}")
    return told


def test_ten_kills_lose_nothing_and_double_nothing(
    service: Service, pytestconfig: pytest.Config, seed: int
) -> None:
    """More cases where one process does everything; fewer where a page costs two processes more."""
    name = service.platform.engine.dialect.name
    number = 24 if name == "sqlite" else 16
    run(service, seed, number=number, kills=10)
    _nothing_was_lost(service, number, _told(service, pytestconfig, name))


@pytest.mark.storm
def test_two_hundred_kills_on_each_database(service: Service, pytestconfig: pytest.Config, seed: int) -> None:
    run(service, seed, number=CASES, kills=KILLS)
    name = f"{service.platform.engine.dialect.name}, seed {seed}"
    _nothing_was_lost(service, CASES, _told(service, pytestconfig, name))
