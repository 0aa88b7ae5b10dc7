"""Sub-processes drawn inside, and processes called from another file."""

from __future__ import annotations

import pytest

from engine import bpmn
from tests.engine.bpmn.conftest import Begin
from tests.engine.bpmn.drawing import (
    HOUR,
    NOON,
    Recorder,
    edge,
    end,
    escalation,
    flow,
    ladder,
    message,
    node,
    path,
    process,
    read,
    service,
    start,
    terminate,
    user,
)

TELL = process(
    start()
    + user("call_reporter")
    + service("seen", "seen", result="told")
    + end()
    + ladder("late", "call_reporter")
    + escalation("up")
    + path("s", "call_reporter", "seen", "e")
    + path("late", "up"),
    "tell",
)
MAIN = process(
    start()
    + user("handle")
    + node(
        "callActivity",
        "tell_them",
        attributes='calledElement="tell"',
        input__what="=handle.text",
        input__how="sms",
    )
    + node("exclusiveGateway", "good", attributes='default="good_e"')
    + end()
    + end("stopped")
    + message("boundaryEvent", "stop", "withdrawn", edge("tell_them"))
    + path("s", "handle", "tell_them", "good")
    + flow("good", "handle", "=call_reporter.again")
    + flow("good", "e")
    + path("stop", "stopped")
)


def host() -> Recorder:
    return Recorder(
        rungs={"handle": [{"at": NOON + HOUR, "rung": "1"}]},
        operations={"seen": lambda i, d: {"what": d["what"]}},
    )


def test_a_called_process_in_another_file_gets_its_inputs_and_gives_back_its_results(begin: Begin) -> None:
    case = begin(MAIN, TELL, host=host())
    case.do("handle", text="xong")
    assert case.data("call_reporter")["what"] == "xong"
    assert case.data("call_reporter")["how"] == "sms"
    assert [item.process for item in case.step().items()] == ["tell"]
    assert case.run.positions == {"tell_them", "call_reporter"}
    case.do("call_reporter", again=True)
    data = case.data("handle")
    assert data["told"] == {"what": "xong"}
    assert data["call_reporter"] == {"again": True}
    assert "what" not in data and "how" not in data


def test_a_called_process_can_be_used_again_and_its_ladder_with_it(begin: Begin) -> None:
    case = begin(MAIN, TELL, host=host())
    for round_ in range(3):
        case.do("handle", NOON + 3 * round_ * HOUR, text=str(round_))
        case.advance(NOON + (3 * round_ + 2) * HOUR)
        case.do("call_reporter", NOON + (3 * round_ + 2) * HOUR, again=round_ < 2)
    assert case.ended() == "e"
    assert len(case.host.escalated) == 3


def test_interrupting_a_called_process_ends_what_is_in_it(begin: Begin) -> None:
    case = begin(MAIN, TELL, host=host())
    case.do("handle", text="x")
    assert case.send("withdrawn")
    case.advance(NOON + 9 * HOUR)
    assert case.host.escalated == []
    assert case.ended() == "stopped"


def test_the_diagram_knows_the_tasks_of_the_processes_it_calls() -> None:
    diagram = read(MAIN, TELL)
    assert diagram.processes == ("p", "tell")
    assert diagram.user_tasks["call_reporter"].process == "tell"


def test_a_called_process_that_is_not_there_is_said() -> None:
    with pytest.raises(bpmn.BrokenDiagram) as broken:
        read(MAIN)
    assert [finding.code for finding in broken.value.findings] == ["called-process-missing"]


def test_terminate_inside_ends_only_the_inside(begin: Begin) -> None:
    inner = node(
        "subProcess",
        "sub",
        start("is")
        + node("parallelGateway", "split")
        + user("a")
        + user("b")
        + terminate("ie")
        + end("ie2")
        + path("is", "split", "a", "ie")
        + path("split", "b", "ie2"),
    )
    case = begin(process(start() + inner + user("after") + end() + path("s", "sub", "after", "e")))
    assert case.work == ["a", "b"]
    case.do("a", x=1)
    assert case.work == ["after"]
    assert case.data("after")["a"] == {"x": 1}


def test_an_error_inside_is_caught_on_the_edge(begin: Begin) -> None:
    inner = node(
        "subProcess",
        "sub",
        start("is")
        + user("a")
        + node("exclusiveGateway", "g", attributes='default="g_ie"')
        + end("ie")
        + end("bad", '<bpmn:errorEventDefinition errorRef="x_bad"/>')
        + path("is", "a", "g")
        + flow("g", "bad", "=a.bad")
        + flow("g", "ie"),
    )
    caught = node("boundaryEvent", "caught", '<bpmn:errorEventDefinition errorRef="x_bad"/>', edge("sub"))
    body = process(
        start()
        + inner
        + user("after")
        + user("mend")
        + end()
        + end("e2")
        + caught
        + path("s", "sub", "after", "e")
        + path("caught", "mend", "e2")
    )
    for bad, then in ((True, "mend"), (False, "after")):
        case = begin(body)
        case.do("a", bad=bad)
        assert case.work == [then]


def test_an_error_nobody_catches_is_not_swallowed() -> None:
    body = process(start() + end("bad", '<bpmn:errorEventDefinition errorRef="x_bad"/>') + path("s", "bad"))
    with pytest.raises(bpmn.RunError) as failure:
        bpmn.Run.start(read(body), Recorder(), NOON, {})
    assert failure.value.element == "bad"


def test_an_escalation_inside_can_be_caught_on_the_edge_without_stopping(begin: Begin) -> None:
    inner = node("subProcess", "sub", start("is") + user("a") + escalation("up") + path("is", "a", "up"))
    caught = node(
        "boundaryEvent",
        "caught",
        '<bpmn:escalationEventDefinition escalationRef="x_late"/>',
        edge("sub", False),
    )
    case = begin(
        process(
            start()
            + inner
            + user("after")
            + user("look")
            + end()
            + end("e2")
            + caught
            + path("s", "sub", "after", "e")
            + path("caught", "look", "e2")
        )
    )
    case.do("a")
    assert case.work == ["after", "look"]
