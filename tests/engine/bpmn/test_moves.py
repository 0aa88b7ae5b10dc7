"""What an administrator may do: take away, move, skip."""

from __future__ import annotations

import pytest

from engine import bpmn
from tests.engine.bpmn.conftest import Begin
from tests.engine.bpmn.drawing import (
    HOUR,
    NOON,
    Recorder,
    end,
    escalation,
    ladder,
    message,
    over,
    path,
    process,
    start,
    timer,
    user,
)

BODY = process(
    start()
    + user("a")
    + user("b")
    + message("intermediateCatchEvent", "wait", "info_added", variable="info")
    + timer("intermediateCatchEvent", "pause", "PT5H")
    + user("c", over("units", "unit"))
    + end()
    + ladder("late_a", "a")
    + ladder("late_b", "b")
    + escalation("told")
    + path("s", "a", "b", "wait", "pause", "c", "e")
    + path("late_a", "told")
    + path("late_b", "told")
)
RUNGS = [{"at": NOON + HOUR, "rung": "1"}]


def host() -> Recorder:
    return Recorder(rungs={"handle": list(RUNGS)})


def test_a_moved_token_goes_on_from_its_new_place_and_leaves_no_timer(begin: Begin) -> None:
    case = begin(BODY, host=host(), units=["x"])
    case.step().move(case.only("a"), "b")
    assert case.work == ["b"]
    assert [timer.element for timer in case.step().timers()] == ["late_b"]
    case.advance(NOON + 2 * HOUR)
    assert [entry[1] for entry in case.host.escalated] == ["b"]
    case.do("b", NOON + 2 * HOUR)
    assert case.step().waiting == {"info_added"}


def test_a_token_can_be_moved_back(begin: Begin) -> None:
    case = begin(BODY, host=host(), units=["x"])
    case.do("a", x=1)
    case.step().move(case.only("b"), "a")
    assert case.work == ["a"]
    assert case.data("a")["a"] == {"x": 1}
    case.do("a", x=2)
    assert case.work == ["b"]


def test_a_token_cannot_be_moved_to_what_is_not_there(begin: Begin) -> None:
    case = begin(BODY, host=host())
    for nowhere in ("nothing", "p.EndJoin", "End"):
        with pytest.raises(bpmn.NotWaiting):
            case.step().move(case.only("a"), nowhere)


def test_skipping_goes_on_without_answers(begin: Begin) -> None:
    case = begin(BODY, host=host(), units=["x", "y"])
    case.step().skip(case.only("a"))
    case.step().skip(case.only("b"))
    assert case.step().waiting == {"info_added"}
    assert "a" not in case.run.data()


def test_a_waiting_event_can_be_skipped(begin: Begin) -> None:
    case = begin(BODY, host=host(), units=["x"])
    case.do("a")
    case.do("b")
    case.send("info_added")
    (timer_,) = case.step().timers()
    case.step().skip(timer_.task, now=NOON + HOUR)
    assert case.work == ["c"]


def test_a_cancelled_instance_does_not_hold_up_the_others(begin: Begin) -> None:
    case = begin(BODY, host=host(), units=["x", "y"])
    case.step().move(case.only("a"), "c")
    first, second = case.step().items()
    case.step().cancel(first.task)
    assert case.work == ["c"]
    case.do("c")
    assert case.ended() == "e"


def test_a_case_whose_last_token_is_taken_away_has_not_ended(begin: Begin) -> None:
    case = begin(BODY, host=host())
    case.step().cancel(case.only("a"))
    assert case.work == []
    assert case.run.timers() == []
    assert case.ended() is None


def test_nothing_can_be_done_to_a_task_that_is_gone(begin: Begin) -> None:
    case = begin(BODY, host=host())
    gone = case.only("a")
    case.do("a")
    for act in (case.run.cancel, case.run.skip):
        with pytest.raises(bpmn.NotWaiting):
            act(gone)
    with pytest.raises(bpmn.NotWaiting):
        case.run.rearm(gone, [NOON])
    with pytest.raises(bpmn.NotWaiting):
        case.run.complete("not even an id", {}, now=NOON)
