"""Co-handlers: one task opened once for each unit of a list."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from engine import bpmn
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
    over,
    path,
    process,
    read,
    start,
    user,
)

EACH = process(
    start()
    + user("assign")
    + user("contribute", over("assign.co_agencies", "agency"), unit="=agency")
    + user("after")
    + end()
    + path("s", "assign", "contribute", "after", "e")
)
UNITS = ["dept-a", "dept-b", "dept-c"]


def open_for(case: Drive) -> dict[object, str]:
    return {item.data.get("agency"): item.task for item in case.step().items()}


def finish(case: Drive, unit: str, answers: dict[str, object], now: datetime) -> None:
    task = open_for(case)[unit]
    case.step().complete(task, answers, now=now)


def test_each_unit_of_the_list_gets_its_own_task(begin: Begin) -> None:
    case = begin(EACH)
    case.do("assign", co_agencies=UNITS)
    assert case.work == ["contribute"] * 3
    assert list(open_for(case)) == UNITS
    for unit, task in open_for(case).items():
        assert case.step().evaluate(task, "=agency", NOON) == unit


def test_the_last_to_finish_lets_the_case_go_on_whatever_process_it_is_in(begin: Begin) -> None:
    case = begin(EACH)
    case.do("assign", co_agencies=UNITS)
    for unit in ("dept-c", "dept-a", "dept-b"):
        finish(case, unit, {"from": unit}, NOON)
    assert case.work == ["after"]
    assert "agency" not in case.data("after")


def test_an_empty_list_opens_nothing(begin: Begin) -> None:
    nobody: tuple[list[str] | None, ...] = ([], None)
    for nothing in nobody:
        case = begin(EACH)
        case.do("assign", co_agencies=nothing)
        assert case.work == ["after"]


COLLECTED = process(
    start()
    + user("assign")
    + user(
        "contribute",
        over("assign.co_agencies", "agency", result="contribute", results="contributions", until="{}"),
    )
    + choice("more", "more_e")
    + end()
    + path("s", "assign", "contribute", "more")
    + flow("more", "assign", "=count(contributions) = 2")
    + flow("more", "e")
).replace("<bpmn:completionCondition>{}</bpmn:completionCondition>", "")


def test_a_second_round_starts_with_an_empty_list_of_results(begin: Begin) -> None:
    case = begin(COLLECTED)
    case.do("assign", co_agencies=["dept-a", "dept-b"])
    for unit in ("dept-b", "dept-a"):
        finish(case, unit, {"from": unit}, NOON)
    assert case.data("assign")["contributions"] == [{"from": "dept-a"}, {"from": "dept-b"}]
    case.do("assign", co_agencies=["dept-c"])
    case.do("contribute")
    assert case.ended() == "e"


def test_enough_answers_close_the_rest(begin: Begin) -> None:
    body = EACH.replace(
        "</bpmn:multiInstanceLoopCharacteristics>",
        "<bpmn:completionCondition>=numberOfCompletedInstances &gt;= 2</bpmn:completionCondition>"
        "</bpmn:multiInstanceLoopCharacteristics>",
    )
    case = begin(body)
    case.do("assign", co_agencies=UNITS)
    for unit in UNITS[:2]:
        finish(case, unit, {}, NOON)
    assert case.work == ["after"]


def test_one_after_the_other(begin: Begin) -> None:
    case = begin(EACH.replace('isSequential="false"', 'isSequential="true"'))
    case.do("assign", co_agencies=UNITS)
    for unit in UNITS:
        assert list(open_for(case)) == [unit]
        case.do("contribute", said=unit)
    assert case.work == ["after"]


def test_a_count_instead_of_a_list(begin: Begin) -> None:
    body = EACH.replace(
        "<bpmn:loopDataInputRef>assign.co_agencies</bpmn:loopDataInputRef>",
        "<bpmn:loopCardinality>=assign.n</bpmn:loopCardinality>",
    )
    case = begin(body)
    case.do("assign", n=2)
    assert case.work == ["contribute"] * 2


@pytest.mark.parametrize("count", ["many", 100_000, -1, None])
def test_a_senseless_count_stops_the_case(count: object) -> None:
    body = EACH.replace(
        "<bpmn:loopDataInputRef>assign.co_agencies</bpmn:loopDataInputRef>",
        "<bpmn:loopCardinality>=assign.n</bpmn:loopCardinality>",
    )
    run = bpmn.Run.start(read(body), Recorder(), NOON, {})
    with pytest.raises(bpmn.BadCollection):
        run.complete(run.items()[0].task, {"n": count}, now=NOON)


def test_one_ladder_serves_all_and_goes_with_the_last(begin: Begin) -> None:
    body = EACH.replace("</bpmn:process>", "") + (
        ladder("late", "contribute") + escalation("told") + path("late", "told") + "</bpmn:process>"
    )
    rungs = [{"at": NOON + HOUR, "rung": "1"}, {"at": NOON + 5 * HOUR, "rung": "2"}]
    case = begin(body, host=Recorder(rungs={"handle": rungs}))
    case.do("assign", co_agencies=UNITS)
    case.advance(NOON + HOUR)
    for unit in UNITS:
        finish(case, unit, {}, NOON + 2 * HOUR)
    case.advance(NOON + 9 * HOUR)
    assert [entry[2] for entry in case.host.escalated] == ["1"]
    assert case.work == ["after"]


INNER = node(
    "subProcess",
    "sub",
    over("assign.co_agencies", "agency")
    + start("is")
    + user("contribute")
    + end("ie")
    + ladder("late", "contribute")
    + escalation("told")
    + path("is", "contribute", "ie")
    + path("late", "told"),
)
SUBS = process(
    start()
    + user("assign")
    + INNER
    + user("after")
    + end()
    + end("stopped")
    + message("boundaryEvent", "stop", "withdrawn", edge("sub"))
    + path("s", "assign", "sub", "after", "e")
    + path("stop", "stopped")
)
LATE = [{"at": NOON + HOUR, "rung": "1"}]


def test_a_sub_process_for_each_unit_has_a_ladder_of_its_own(begin: Begin) -> None:
    case = begin(SUBS, host=Recorder(rungs={"handle": LATE}))
    case.do("assign", co_agencies=UNITS)
    assert len(case.step().timers()) == 3
    finish(case, "dept-b", {}, NOON)
    case.advance(NOON + HOUR)
    assert len(case.host.escalated) == 2
    for unit in ("dept-a", "dept-c"):
        finish(case, unit, {}, NOON + HOUR)
    assert case.work == ["after"]


def test_interrupting_it_leaves_no_timer_behind(begin: Begin) -> None:
    case = begin(SUBS, host=Recorder(rungs={"handle": LATE}))
    case.do("assign", co_agencies=UNITS)
    assert case.send("withdrawn")
    case.advance(NOON + 9 * HOUR)
    assert case.host.escalated == []
    assert case.work == []
    assert case.ended() == "stopped"


SCRIPT = """
import sys
from pathlib import Path
from engine import bpmn
from tests.engine.bpmn.drawing import NOON, Recorder, read
from tests.engine.bpmn.test_loops import EACH

blob, unit = Path(sys.argv[1]), sys.argv[2]
run = bpmn.Run.load(read(EACH), Recorder(), blob.read_bytes())
(task,) = [item.task for item in run.items() if item.data["agency"] == unit]
run.complete(task, {"from": unit}, now=NOON)
blob.write_bytes(run.dump())
"""


def test_three_processes_finish_one_loop(tmp_path: Path) -> None:
    blob = tmp_path / "case"
    run = bpmn.Run.start(read(EACH), Recorder(), NOON, {})
    run.complete(run.items()[0].task, {"co_agencies": UNITS}, now=NOON)
    blob.write_bytes(run.dump())
    for unit in UNITS:
        subprocess.run([sys.executable, "-c", SCRIPT, str(blob), unit], check=True, cwd=Path.cwd())
    run = bpmn.Run.load(run.diagram, Recorder(), blob.read_bytes())
    assert [item.element for item in run.items()] == ["after"]
