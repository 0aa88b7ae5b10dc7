"""The server is killed again and again in the middle of its work, and nothing is lost or done twice."""

from __future__ import annotations

import random
import threading
import time
from typing import Any

import pytest
import sqlalchemy as sa

from engine.cases import reporting
from engine.store.tables import cases, idempotency, timers, work_items
from tests.faults.clients import Ledger, play, waited_for
from tests.faults.conftest import Province

CASES, KILLS, CLIENTS = 50, 10, 3
REQUESTS = 160  # what the ways of fifty cases add up to, roughly


def run(province: Province, seed: int, cases_: int = CASES, kills: int = KILLS) -> Ledger:
    """Play the cases with several clients while the server is killed and started again."""
    dice, ledger = random.Random(seed), Ledger()
    server = province.start()
    share = cases_ // CLIENTS + 1
    players = [
        threading.Thread(
            target=play,
            args=(province.address(), ledger, range(first, min(first + share, cases_)), province.officers),
        )
        for first in range(0, cases_, share)
    ]
    for each in players:
        each.start()
    for number in range(kills):
        goal = (number + 1) * cases_ * 4 // (kills + 1)
        waited_for(lambda goal=goal: ledger.acknowledged >= goal or not _alive(players))  # type: ignore[misc]
        time.sleep(dice.random() * 0.08)
        assert _alive(players), f"the run ended before kill {number + 1}: {ledger.faults}"
        server.kill()
        server.join()
        province.place.hours.value += dice.choice((0.2, 1.0, 5.0))  # what was armed comes due meanwhile
        server = province.start()
    for each in players:
        each.join(120)
    return ledger


def _alive(players: list[threading.Thread]) -> bool:
    return any(each.is_alive() for each in players)


def _quiet(province: Province) -> bool:
    """Nothing is due any more."""
    with province.platform.look() as work:
        due = sa.select(timers.c.id).where(timers.c.state == "pending", timers.c.due_at <= work.now)
        return work.connection.execute(due.limit(1)).first() is None


def rows(province: Province, query: sa.Select[Any]) -> list[Any]:
    with province.platform.look() as work:
        return list(work.connection.execute(query))


@pytest.mark.parametrize("seed", [731])
def test_ten_kills_lose_nothing_and_double_nothing(province: Province, seed: int) -> None:
    ledger = run(province, seed)
    assert not ledger.faults
    assert ledger.repeats, "no request was cut off: the kills came at idle moments"

    # What was acknowledged is there, under the code that was given.
    assert len(ledger.receipts) == CASES
    with province.platform.look() as work:
        for receipt in ledger.receipts.values():
            kept = reporting.by_code(work, receipt["code"])
            assert kept is not None
            assert (kept.id, kept.report_no) == (receipt["case_id"], receipt["report_no"])
    assert len(rows(province, sa.select(cases.c.id))) == CASES

    # Each task that a client completed is done, once.
    done = rows(province, sa.select(work_items.c.id).where(work_items.c.state == "done"))
    assert sorted(row.id for row in done) == sorted(ledger.completed)
    assert len(ledger.completed) == len(set(ledger.completed))

    # The clock goes on: a month later everything that was armed has fired once and nothing waits.
    province.place.hours.value += 24 * 3
    assert waited_for(lambda: _quiet(province))
    province.stop()
    fired = rows(province, sa.select(timers).where(timers.c.state == "fired"))
    assert fired
    assert all(row.fired_at >= row.due_at for row in fired)
    assert len({(row.case_id, row.element, row.occurrence) for row in fired}) == len(fired)
    province.must_be_sound()


def test_a_request_in_doubt_is_answered_by_its_key(province: Province) -> None:
    """The server dies right after it commits: whoever asks again gets the answer that was lost."""
    ledger = Ledger()
    server = province.start()
    play(province.address(), ledger, range(2, 3), province.officers)
    server.kill()
    server.join()
    before = len(rows(province, sa.select(idempotency.c.key)))
    province.start()
    again = Ledger()
    play_again = {"key": "report-2", "text": "Ổ gà số 2", "email": "a2@example.vn"}
    from tests.faults.clients import Speaker

    assert Speaker(province.address(), again).ask("report", play_again) == ledger.receipts["report-2"]
    assert len(rows(province, sa.select(idempotency.c.key))) == before
    province.stop()
    province.must_be_sound()
