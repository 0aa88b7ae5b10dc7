"""Timers after an outage, under a clock that jumps, and between nodes whose clocks differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine import timers
from engine.invariants import INVARIANTS, broken
from engine.notices.sending import send_waiting
from engine.store.tables import escalations, outbox, work_items
from engine.store.tables import timers as table
from engine.work import Platform
from tests.clocks import FakeClock
from tests.engine.province import Province

CASES = 12


def _rows(platform: Platform, query: sa.Select[Any]) -> list[Any]:
    with platform.look() as work:
        return list(work.connection.execute(query))


def _fired(province: Province) -> list[Any]:
    return _rows(province.platform, sa.select(table).where(table.c.state == "fired"))


def _until_quiet(province: Province) -> int:
    """Tick until nothing is due; return how many turns it took."""
    for turn in range(20):
        if timers.tick(province.platform) == timers.Ticked():
            return turn
    raise AssertionError("the clock never came to rest")


def _must_be_sound(province: Province) -> None:
    assert [str(one) for one in broken(province.platform, INVARIANTS)] == []


@pytest.fixture
def waiting(province: Province) -> Province:
    """Cases at several steps, each with a ladder of reminders."""
    for number in range(CASES):
        province.bring_to(("triage", "team_receive", "handle")[number % 3], text=f"Ổ gà số {number}")
    return province


def test_after_a_week_of_down_time_each_ladder_speaks_once(waiting: Province) -> None:
    ladders = _rows(waiting.platform, sa.select(table).where(table.c.state == "pending", table.c.rung != ""))
    assert len(ladders) >= CASES
    waiting.clock.advance(days=7)
    assert _until_quiet(waiting) <= 2
    passed = _rows(waiting.platform, sa.select(escalations))
    told = [row for row in passed if row.recipients]
    # Every rung is in the record at its moment; of those that a task passed only the highest was told.
    assert len(passed) > len(told)
    assert set(Counter((row.case_id, row.element) for row in told).values()) == {1}
    for row in told:
        same = [one.at for one in passed if (one.case_id, one.element) == (row.case_id, row.element)]
        assert row.at == max(same)
    assert {row.case_id for row in told} == {row.case_id for row in ladders}
    _must_be_sound(waiting)


def test_after_a_week_of_down_time_there_is_no_storm_of_letters(waiting: Province) -> None:
    before = len(_rows(waiting.platform, sa.select(outbox.c.id)))
    waiting.clock.advance(days=7)
    _until_quiet(waiting)
    send_waiting(waiting.platform)
    made = len(_rows(waiting.platform, sa.select(outbox.c.id))) - before
    people = len(waiting.officers)
    open_tasks = len(_rows(waiting.platform, sa.select(work_items.c.id).where(work_items.c.state == "open")))
    assert made <= 2 * people * open_tasks
    again = len(_rows(waiting.platform, sa.select(outbox.c.id)))
    waiting.clock.advance(seconds=2)
    _until_quiet(waiting)
    assert len(_rows(waiting.platform, sa.select(outbox.c.id))) == again


def test_what_was_missed_fires_in_due_order_and_never_before_its_time(waiting: Province) -> None:
    waiting.clock.advance(days=7)
    order = timers.due_cases(waiting.platform)
    first: dict[int, datetime] = {}
    due = sa.select(table).where(table.c.state == "pending", table.c.due_at <= waiting.clock.now)
    for row in _rows(waiting.platform, due):
        first[row.case_id] = min(row.due_at, first.get(row.case_id, row.due_at))
    assert [first[case] for case in order] == sorted(first.values())
    _until_quiet(waiting)
    assert all(row.due_at <= row.fired_at for row in _fired(waiting))


def test_a_clock_set_back_fires_nothing_early_and_nothing_twice(waiting: Province) -> None:
    waiting.clock.advance(hours=3)
    _until_quiet(waiting)
    before = {row.id for row in _fired(waiting)}
    told = len(_rows(waiting.platform, sa.select(escalations.c.id)))
    assert before
    waiting.clock.advance(hours=-2)
    assert timers.tick(waiting.platform) == timers.Ticked()
    waiting.clock.advance(hours=2)
    _until_quiet(waiting)
    assert {row.id for row in _fired(waiting)} == before
    assert len(_rows(waiting.platform, sa.select(escalations.c.id))) == told
    _must_be_sound(waiting)


def _cases_at(province: Province, element: str) -> list[Any]:
    here = sa.select(work_items.c.case_id.label("id")).where(
        work_items.c.element == element, work_items.c.state == "open"
    )
    return _rows(province.platform, here)


def test_work_goes_on_while_the_clock_is_set_back(waiting: Province) -> None:
    """An officer's step at an hour that seems to be past is taken, and the case stays whole."""
    waiting.clock.advance(hours=3)
    _until_quiet(waiting)
    waiting.clock.advance(hours=-2)
    case_id = _cases_at(waiting, "team_receive")[0].id
    waiting.do("member", case_id, "team_receive", outcome="assign", lead="com-24133")
    waiting.clock.advance(hours=2)
    _until_quiet(waiting)
    assert all(row.due_at <= row.fired_at for row in _fired(waiting))
    _must_be_sound(waiting)


def test_a_node_whose_clock_is_behind_waits_and_none_fires_twice(waiting: Province) -> None:
    """The one ahead fires by its own clock; the other finds nothing left when its turn comes."""
    ahead = FakeClock()
    ahead.set(waiting.clock.now + timedelta(minutes=5))
    other = replace(waiting.platform, clock=ahead)
    other.library = waiting.platform.library
    [(due,)] = _rows(
        waiting.platform, sa.select(sa.func.min(table.c.due_at)).where(table.c.state == "pending")
    )
    waiting.clock.set(due - timedelta(minutes=1))
    ahead.set(due + timedelta(minutes=4))
    assert timers.tick(waiting.platform) == timers.Ticked()
    assert timers.tick(other).moved >= 1
    fired = {row.id for row in _fired(waiting)}
    waiting.clock.set(due + timedelta(seconds=1))
    assert timers.tick(waiting.platform) == timers.Ticked()
    assert {row.id for row in _fired(waiting)} == fired
