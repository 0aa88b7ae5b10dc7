"""Dates and durations, in due order, on the clock the caller brings."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import bpmn
from tests.engine.bpmn.conftest import Begin
from tests.engine.bpmn.drawing import (
    HOUR,
    NOON,
    Recorder,
    both,
    edge,
    end,
    message,
    node,
    path,
    process,
    read,
    start,
    timer,
    user,
)


def two_edges(first: str, second: str) -> str:
    return process(
        start()
        + user("handle")
        + end()
        + end("one")
        + end("two")
        + timer("boundaryEvent", "first", first, edge("handle"))
        + timer("boundaryEvent", "second", second, edge("handle"))
        + path("s", "handle", "e")
        + path("first", "one")
        + path("second", "two")
    )


def test_of_two_overdue_interrupting_timers_only_the_earlier_fires(begin: Begin) -> None:
    case = begin(two_edges("PT2H", "PT1H"))
    case.advance(NOON + 9 * HOUR)
    assert case.ended() == "two"
    assert [timer.element for timer in case.fired] == ["second"]


def test_timers_due_at_one_instant_fire_in_the_order_of_their_names(begin: Begin) -> None:
    case = begin(two_edges("PT1H", "PT1H"))
    case.advance(NOON + 9 * HOUR)
    assert case.ended() == "one"


WAIT = process(
    start() + timer("intermediateCatchEvent", "wait", "{}") + user("u") + end() + path("s", "wait", "u", "e")
)


@pytest.mark.parametrize(
    "text", ["PT1H", '=duration("PT1H")', 'duration("PT1H")', "=pause", '"PT1H"', "P0DT60M"]
)
def test_a_duration_may_be_iso_text_or_feel(begin: Begin, text: str) -> None:
    case = begin(WAIT.replace("{}", text.replace('"', "&quot;")), pause="PT1H")
    case.advance(NOON + HOUR - timedelta(seconds=1))
    assert case.work == []
    case.advance(NOON + HOUR)
    assert case.work == ["u"]


@pytest.mark.parametrize("text", ["2026-11-23T20:00:00+07:00", "=due", '=deadline("x") - duration("PT7H")'])
def test_a_date_may_be_iso_text_or_feel(begin: Begin, text: str) -> None:
    body = WAIT.replace("timeDuration", "timeDate").replace("{}", text.replace('"', "&quot;"))
    case = begin(body, due=NOON + HOUR)
    assert [timer.due_at for timer in case.step().timers()] == [NOON + HOUR]


@pytest.mark.parametrize("text", ["2026-11-23T20:00:00", "=nothing", "=5", "=true"])
def test_a_date_without_a_zone_or_meaning_stops_the_case(text: str) -> None:
    body = WAIT.replace("timeDuration", "timeDate").replace("{}", text)
    with pytest.raises(bpmn.BadTimer) as failure:
        bpmn.Run.start(read(body), Recorder(), NOON, {})
    assert failure.value.element == "wait"


def test_the_moment_is_fixed_when_the_timer_is_armed(begin: Begin) -> None:
    body = process(
        start()
        + both("split")
        + timer("intermediateCatchEvent", "wait", "=pause")
        + user("u")
        + user("v", variable="pause")
        + end("e1")
        + end("e2")
        + path("s", "split", "wait", "u", "e1")
        + path("split", "v", "e2")
    )
    case = begin(body, pause="PT1H")
    case.do("v")
    case.advance(NOON + HOUR)
    assert case.work == ["u"]


BEHIND = process(
    start()
    + node("exclusiveGateway", "again")
    + node("eventBasedGateway", "which")
    + timer("intermediateCatchEvent", "long", "PT5H")
    + timer("intermediateCatchEvent", "short", "PT1H")
    + message("intermediateCatchEvent", "heard", "info_added", variable="info")
    + user("a")
    + user("b")
    + user("c")
    + end()
    + path("s", "again", "which", "long", "a", "e")
    + path("which", "short", "b", "again")
    + path("which", "heard", "c", "e")
)


def test_two_timers_behind_one_gateway_keep_their_own_moments(begin: Begin) -> None:
    case = begin(BEHIND)
    assert [(timer.element, timer.due_at) for timer in case.step().timers()] == [
        ("short", NOON + HOUR),
        ("long", NOON + 5 * HOUR),
    ]
    case.advance(NOON + 9 * HOUR)
    assert case.work == ["b"]


def test_a_gateway_that_is_reached_again_waits_again(begin: Begin) -> None:
    case = begin(BEHIND)
    for round_ in range(3):
        case.advance(NOON + (3 * round_ + 1) * HOUR)
        case.do("b", NOON + (3 * round_ + 2) * HOUR)
        assert case.work == []
    assert case.send("info_added", {"text": "x"}, NOON + 9 * HOUR)
    assert case.work == ["c"]
    assert case.data("c")["info"] == {"text": "x"}


def test_a_timer_wins_over_a_message_that_comes_after_its_moment(begin: Begin) -> None:
    case = begin(BEHIND)
    case.advance(NOON + 2 * HOUR)
    assert not case.send("info_added", {}, NOON + 2 * HOUR)
    assert case.work == ["b"]


def test_a_message_before_the_moment_wins_and_the_timer_is_gone(begin: Begin) -> None:
    case = begin(BEHIND)
    assert case.send("info_added", None, NOON)
    case.advance(NOON + 9 * HOUR)
    assert case.work == ["c"]
    assert case.run.timers() == []


def test_one_timer_behind_a_gateway_can_be_moved(begin: Begin) -> None:
    case = begin(BEHIND)
    run = case.step()
    run.rearm(run.timers()[0].task, [NOON + 3 * HOUR], element="short")
    case.advance(NOON + 2 * HOUR)
    assert case.work == []
    case.advance(NOON + 3 * HOUR)
    assert case.work == ["b"]


def test_an_interrupting_edge_that_leads_straight_back_makes_one_token(begin: Begin) -> None:
    body = process(
        start()
        + user("handle")
        + end()
        + timer("boundaryEvent", "late", "PT1H", edge("handle"))
        + path("s", "handle", "e")
        + path("late", "handle")
    )
    case = begin(body)
    for hour in range(1, 6):
        case.advance(NOON + hour * HOUR)
        assert case.work == ["handle"]
    case.do("handle", NOON + 6 * HOUR)
    assert case.ended() == "e"


def test_a_non_interrupting_date_leaves_the_task_open_and_its_branch_alive(begin: Begin) -> None:
    body = process(
        start()
        + user("handle")
        + user("nag")
        + end()
        + end("e2")
        + timer("boundaryEvent", "late", "PT1H", edge("handle", interrupting=False))
        + path("s", "handle", "e")
        + path("late", "nag", "e2")
    )
    case = begin(body)
    case.advance(NOON + HOUR)
    assert case.work == ["handle", "nag"]
    case.do("handle", NOON + 2 * HOUR)
    assert case.work == ["nag"], "finishing the task must not delete what its event has led to"
    case.do("nag", NOON + 2 * HOUR)
    assert case.ended() == "e"


def test_a_month_added_to_the_end_of_a_month_stays_in_the_next(begin: Begin) -> None:
    from engine.bpmn.instants import _add_months

    assert _add_months(NOON.replace(month=1, day=31), 1) == NOON.replace(month=2, day=28)
    assert _add_months(NOON.replace(month=12, day=31), 2).year == NOON.year + 1


def test_a_case_never_lives_backwards(begin: Begin) -> None:
    case = begin(WAIT.replace("{}", "PT1H"))
    case.advance(NOON + 2 * HOUR)
    case.do("u", NOON + HOUR)
    assert case.run.now == NOON + 2 * HOUR
