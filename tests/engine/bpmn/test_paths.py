"""The plain way through a diagram: people, decisions, operations, choices."""

from __future__ import annotations

import pytest

from engine import bpmn
from tests.engine.bpmn.conftest import Begin
from tests.engine.bpmn.drawing import (
    HOUR,
    NOON,
    Recorder,
    choice,
    end,
    flow,
    node,
    path,
    process,
    props,
    read,
    service,
    start,
    user,
)

TRIAGE = process(
    start()
    + user("triage")
    + choice("ok", "ok_refused")
    + user("handle", variable="result")
    + end("done")
    + end("refused")
    + path("s", "triage", "ok")
    + flow("ok", "handle", '=triage.outcome = "accept"')
    + flow("ok", "refused")
    + path("handle", "done")
)


def test_a_case_goes_from_start_to_end(begin: Begin) -> None:
    case = begin(TRIAGE)
    assert case.work == ["triage"]
    case.do("triage", outcome="accept")
    assert case.work == ["handle"]
    assert case.ended() is None
    case.do("handle", done=True)
    assert case.work == []
    assert case.ended() == "done"
    assert case.run.positions == frozenset()
    assert case.run.visited == {"s", "triage", "ok", "handle", "done"}


def test_the_default_flow_is_taken_when_no_condition_holds(begin: Begin) -> None:
    case = begin(TRIAGE)
    case.do("triage", outcome="refuse")
    assert case.ended() == "refused"


def test_a_condition_on_something_unknown_is_not_true(begin: Begin) -> None:
    case = begin(TRIAGE)
    case.do("triage")
    assert case.ended() == "refused"


def test_answers_go_under_the_variable_of_the_form(begin: Begin) -> None:
    case = begin(TRIAGE, case={"field": "garbage"})
    case.do("triage", outcome="accept", note="ồn")
    data = case.step().items()[0].data
    assert data == {"case": {"field": "garbage"}, "triage": {"outcome": "accept", "note": "ồn"}}


def test_data_handed_out_is_a_copy(begin: Begin) -> None:
    case = begin(TRIAGE, case={"units": ["a"]})
    units = case.run.items()[0].data["case"]["units"]  # type: ignore[index]
    units.append("b")
    assert case.run.items()[0].data["case"] == {"units": ["a"]}


def test_no_way_out_of_a_gateway_is_an_error_that_names_it() -> None:
    body = process(
        start()
        + node("exclusiveGateway", "g")
        + end("a")
        + end("b")
        + path("s", "g")
        + flow("g", "a", "=x = 1")
        + flow("g", "b", "=x = 2")
    )
    with pytest.raises(bpmn.NoFlow) as failure:
        bpmn.Run.start(read(body), Recorder(), NOON, {"x": 3})
    assert failure.value.element == "g"


SERVICES = process(
    start()
    + node("businessRuleTask", "route", decision="routing", result="routing")
    + service("dispatch", "dispatch", result="target", input__unit="=routing.unit", input__kind="team")
    + user("accept", unit="=target.unit", role="team_member")
    + end()
    + path("s", "route", "dispatch", "accept", "e")
)


def test_decisions_and_operations_are_answered_by_the_host(begin: Begin) -> None:
    host = Recorder(
        decisions={"routing": {"unit": "team-643", "reason": "địa bàn"}},
        operations={"dispatch": lambda inputs, data: {"unit": inputs["unit"], "kind": inputs["kind"]}},
    )
    case = begin(SERVICES, host=host)
    assert host.asked == [
        ("decide", "route", "routing", NOON),
        ("operate", "dispatch", "dispatch", {"unit": "team-643", "kind": "team"}, NOON),
    ]
    assert case.data("accept")["target"] == {"unit": "team-643", "kind": "team"}


def test_properties_of_a_task_are_evaluated_in_its_data(begin: Begin) -> None:
    host = Recorder(operations={"dispatch": lambda inputs, data: {"unit": "team-643"}})
    case = begin(SERVICES, host=host)
    task = case.run.diagram.user_tasks["accept"]
    run = case.step()
    assert task.unit is not None and task.role is not None
    assert run.evaluate(case.only("accept"), task.unit, NOON) == "team-643"
    assert run.evaluate(case.only("accept"), task.role, NOON) == "team_member"
    assert run.evaluate(case.only("accept"), '=deadline("handle")', NOON) == NOON + 8 * HOUR
    assert run.evaluate(case.only("accept"), "=unit of(target.unit)", NOON) == "unit of team-643"


def test_no_variable_can_stand_in_for_a_word_of_the_domain(begin: Begin) -> None:
    case = begin(TRIAGE, ioc="dept-x")
    assert case.run.evaluate(case.only("triage"), "=ioc", NOON) == "ioc"


def test_what_the_host_does_to_the_data_it_was_shown_stays_outside(begin: Begin) -> None:
    def spoil(inputs: object, data: dict[str, dict[str, object]]) -> None:
        data["routing"]["unit"] = "elsewhere"

    host = Recorder(decisions={"routing": {"unit": "team-643"}}, operations={"dispatch": spoil})
    case = begin(SERVICES, host=host)
    assert case.data("accept")["routing"] == {"unit": "team-643"}


def test_what_the_host_raises_comes_through_unchanged() -> None:
    class Refusal(Exception):
        pass

    def refuse(inputs: object, data: object) -> None:
        raise Refusal

    with pytest.raises(Refusal):
        bpmn.Run.start(read(SERVICES), Recorder(operations={"dispatch": refuse}), NOON, {})


def test_a_task_that_is_done_cannot_be_done_again() -> None:
    run = bpmn.Run.start(read(TRIAGE), Recorder(), NOON, {})
    task = run.items()[0].task
    run.complete(task, {"outcome": "accept"}, now=NOON)
    with pytest.raises(bpmn.NotWaiting):
        run.complete(task, {"outcome": "refuse"}, now=NOON)


def test_the_same_inputs_lead_to_the_same_place() -> None:
    def story() -> tuple[frozenset[str], frozenset[str], str | None]:
        run = bpmn.Run.start(read(TRIAGE), Recorder(), NOON, {})
        run.complete(run.items()[0].task, {"outcome": "accept"}, now=NOON)
        return run.positions, run.visited, run.ended

    assert story() == story()


def test_the_diagram_tells_what_it_asks_of_people() -> None:
    diagram = read(TRIAGE)
    assert list(diagram.user_tasks) == ["triage", "handle"]
    assert diagram.user_tasks["handle"].variable == "result"
    assert diagram.user_tasks["triage"].form == "triage"


def test_the_diagram_tells_which_answers_its_expressions_read() -> None:
    diagram = read(SERVICES)
    assert diagram.reads("routing") == frozenset({"unit"})
    assert diagram.reads("nothing") == frozenset()
    whole = process(start() + user("a", unit="=triage") + end() + path("s", "a", "e"))
    assert read(whole).reads("triage") is None


def test_a_manual_task_waits_for_somebody_to_say_it_is_done(begin: Begin) -> None:
    case = begin(process(start() + node("manualTask", "m", props()) + end() + path("s", "m", "e")))
    assert case.work == ["m"]
    case.do("m")
    assert case.ended() == "e"
