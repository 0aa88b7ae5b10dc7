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
from engine.cases import doing, reporting
from engine.deadlines import ZONE
from engine.people.standing import roles
from engine.store.tables import cases, files, officers, timers, work_items
from tests.faults.clients import waited_for
from tests.faults.conftest import Service
from tests.faults.nodes import Node, sent
from tests.faults.plays import Players, is_pictured

PLAYERS = 3
ANSWERS_OF_A_CASE = 6  # what people get to see of one case, roughly


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


def _every_receipt_is_kept(service: Service, number: int) -> None:
    assert len(service.ledger.receipts) == number
    with service.platform.look() as work:
        for report_no, code in service.ledger.receipts.values():
            kept = reporting.by_code(work, code)
            assert kept is not None
            assert kept.report_no == report_no
    assert len(rows(service, sa.select(cases.c.id))) == number
    pictured = sa.select(files.c.case_id).distinct().where(files.c.purpose == "report")
    sent_one = [each for each in range(number) if is_pictured(each)]
    assert len(rows(service, pictured.where(files.c.case_id.is_not(None)))) == len(sent_one)


def _every_task_is_done_once(service: Service) -> None:
    done = rows(service, sa.select(work_items.c.id).where(work_items.c.state == "done"))
    assert sorted(row.id for row in done) == sorted(service.ledger.completed)
    assert len(service.ledger.completed) == len(set(service.ledger.completed))


def _all_come_to_their_end(service: Service) -> None:
    """Let the weeks go by in which reporters may still answer, and telephone those whom no mail reached in time."""
    for _ in range(8):
        scheduler.once(service.platform)
        _telephone(service)
        service.pass_time(24 * 5)
    scheduler.once(service.platform)
    left = sa.select(cases.c.report_no, cases.c.position).where(cases.c.status == "open")
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


def _nothing_was_lost(service: Service, number: int) -> None:
    assert not service.ledger.faults
    assert service.ledger.in_doubt, "no request was cut off: the kills came at idle moments"
    service.installation.stop()
    _every_receipt_is_kept(service, number)
    _every_task_is_done_once(service)
    _all_come_to_their_end(service)
    _every_timer_fired_once(service)
    assert max(sent(service.place).values(), default=0) <= 1 + service.kills
    service.must_be_sound()


def _tell(service: Service, name: str) -> None:
    book, mails = service.ledger, sent(service.place)
    twice = sum(times - 1 for times in mails.values())
    click.echo(
        f"{name}: {service.kills} kills, {book.answered} answers, {book.in_doubt} acts in doubt of which "
        f"{book.done_all_the_same} had been done, {len(mails)} notices sent and {twice} of them once more"
    )


@pytest.mark.parametrize("seed", [731])
def test_ten_kills_lose_nothing_and_double_nothing(service: Service, seed: int) -> None:
    """All fifty cases where one process does everything; fewer where a page costs two processes more."""
    name = service.platform.engine.dialect.name
    number = 50 if name == "sqlite" else 20
    run(service, seed, number=number, kills=10)
    _tell(service, name)
    _nothing_was_lost(service, number)


@pytest.mark.storm
@pytest.mark.parametrize("seed", range(10))
def test_a_hundred_kills_on_each_database(service: Service, seed: int) -> None:
    run(service, seed, number=50, kills=10)
    _tell(service, f"{service.platform.engine.dialect.name}, seed {seed}")
    _nothing_was_lost(service, 50)
