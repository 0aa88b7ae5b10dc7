"""The server dies at each boundary of what it does: before a commit and after it, between a file and its row,
between a notice that went out and the mark that it did. Whoever got no answer asks again with the same key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from engine import scheduler
from engine.cases.leftovers import KEPT_FOR, forget_leftovers
from engine.store.tables import cases, files, inputs, outbox, timers
from tests.faults.clients import waited_for
from tests.faults.conftest import Service
from tests.faults.dying import CLOCK
from tests.faults.nodes import sent
from tests.faults.plays import LONG, Players
from tests.faults.tally import note

MOST = 12  # more boundaries than any request has
BEFORE, AFTER = "before commit", "after commit"
HANDLING = next(step for step in LONG if step[1] == "handle")


def test_no_boundary_loses_or_doubles_anything(service: Service) -> None:
    """Half of the commits on each database; the long run has them all on both."""
    half = BEFORE if service.platform.engine.dialect.name == "sqlite" else AFTER
    _try_all(service, [half])


@pytest.mark.storm
def test_no_boundary_at_all_loses_or_doubles_anything(service: Service, pytestconfig: pytest.Config) -> None:
    _try_all(service, [BEFORE, AFTER])
    told = note(pytestconfig, service)
    assert (told.lost, told.duplicates) == (0, 0)


def _try_all(service: Service, commits: list[str]) -> None:
    service.start()
    people = service.players(("operator", "member", "focal", "handler"))
    with service.raised_again():
        for place in commits:
            _reports(service, people, place)
            _tasks(service, people, place)
            _timers(service, people, place)
        _photographs(service, people)
        _notices(service, people)
    service.installation.stop()
    assert not service.ledger.faults
    assert len(service.ledger.receipts) == _count(service, sa.select(sa.func.count()).select_from(cases))
    scheduler.once(service.platform)
    service.must_be_sound()
    _leftovers(service)


def at_each(service: Service, place: str, act: Callable[[], object]) -> int:
    """Do it again and again, each time dying one boundary later, until it comes through alive."""
    for passings in range(1, MOST):
        service.doom.set(place, passings)
        before = service.kills
        act()
        service.doom.lift()
        if service.kills == before:
            return passings - 1
    raise AssertionError(f"more than {MOST} boundaries")


def _next(service: Service) -> int:
    """A number whose report comes with a photograph."""
    return 5 * (len(service.ledger.receipts) + 1)


def _reports(service: Service, people: Players, place: str) -> None:
    """The address is counted, the photograph is kept, the case is opened: three commits."""
    before = service.ledger.done_all_the_same
    assert at_each(service, place, lambda: people.report(_next(service))) == 3
    assert service.ledger.done_all_the_same - before == (place == AFTER)


def _tasks(service: Service, people: Players, place: str) -> None:
    """The photograph is kept, the task is done: two commits."""
    waiting = iter(list(service.ledger.receipts)[-3:])
    for number in list(service.ledger.receipts)[-3:]:
        for step in LONG[: LONG.index(HANDLING)]:
            people.step(number, step)
    before, done = service.ledger.done_all_the_same, _handled(service)
    assert at_each(service, place, lambda: people.step(next(waiting), HANDLING)) == 2
    assert service.ledger.done_all_the_same - before == (place == AFTER)
    assert _handled(service) == done + 3


def _handled(service: Service) -> int:
    here = inputs.c.kind == "complete", inputs.c.element == HANDLING[1]
    return _count(service, sa.select(sa.func.count()).where(*here))


def _photographs(service: Service, people: Players) -> None:
    for place in ("file written", "file kept"):
        before = service.kills
        service.doom.set(place)
        people.report(_next(service))
        assert service.kills == before + 1
    shown = sa.select(sa.func.count()).where(files.c.purpose == "report", files.c.case_id.is_not(None))
    assert _count(service, shown) == len(service.ledger.receipts)


def _timers(service: Service, people: Players, place: str) -> None:
    before, number = service.kills, _next(service)
    people.report(number)
    people.complete(number, "operator", "triage", {"outcome": "ask", "question": "Ở đoạn nào?"})
    service.doom.set(place, of=CLOCK)
    service.pass_time(24 * 4)
    assert waited_for(lambda: service.kills > before)
    assert waited_for(lambda: _due(service) == 0)
    fired = sa.select(timers.c.element, timers.c.occurrence, timers.c.case_id).where(
        timers.c.state == "fired"
    )
    assert _count(service, sa.select(sa.func.count()).select_from(fired.subquery())) > 0


def _due(service: Service) -> int:
    """Timers that should have fired, and notices that should have gone."""
    now = service.place.now()
    armed = sa.select(sa.func.count()).where(timers.c.state == "pending", timers.c.due_at <= now)
    told = sa.select(sa.func.count()).where(outbox.c.state == "waiting", outbox.c.not_before <= now)
    return _count(service, armed) + _count(service, told)


def _notices(service: Service, people: Players) -> None:
    """One goes out once more, and under the same key."""
    before, number = service.kills, _next(service)
    people.report(number)
    service.doom.set("sent", of=CLOCK)
    people.step(number, LONG[0])  # whose reporter is told
    assert waited_for(lambda: service.kills > before)
    service.pass_time(1)  # the row is kept for the sender that died, for some minutes
    assert waited_for(lambda: max(sent(service.place).values()) == 2)
    assert waited_for(lambda: _due(service) == 0)
    times = sent(service.place)
    assert sum(times.values()) == len(times) + 1


def _leftovers(service: Service) -> None:
    """What the deaths left behind is gone a day later, and nothing else is."""
    wanted = _count(service, sa.select(sa.func.count()).where(files.c.case_id.is_not(None)))
    service.pass_time(KEPT_FOR.total_seconds() / 3600 + 1)
    forget_leftovers(service.platform)
    assert list((service.place.data / "files" / "arriving").iterdir()) == []
    assert _count(service, sa.select(sa.func.count()).select_from(files)) == wanted
    scheduler.once(service.platform)
    service.must_be_sound()


def _count(service: Service, query: sa.Select[Any]) -> int:
    with service.platform.look() as work:
        return int(work.connection.execute(query).scalar_one())
