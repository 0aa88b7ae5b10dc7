"""Long cases, circles, and many cases at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine import bpmn
from tests.engine.bpmn.conftest import Begin
from tests.engine.bpmn.drawing import (
    HOUR,
    NOON,
    Recorder,
    choice,
    end,
    escalation,
    flow,
    ladder,
    node,
    path,
    process,
    read,
    service,
    start,
    user,
)

REWORK = process(
    start()
    + user("handle")
    + user("verify")
    + choice("good", "good_handle")
    + end()
    + ladder("late_h", "handle")
    + ladder("late_v", "verify", '=escalation("verify", unit)')
    + escalation("told")
    + path("s", "handle", "verify", "good")
    + flow("good", "e", "=verify.good")
    + flow("good", "handle")
    + path("late_h", "told")
    + path("late_v", "told")
)


def test_twenty_rounds_of_rework(begin: Begin) -> None:
    def rungs(round_: int) -> dict[str, list[object]]:
        return {"handle": [{"at": NOON + (10 * round_ + 3) * HOUR, "rung": str(round_)}]}

    host = Recorder(rungs=rungs(0))
    case = begin(REWORK, host=host)
    for round_ in range(20):
        at = NOON + round_ * 10 * HOUR
        case.advance(at + 5 * HOUR)
        case.do("handle", at + 5 * HOUR, text=round_)
        host.rungs = rungs(round_ + 1)
        case.do("verify", at + 6 * HOUR, good=round_ == 19)
    assert case.ended() == "e"
    assert [entry[2] for entry in host.escalated] == [str(round_) for round_ in range(20)]
    assert len(case.run.dump()) < 12_000


def test_a_case_that_turns_for_ever_is_stopped_before_it_breaks() -> None:
    run = bpmn.Run.start(read(REWORK), Recorder(), NOON, {})
    deepest = 0
    with pytest.raises(bpmn.TooDeep):
        for _ in range(500):
            run.complete(run.items()[0].task, {}, now=NOON)
            deepest = run.depth
            assert len(run.items()) == 1
    assert 700 < deepest <= 800
    with pytest.raises(bpmn.TooDeep):
        _ = run.depth


def test_a_circle_without_people_is_stopped() -> None:
    body = process(
        start()
        + node("exclusiveGateway", "again")
        + service("x", "x")
        + choice("enough", "enough_again")
        + end()
        + path("s", "again", "x", "enough")
        + flow("enough", "e", "=x.done")
        + flow("enough", "again")
    )
    with pytest.raises(bpmn.StepBudget):
        bpmn.Run.start(read(body), Recorder(), NOON, {}, budget=500)


def test_catching_up_counts_against_the_budget_too() -> None:
    rungs = [{"at": NOON + hour * HOUR, "rung": str(hour)} for hour in range(1, 200)]
    run = bpmn.Run.start(read(REWORK), Recorder(rungs={"handle": rungs}), NOON, {}, budget=300)
    with pytest.raises(bpmn.StepBudget):
        run.advance(NOON + timedelta(days=30))


def test_eight_threads_keep_eight_clocks() -> None:
    diagram = read(REWORK)

    def story(number: int) -> list[object]:
        host = Recorder(rungs={"handle": [{"at": NOON + number * HOUR, "rung": str(number)}]})
        blob = bpmn.Run.start(diagram, host, NOON, {}).dump()
        for hour in range(12):
            run = bpmn.Run.load(diagram, host, blob)
            run.advance(NOON + hour * HOUR)
            assert run.now == NOON + hour * HOUR
            blob = run.dump()
        return [(rung, at) for _, _, rung, at in host.escalated]

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(story, [number for number in range(1, 9) for _ in range(4)]))
    assert told == [[(str(number), NOON + number * HOUR)] for number in range(1, 9) for _ in range(4)]


def test_cases_on_one_diagram_do_not_touch_each_other() -> None:
    diagram = read(REWORK)
    runs = [bpmn.Run.start(diagram, Recorder(), NOON, {"n": number}) for number in range(3)]
    runs[0].complete(runs[0].items()[0].task, {}, now=NOON)
    assert [run.items()[0].element for run in runs] == ["verify", "handle", "handle"]
    assert [run.items()[0].data["n"] for run in runs] == [0, 1, 2]
