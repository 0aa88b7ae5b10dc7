"""The clock ledger: due instants belong to a unit's phase, not to a task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.cases.ledger import Ledger
from engine.deadlines import Calendar
from tests.clocks import moment

RUNGS = (
    {"rung": "P50", "fraction": 0.5, "days": None},
    {"rung": "P100", "fraction": 1, "days": None},
    {"rung": "D1", "fraction": None, "days": 1},
)


class TwoHours:
    """Every phase lasts two hours round the clock and has three rungs."""

    def term(self, phase: str) -> Mapping[str, Any]:
        return {"amount": 2, "measure": "hours", "clock": "calendar", "basis": ""}

    def interim(self, phase: str) -> None:
        return None

    def rungs(self, phase: str) -> Sequence[Mapping[str, Any]]:
        return RUNGS


def at(hour: str) -> datetime:
    return moment(f"2026-03-02 {hour}")


def a_ledger() -> Ledger:
    return Ledger(1, Calendar({}), TwoHours())


def held(ledger: Ledger, hour: str) -> dict[str, Any]:
    clock = ledger.hold("handle", "com-1", at(hour))
    assert clock is not None
    return clock


def test_work_that_comes_back_finds_its_clock_as_it_left_it() -> None:
    ledger = a_ledger()
    first = held(ledger, "08:00")
    ledger.stop(first, at("08:30"))
    again = held(ledger, "09:00")
    assert again is first
    assert again["due_at"] == at("10:00")
    assert again["stopped_at"] is None


def test_a_verdict_is_frozen_at_hand_over() -> None:
    ledger = a_ledger()
    clock = held(ledger, "08:00")
    ledger.stop(clock, at("10:00"))
    assert clock["verdict"] == "on_time"
    late = ledger.hold("handle", "com-2", at("08:00"))
    assert late is not None
    ledger.stop(late, at("10:01"))
    assert late["verdict"] == "late"


def test_waiting_for_the_reporter_moves_the_due_instant_by_the_wait() -> None:
    ledger = a_ledger()
    clock = held(ledger, "08:00")
    ledger.pause(at("08:30"))
    ledger.resume(at("18:30"))
    assert clock["due_at"] == at("20:00")


def test_a_rung_that_fired_is_not_laid_again() -> None:
    ledger = a_ledger()
    clock = held(ledger, "08:00")
    ledger.fired(clock, "P50", at("09:00"))
    assert [rung["rung"] for rung in ledger.rungs(clock, at("09:30"))] == ["P100", "D1"]


def test_of_several_rungs_passed_while_nobody_held_the_clock_only_the_highest_is_laid() -> None:
    ledger = a_ledger()
    clock = held(ledger, "08:00")
    assert [rung["rung"] for rung in ledger.rungs(clock, at("10:30"))] == ["P100", "D1"]


def test_the_highest_rung_stands_for_the_lower_ones() -> None:
    ledger = a_ledger()
    clock = held(ledger, "08:00")
    ledger.fired(clock, "P100", at("10:30"))
    assert clock["rungs_fired"] == ["P50", "P100"]


def test_a_new_round_starts_a_clock_of_its_own() -> None:
    ledger = a_ledger()
    held(ledger, "08:00")
    ledger.round = 2
    assert held(ledger, "12:00")["due_at"] == at("14:00")
    assert len(ledger.clocks) == 2


def test_an_extension_is_counted_and_moves_what_has_not_fired() -> None:
    ledger = a_ledger()
    clock = held(ledger, "08:00")
    ledger.fired(clock, "P50", at("09:00"))
    ledger.move(clock, at("12:00"), at("09:30"), "extend")
    assert clock["extensions"] == 1
    assert ledger.rungs(clock, at("09:30"))[0]["at"] == at("12:00")
