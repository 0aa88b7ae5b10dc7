"""The same meaning in the dialects of Camunda's two modellers."""

from __future__ import annotations

import pytest

from engine import bpmn
from tests.engine.bpmn.drawing import NOON, Recorder, end, node, path, process, read, start

CAMUNDA_7 = process(
    start()
    + '<bpmn:userTask id="u" name="Phân loại" camunda:formKey="triage" camunda:candidateGroups="ioc_operator">'
    + "<bpmn:extensionElements><camunda:properties>"
    + '<camunda:property name="deadline" value="ioc_triage"/></camunda:properties></bpmn:extensionElements>'
    + "</bpmn:userTask>"
    + '<bpmn:businessRuleTask id="r" camunda:decisionRef="routing" camunda:resultVariable="route"/>'
    + '<bpmn:serviceTask id="v" camunda:type="external" camunda:topic="dispatch"/>'
    + '<bpmn:userTask id="m" camunda:formKey="contribute">'
    + '<bpmn:multiInstanceLoopCharacteristics camunda:collection="route.units" camunda:elementVariable="unit"/>'
    + "</bpmn:userTask>"
    + end()
    + path("s", "u", "r", "v", "m", "e")
)
CAMUNDA_8 = process(
    start()
    + '<bpmn:userTask id="u" name="Phân loại"><bpmn:extensionElements>'
    + '<zeebe:formDefinition formId="triage"/><zeebe:assignmentDefinition candidateGroups="ioc_operator"/>'
    + '<zeebe:properties><zeebe:property name="deadline" value="ioc_triage"/></zeebe:properties>'
    + "</bpmn:extensionElements></bpmn:userTask>"
    + '<bpmn:businessRuleTask id="r"><bpmn:extensionElements>'
    + '<zeebe:calledDecision decisionId="routing" resultVariable="route"/></bpmn:extensionElements>'
    + "</bpmn:businessRuleTask>"
    + '<bpmn:serviceTask id="v"><bpmn:extensionElements><zeebe:taskDefinition type="dispatch"/>'
    + '<zeebe:ioMapping><zeebe:input source="=route.units" target="to"/></zeebe:ioMapping>'
    + "</bpmn:extensionElements></bpmn:serviceTask>"
    + '<bpmn:userTask id="m"><bpmn:extensionElements><zeebe:formDefinition formKey="contribute"/>'
    + "</bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>"
    + '<zeebe:loopCharacteristics inputCollection="=route.units" inputElement="unit"/>'
    + "</bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>"
    + '<bpmn:callActivity id="c"><bpmn:extensionElements><zeebe:calledElement processId="q"/>'
    + "</bpmn:extensionElements></bpmn:callActivity>"
    + end()
    + path("s", "u", "r", "v", "m", "c", "e")
) + process(start() + end() + path("s", "e"), "q")


@pytest.mark.parametrize("body", [CAMUNDA_7, CAMUNDA_8], ids=["camunda", "zeebe"])
def test_what_other_modellers_write_means_the_same(body: str) -> None:
    host = Recorder(decisions={"routing": {"units": ["dept-a", "dept-b"]}})
    diagram = read(body)
    task = diagram.user_tasks["u"]
    assert (task.name, task.form, task.role, task.deadline) == (
        "Phân loại",
        "triage",
        "ioc_operator",
        "ioc_triage",
    )
    assert diagram.decisions == {"routing"}
    assert diagram.operations == {"dispatch"}
    run = bpmn.Run.start(diagram, host, NOON, {})
    run.complete(run.items()[0].task, {}, now=NOON)
    assert [item.data["unit"] for item in run.items()] == ["dept-a", "dept-b"]
    assert [item.index for item in run.items()] == [0, 1]
    for item in run.items():
        run.complete(item.task, {}, now=NOON)
    assert run.ended == "e"


def test_an_input_mapping_of_zeebe_is_an_input() -> None:
    host = Recorder(decisions={"routing": {"units": ["dept-a"]}})
    run = bpmn.Run.start(read(CAMUNDA_8), host, NOON, {})
    run.complete(run.items()[0].task, {}, now=NOON)
    assert ("operate", "v", "dispatch", {"to": ["dept-a"]}, NOON) in host.asked


def test_our_own_property_wins() -> None:
    body = process(
        start()
        + node("userTask", "u", attributes='camunda:formKey="theirs"', form="ours", unit="=case.unit")
        + end()
        + path("s", "u", "e")
    )
    assert read(body).user_tasks["u"].form == "ours"


def test_a_form_name_with_a_dash_gives_a_variable_with_an_underscore() -> None:
    body = process(start() + node("userTask", "u", form="follow-promise") + end() + path("s", "u", "e"))
    assert read(body).user_tasks["u"].variable == "follow_promise"
