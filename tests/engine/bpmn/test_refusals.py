"""What cannot be run is refused with a reason, file, line and element."""

from __future__ import annotations

import pytest

from engine import bpmn
from tests.engine.bpmn.drawing import (
    both,
    choice,
    document,
    edge,
    end,
    flow,
    ladder,
    message,
    node,
    over,
    path,
    process,
    read,
    service,
    start,
    timer,
    user,
)


def line(element: str, id_: str = "x") -> str:
    return process(start() + element + end() + path("s", id_, "e"))


def event(kind: str, definition: str, attributes: str = "") -> str:
    return node(kind, "x", f"<bpmn:{definition}/>", attributes)


CASES = {
    "unsupported-element": line(node("task", "x")),
    "unsupported-element ": line(node("sendTask", "x")),
    "unsupported-element  ": line(node("complexGateway", "x")),
    "unsupported-element   ": line(node("adHocSubProcess", "x")),
    "unsupported-event": line(event("intermediateThrowEvent", "signalEventDefinition")),
    "unsupported-event ": line(event("intermediateThrowEvent", "linkEventDefinition")),
    "unsupported-event  ": line(event("intermediateThrowEvent", "compensateEventDefinition")),
    "unsupported-event   ": process(start() + end("x", "<bpmn:signalEventDefinition/>") + path("s", "x")),
    "unsupported-event    ": process(timer("startEvent", "x", "PT1H") + end() + path("x", "e")),
    "event-subprocess": process(
        start()
        + end()
        + path("s", "e")
        + node("subProcess", "x", start("i") + end("j") + path("i", "j"), 'triggeredByEvent="true"')
    ),
    "reserved-id": line(user("Start"), "Start"),
    "reserved-id ": line(user("End"), "End"),
    "reserved-id  ": line(user("a.EndJoin"), "a.EndJoin"),
    "no-id": line(user("x")).replace("<bpmn:startEvent", "<bpmn:userTask/><bpmn:startEvent", 1),
    "duplicate-id": line(user("x") + user("x")),
    "no-form": line(node("userTask", "x")),
    "no-operation": line(node("serviceTask", "x")),
    "no-decision": line(node("businessRuleTask", "x")),
    "script": line(
        node(
            "userTask",
            "x",
            "<bpmn:extensionElements><camunda:taskListener event='create'/></bpmn:extensionElements>",
        )
    ),
    "many-outgoing": process(start() + user("x") + end() + end("f") + path("s", "x", "e") + path("x", "f")),
    "condition-without-gateway": process(start() + user("x") + end() + path("s", "x") + flow("x", "e", "=a")),
    "flow-without-condition": process(
        start() + choice("x", "") + end() + end("f") + path("s", "x", "e") + path("x", "f")
    ),
    "gateway-without-exit": process(start() + both("x") + end() + path("s", "x")),
    "loose-flow": line(user("x")).replace('targetRef="e"', 'targetRef="nowhere"'),
    "feel-syntax": process(
        start()
        + choice("x", "x_f")
        + end()
        + end("f")
        + path("s", "x")
        + flow("x", "e", "=a and")
        + path("x", "f")
    ),
    "empty-timer": line(timer("intermediateCatchEvent", "x", " ")),
    "cycle-place": line(timer("intermediateCatchEvent", "x", "=a", how="timeCycle")),
    "cycle-place ": process(
        start()
        + user("u")
        + end()
        + end("f")
        + path("s", "u", "e")
        + path("x", "f")
        + timer("boundaryEvent", "x", "=a", edge("u"), "timeCycle")
    ),
    "cycle-repeat": process(
        start()
        + user("u")
        + end()
        + end("f")
        + path("s", "u", "e")
        + path("x", "f")
        + ladder("x", "u", "R3/PT1H")
    ),
    "message-without-name": line(event("intermediateCatchEvent", "messageEventDefinition")),
    "boundary-host": line(user("x")).replace(
        "</bpmn:process>", message("boundaryEvent", "b", "withdrawn", edge("gone")) + "</bpmn:process>"
    ),
    "event-gateway-target": process(
        start() + node("eventBasedGateway", "x") + user("u") + end() + path("s", "x", "u", "e")
    ),
    "standard-loop": line(user("x", "<bpmn:standardLoopCharacteristics/>")),
    "loop-over-what": line(user("x", "<bpmn:multiInstanceLoopCharacteristics/>")),
    "one-start": process(end() + user("x") + path("x", "e")),
    "no-end": process(start() + user("x") + path("s", "x")),
    "not-executable": line(user("x")).replace('isExecutable="true"', 'isExecutable="false"'),
    "called-process-missing": line(node("callActivity", "x", attributes='calledElement="q"')),
}


@pytest.mark.parametrize("code", CASES)
def test_what_cannot_run_is_refused_by_name(code: str) -> None:
    with pytest.raises(bpmn.BrokenDiagram) as broken:
        read(CASES[code])
    assert code.strip() in {finding.code for finding in broken.value.findings}
    for finding in broken.value.findings:
        assert finding.file == "0.bpmn"
        assert finding.severity == "error"
        assert finding.vi and finding.en


def test_all_reasons_are_told_at_once() -> None:
    body = process(start() + node("task", "a") + service("b", "") + end() + path("s", "a", "b", "e"))
    with pytest.raises(bpmn.BrokenDiagram) as broken:
        read(body)
    assert {finding.code for finding in broken.value.findings} >= {"unsupported-element", "no-operation"}


def test_an_unknown_process_is_refused() -> None:
    with pytest.raises(bpmn.BrokenDiagram) as broken:
        read(line(user("x")), main="q")
    assert [finding.code for finding in broken.value.findings] == ["no-process"]


@pytest.mark.parametrize(
    "data",
    [
        b"not xml at all",
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>',
        b"",
    ],
)
def test_hostile_or_broken_xml_is_refused(data: bytes) -> None:
    with pytest.raises(bpmn.BrokenDiagram):
        bpmn.read_diagram({"x.bpmn": data}, "p")


def test_comments_anywhere_do_no_harm() -> None:
    data = document(line(user("x", over("=units"))))
    commented = data.replace(b"<bpmn:", b"<!-- a --><bpmn:").replace(b"<!-- a -->", b"", 1)
    assert list(bpmn.read_diagram({"x.bpmn": commented}, "p").user_tasks) == ["x"]


def test_a_black_box_pool_and_annotations_are_only_drawn() -> None:
    body = line(user("x")).replace(
        "</bpmn:process>",
        '<bpmn:textAnnotation id="t"><bpmn:text>chú thích</bpmn:text></bpmn:textAnnotation>'
        '<bpmn:association id="as" sourceRef="x" targetRef="t"/>'
        '<bpmn:dataStoreReference id="ds" dataStoreRef="store"/></bpmn:process>',
    )
    pools = (
        '<bpmn:collaboration id="c"><bpmn:participant id="pp" processRef="p"/>'
        '<bpmn:participant id="citizen" name="Người dân"/></bpmn:collaboration><bpmn:dataStore id="store"/>'
    )
    assert list(read(pools + body).user_tasks) == ["x"]


def test_sixty_parsers_in_a_row_never_lose_a_lane() -> None:
    lanes = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="l_ioc" name="Trung tâm IOC">'
        "<bpmn:flowNodeRef>x</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>"
    )
    body = process(lanes + start() + user("x") + end() + path("s", "x", "e"))
    for _ in range(60):
        diagram = bpmn.read_diagram({"a.bpmn": document(""), "b.bpmn": document(body)}, "p")
        assert diagram.user_tasks["x"].lane == "Trung tâm IOC"
        assert diagram.spec.task_specs["x"].lane == "Trung tâm IOC"


def test_the_digest_follows_every_byte() -> None:
    one, other = read(line(user("x"))), read(line(user("x", "")) + " ")
    assert one.digest != other.digest
    assert one.digest == read(line(user("x"))).digest
