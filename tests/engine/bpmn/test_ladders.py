"""A ladder: instants on the edge of a task, each released once, in order, at its own moment."""

from __future__ import annotations

from datetime import timedelta

from tests.engine.bpmn.conftest import Begin
from tests.engine.bpmn.drawing import (
    HOUR,
    NOON,
    Drive,
    Recorder,
    choice,
    edge,
    end,
    escalation,
    flow,
    ladder,
    message,
    node,
    path,
    process,
    service,
    start,
    user,
)

BODY = process(
    start()
    + user("handle")
    + user("check")
    + choice("good", "good_e")
    + end()
    + ladder("late", "handle")
    + service("note", "note", result="noted", input__rung="=rung.rung")
    + escalation("told")
    + path("s", "handle", "check", "good")
    + flow("good", "handle", "=check.again")
    + flow("good", "e")
    + path("late", "note", "told")
)


def rungs(*hours: int) -> list[object]:
    return [{"at": NOON + hour * HOUR, "rung": str(hour)} for hour in hours]


def steps(case: Drive) -> list[object]:
    return [entry[2] for entry in case.host.escalated]


def test_each_rung_fires_once_and_in_order(begin: Begin) -> None:
    case = begin(BODY, host=Recorder(rungs={"handle": rungs(8, 2, 5)}), unit="dept-x")
    for hour in range(1, 12):
        case.advance(NOON + hour * HOUR)
    assert case.host.escalated == [("told", "handle", str(hour), NOON + hour * HOUR) for hour in (2, 5, 8)]
    assert [(timer.element, timer.host, timer.index) for timer in case.fired] == [
        ("late", "handle", 0),
        ("late", "handle", 1),
        ("late", "handle", 2),
    ]
    assert case.work == ["handle"]
    assert case.ended() is None


def test_the_branch_of_a_rung_is_told_which_one_it_is(begin: Begin) -> None:
    case = begin(BODY, host=Recorder(rungs={"handle": rungs(2)}))
    case.advance(NOON + 3 * HOUR)
    assert ("operate", "note", "note", {"rung": "2"}, NOON + 2 * HOUR) in case.host.asked


def test_after_down_time_every_rung_is_caught_up_at_its_own_moment(begin: Begin) -> None:
    case = begin(BODY, host=Recorder(rungs={"handle": rungs(2, 5, 8)}))
    case.advance(NOON + timedelta(days=30))
    assert [at for *_, at in case.host.escalated] == [NOON + hour * HOUR for hour in (2, 5, 8)]


def test_a_rung_never_fires_early_but_fires_on_the_dot(begin: Begin) -> None:
    case = begin(BODY, host=Recorder(rungs={"handle": rungs(2)}))
    case.advance(NOON + 2 * HOUR - timedelta(microseconds=1))
    assert steps(case) == []
    case.advance(NOON + 2 * HOUR)
    assert steps(case) == ["2"]


def test_finishing_the_task_takes_the_rest_of_the_ladder_away(begin: Begin) -> None:
    case = begin(BODY, host=Recorder(rungs={"handle": rungs(2, 5)}))
    case.advance(NOON + 3 * HOUR)
    case.do("handle", NOON + 4 * HOUR)
    case.advance(NOON + 9 * HOUR)
    assert steps(case) == ["2"]
    assert case.run.timers() == []
    case.do("check", NOON + 9 * HOUR)
    assert case.ended() == "e"


def test_no_rungs_means_never(begin: Begin) -> None:
    for host in (Recorder(rungs={"handle": []}), Recorder()):
        case = begin(BODY, host=host)
        case.advance(NOON + timedelta(days=400))
        assert steps(case) == []
        case.do("handle", NOON + timedelta(days=401))
        case.do("check", NOON + timedelta(days=401))
        assert case.ended() == "e"


def test_rework_arms_the_ladder_again_with_what_the_host_now_says(begin: Begin) -> None:
    host = Recorder(rungs={"handle": rungs(2, 5)})
    case = begin(BODY, host=host)
    case.advance(NOON + 3 * HOUR)
    case.do("handle", NOON + 3 * HOUR)
    host.rungs = {"handle": rungs(5)}
    case.do("check", NOON + 4 * HOUR, again=True)
    case.advance(NOON + 6 * HOUR)
    assert steps(case) == ["2", "5"]


def test_a_rung_already_past_when_armed_fires_at_once_and_not_in_the_past(begin: Begin) -> None:
    case = begin(BODY, host=Recorder(rungs={"handle": rungs(2, 5)}))
    case.do("handle", NOON + HOUR)
    case.do("check", NOON + 4 * HOUR, again=True)
    assert case.host.escalated == [("told", "handle", "2", NOON + 4 * HOUR)]


def test_a_plain_list_of_instants_is_a_ladder_too(begin: Begin) -> None:
    case = begin(BODY, host=Recorder(rungs={"handle": [NOON + HOUR, NOON + 2 * HOUR]}))
    case.advance(NOON + 5 * HOUR)
    assert [at for *_, at in case.host.escalated] == [NOON + HOUR, NOON + 2 * HOUR]


def test_the_timer_tells_all_its_instants(begin: Begin) -> None:
    case = begin(BODY, host=Recorder(rungs={"handle": rungs(2, 5)}))
    (timer,) = case.step().timers()
    assert (timer.element, timer.host, timer.due_at, timer.rung, timer.index) == (
        "late",
        "handle",
        NOON + 2 * HOUR,
        "2",
        0,
    )
    assert [rung["rung"] for rung in timer.rungs if isinstance(rung, dict)] == ["2", "5"]


def test_an_extension_replaces_the_rungs_that_have_not_passed(begin: Begin) -> None:
    case = begin(BODY, host=Recorder(rungs={"handle": rungs(2, 5)}))
    case.advance(NOON + 3 * HOUR)
    run = case.step()
    (timer,) = run.timers()
    run.rearm(timer.task, rungs(20, 30))
    case.advance(NOON + 10 * HOUR)
    assert steps(case) == ["2"]
    case.advance(NOON + 25 * HOUR)
    assert steps(case) == ["2", "20"]
    (timer,) = case.step().timers()
    assert timer.index == 2


def test_one_ladder_of_a_side_branch_does_not_end_the_case(begin: Begin) -> None:
    case = begin(BODY, host=Recorder(rungs={"handle": rungs(1)}))
    case.advance(NOON + 2 * HOUR)
    assert "told" in case.run.visited
    assert case.ended() is None


def test_the_rung_stays_in_its_branch(begin: Begin) -> None:
    inner = node(
        "subProcess",
        "sub",
        start("is")
        + user("handle")
        + end("ie")
        + ladder("late", "handle")
        + escalation("told")
        + path("is", "handle", "ie")
        + path("late", "told"),
    )
    case = begin(
        process(start() + inner + user("after") + end() + path("s", "sub", "after", "e")),
        host=Recorder(rungs={"handle": rungs(1)}),
    )
    case.advance(NOON + 2 * HOUR)
    case.do("handle", NOON + 2 * HOUR)
    assert "rung" not in case.data("after")
    assert case.host.escalated == [("told", "handle", "1", NOON + HOUR)]


def test_interrupting_the_task_takes_its_ladder_away(begin: Begin) -> None:
    body = process(
        start()
        + user("handle")
        + end()
        + end("gone")
        + ladder("late", "handle")
        + escalation("told")
        + message("boundaryEvent", "stop", "withdrawn", edge("handle"))
        + path("s", "handle", "e")
        + path("late", "told")
        + path("stop", "gone")
    )
    case = begin(body, host=Recorder(rungs={"handle": rungs(1, 2)}))
    case.advance(NOON + HOUR)
    assert case.send("withdrawn", now=NOON + HOUR)
    case.advance(NOON + 9 * HOUR)
    assert steps(case) == ["1"]
    assert case.ended() == "gone"
