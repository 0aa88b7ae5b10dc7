"""Messages: from outside, inside the case, on the edge of a task, and in branches that listen."""

from __future__ import annotations

from tests.engine.bpmn.conftest import Begin
from tests.engine.bpmn.drawing import (
    HOUR,
    NOON,
    Recorder,
    both,
    edge,
    end,
    escalation,
    ladder,
    message,
    node,
    path,
    process,
    start,
    terminate,
    user,
)

# Withdrawal and emergency listen beside the main flow; main and withdrawal end everything.
LISTENERS = process(
    start()
    + both("split")
    + user("handle")
    + user("check")
    + terminate("done")
    + ladder("late", "handle")
    + escalation("told")
    + message("intermediateCatchEvent", "withdraw", "withdrawn", variable="why")
    + user("bury")
    + terminate("buried")
    + node("exclusiveGateway", "listen")
    + message("intermediateCatchEvent", "alarm", "emergency_declared", variable="emergency")
    + user("hotline")
    + path("s", "split", "handle", "check", "done")
    + path("late", "told")
    + path("split", "withdraw", "bury", "buried")
    + path("split", "listen", "alarm", "hotline", "listen")
)


def test_the_case_tells_which_messages_it_waits_for(begin: Begin) -> None:
    case = begin(LISTENERS)
    assert case.step().waiting == {"withdrawn", "emergency_declared"}


def test_an_emergency_can_be_declared_twice(begin: Begin) -> None:
    case = begin(LISTENERS)
    for round_ in range(2):
        assert case.send("emergency_declared", {"round": round_})
        assert case.data("hotline")["emergency"] == {"round": round_}
        case.do("hotline")
    assert case.work == ["handle"]
    assert case.step().waiting == {"withdrawn", "emergency_declared"}


def test_a_terminate_end_takes_every_listener_with_it(begin: Begin) -> None:
    case = begin(LISTENERS, host=Recorder(rungs={"handle": [{"at": NOON + HOUR, "rung": "1"}]}))
    case.send("emergency_declared")
    case.advance(NOON + HOUR)
    case.do("handle", NOON + 2 * HOUR)
    case.do("check", NOON + 2 * HOUR)
    assert case.ended() == "done"
    assert case.work == []
    assert case.run.waiting == frozenset()
    assert case.run.timers() == []


def test_withdrawal_leaves_nothing_behind(begin: Begin) -> None:
    case = begin(LISTENERS, host=Recorder(rungs={"handle": [{"at": NOON + HOUR, "rung": "1"}]}))
    assert case.send("withdrawn", {"reason": "tự xử lý"})
    assert case.data("bury")["why"] == {"reason": "tự xử lý"}
    case.do("bury")
    case.advance(NOON + 9 * HOUR)
    assert case.ended() == "buried"
    assert case.host.escalated == []


def test_a_message_nobody_waits_for_says_so(begin: Begin) -> None:
    case = begin(LISTENERS)
    assert not case.send("info_added", {"x": 1})
    assert case.work == ["handle"]


def test_a_message_without_payload_leaves_the_variable_alone(begin: Begin) -> None:
    case = begin(LISTENERS)
    case.send("withdrawn")
    assert "why" not in case.data("bury")


def test_a_non_interrupting_edge_hears_a_message_every_time(begin: Begin) -> None:
    body = process(
        start()
        + user("handle")
        + user("decide")
        + end()
        + end("e2")
        + message(
            "boundaryEvent", "ask", "extension_requested", edge("handle", interrupting=False), variable="ask"
        )
        + path("s", "handle", "e")
        + path("ask", "decide", "e2")
    )
    case = begin(body)
    assert case.send("extension_requested", {"days": 1})
    case.do("decide")
    assert case.send("extension_requested", {"days": 2})
    assert case.data("decide")["ask"] == {"days": 2}
    assert case.work == ["decide", "handle"]
    case.do("handle")
    assert case.work == ["decide"]
    case.do("decide")
    assert case.ended() == "e"


def test_a_message_thrown_in_a_case_is_heard_in_the_same_case(begin: Begin) -> None:
    body = process(
        start()
        + both("split")
        + user("a")
        + message("intermediateThrowEvent", "throw", "info_added", input__text="=a.text", input__kind="own")
        + end("e1")
        + message("intermediateCatchEvent", "catch", "info_added", variable="info")
        + user("b")
        + end("e2")
        + path("s", "split", "a", "throw", "e1")
        + path("split", "catch", "b", "e2")
    )
    case = begin(body)
    case.do("a", text="đã rõ")
    assert case.data("b")["info"] == {"text": "đã rõ", "kind": "own"}


def test_a_message_thrown_to_nobody_is_dropped(begin: Begin) -> None:
    body = process(start() + user("a") + message("endEvent", "e", "info_added") + path("s", "a", "e"))
    case = begin(body)
    case.do("a")
    assert case.ended() == "e"
