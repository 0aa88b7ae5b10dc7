"""Every further place of a model that may carry an expression, a script or an address: refused, or told to be inert."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import releases
from engine.bpmn.check import check_paths
from engine.errors import BadRelease
from engine.releases.deploying import known
from engine.work import Work
from tests.engine.test_hostile_models import ATTACKS, DIAGRAM, TABLE, TASK, Way, errors, spoilt

CAMUNDA = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
ZEEBE = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
FLOW = "<bpmn:outgoing>flow_classification_handling</bpmn:outgoing>"
PROCESS = '<bpmn:process id="cv731" name="Sáu bước" isExecutable="true">'
RULE = '<text>"don-vi-2"</text>'
DECISION = "</decisionTable>\n  </decision>"
BKM = (
    '<businessKnowledgeModel id="k" name="k"><variable id="kv" name="k" />'
    '<encapsulatedLogic id="kl" kind="{0}">{1}</encapsulatedLogic></businessKnowledgeModel>'
)


def in_task(inner: str) -> Way:
    return Way(DIAGRAM, TASK, TASK + inner)


def after_flow(inner: str) -> Way:
    return Way(DIAGRAM, FLOW, FLOW + inner)


def before_process(inner: str) -> Way:
    return Way(DIAGRAM, PROCESS, inner + PROCESS)


def after_decision(inner: str) -> Way:
    return Way(TABLE, DECISION, DECISION + inner)


MULTI = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality>{0}</bpmn:multiInstanceLoopCharacteristics>"
REFUSED = {
    "condition of a standard loop": after_flow(
        "<bpmn:standardLoopCharacteristics><bpmn:loopCondition>{code}</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
    ),
    "completion of a multi-instance": after_flow(
        MULTI.format("<bpmn:completionCondition>{code}</bpmn:completionCondition>")
    ),
    "complex behaviour": after_flow(
        MULTI.format(
            "<bpmn:complexBehaviorDefinition><bpmn:condition>{code}</bpmn:condition></bpmn:complexBehaviorDefinition>"
        )
    ),
    "assignment": after_flow(
        '<bpmn:dataInputAssociation id="da"><bpmn:targetRef>a</bpmn:targetRef><bpmn:assignment><bpmn:from>{code}'
        "</bpmn:from><bpmn:to>a</bpmn:to></bpmn:assignment></bpmn:dataInputAssociation>"
    ),
    "transformation": after_flow(
        '<bpmn:dataOutputAssociation id="do"><bpmn:targetRef>a</bpmn:targetRef><bpmn:transformation>{code}'
        "</bpmn:transformation></bpmn:dataOutputAssociation>"
    ),
    "correlation of a message": before_process(
        '<bpmn:correlationProperty id="cp"><bpmn:correlationPropertyRetrievalExpression messageRef="m"><bpmn:messagePath>'
        "{code}</bpmn:messagePath></bpmn:correlationPropertyRetrievalExpression></bpmn:correlationProperty>"
    ),
    "correlation of a process": Way(
        DIAGRAM,
        PROCESS,
        PROCESS + '<bpmn:correlationSubscription id="cs" correlationKeyRef="k"><bpmn:correlationPropertyBinding '
        'correlationPropertyRef="p"><bpmn:dataPath>{code}</bpmn:dataPath></bpmn:correlationPropertyBinding></bpmn:correlationSubscription>',
    ),
    "camunda input script": in_task(
        f'<camunda:inputOutput {CAMUNDA}><camunda:inputParameter name="x"><camunda:script scriptFormat="python">{{code}}'
        "</camunda:script></camunda:inputParameter></camunda:inputOutput>"
    ),
    "camunda execution listener": in_task(
        f'<camunda:executionListener {CAMUNDA} event="start"><camunda:script scriptFormat="python">{{code}}</camunda:script>'
        "</camunda:executionListener>"
    ),
    "camunda task listener": in_task(
        f'<camunda:taskListener {CAMUNDA} event="create" expression="e"><camunda:script>{{code}}</camunda:script></camunda:taskListener>'
    ),
    "camunda connector": in_task(
        f"<camunda:connector {CAMUNDA}><camunda:connectorId>{{code}}</camunda:connectorId></camunda:connector>"
    ),
    "zeebe output": in_task(
        f'<zeebe:ioMapping {ZEEBE}><zeebe:output target="a" source="=f()"/><zeebe:script>{{code}}</zeebe:script></zeebe:ioMapping>'
    ),
    "zeebe execution listener": in_task(
        f'<zeebe:executionListeners {ZEEBE}><zeebe:executionListener eventType="start" type="x"/>{{code}}</zeebe:executionListeners>'
    ),
    "flowable listener": in_task(
        '<flowable:executionListener xmlns:flowable="http://flowable.org/bpmn" event="start" class="x">{code}</flowable:executionListener>'
    ),
    "drools entry script": in_task(
        '<drools:onEntry-script xmlns:drools="http://www.jboss.org/drools"><drools:script>{code}</drools:script></drools:onEntry-script>'
    ),
    "included file": in_task(
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname" parse="text"><xi:fallback>{code}'
        "</xi:fallback></xi:include>"
    ),
    "imported schema": before_process(
        '<bpmn:import importType="http://www.w3.org/2001/XMLSchema" location="file:///etc/hostname" namespace="x"/><!-- {code} -->'
    ),
    "java function": after_decision(
        BKM.format("Java", '<context id="kc"><contextEntry><variable name="class"/><literalExpression><text>{code}</text></literalExpression></contextEntry></context>')
    ),
    "feel function": after_decision(
        BKM.format("FEEL", '<literalExpression id="ke"><text>{code}</text></literalExpression>')
    ),
    "language of a cell": Way(
        TABLE,
        f'<outputEntry id="then_2">{RULE}',
        '<outputEntry id="then_2" expressionLanguage="javascript"><text>{code}</text>',
    ),
    "values of an input": Way(
        TABLE,
        "<text>reception.category</text></inputExpression>",
        "<text>reception.category</text></inputExpression><inputValues><text>{code}</text></inputValues>",
    ),
    "default of an output": Way(
        TABLE,
        '<output id="unit" name="unit" typeRef="string" />',
        '<output id="unit" name="unit" typeRef="string"><defaultOutputEntry><text>{code}</text></defaultOutputEntry></output>',
    ),
}  # fmt: skip

INERT = {
    "text annotation": Way(
        DIAGRAM,
        "</bpmn:process>",
        '<bpmn:textAnnotation id="ta"><bpmn:text>{code}</bpmn:text></bpmn:textAnnotation></bpmn:process>',
    ),
    "documentation": Way(
        DIAGRAM, PROCESS, PROCESS + '<bpmn:documentation textFormat="text/x-python">{code}</bpmn:documentation>'
    ),
    "structure of an item": before_process('<bpmn:itemDefinition id="it" structureRef="os.system"/><!-- {code} -->'),
    "parameter of a resource": before_process(
        '<bpmn:resource id="rs" name="r"><bpmn:resourceParameter id="rp" name="{code}"/></bpmn:resource>'
    ),
    "processing instruction": before_process("<?python {code}?>"),
    "description of a decision": Way(
        TABLE,
        '<variable id="route_variable"',
        '<description>{code}</description><variable id="route_variable"',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_place_that_others_run_is_refused_with_file_and_line(name: str, tmp_path: Path, work: Work) -> None:
    mark = tmp_path / "mark"
    folder, line = spoilt(tmp_path, REFUSED[name], ATTACKS[0].format(mark=mark))
    found = errors(folder)
    assert (REFUSED[name].file, line) in [(Path(one.file).name, one.line) for one in found], found
    with pytest.raises(BadRelease):
        releases.deploy(work, folder)
    assert not mark.exists()


@pytest.mark.parametrize("name", INERT)
def test_a_place_for_people_is_read_as_words_only(name: str, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    folder, _ = spoilt(tmp_path, INERT[name], ATTACKS[0].format(mark=mark))
    assert errors(folder) == []
    assert not mark.exists()


def test_an_address_of_a_schema_is_never_fetched(tmp_path: Path) -> None:
    place = Way(DIAGRAM, "<bpmn:definitions ", '<bpmn:definitions xsi:schemaLocation="x {code}" ')
    folder, _ = spoilt(tmp_path, place, "http://127.0.0.1:9/x.xsd")
    assert errors(folder) == []
    assert check_paths([folder], known()) is not None
