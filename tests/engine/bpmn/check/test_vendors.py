"""Files in the manner of other vendors' tools: read without a stumble, told so that a person can act."""

from __future__ import annotations

import pytest

from engine.bpmn.check import check_bpmn
from tests.engine.bpmn.check.sketch import codes

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"

SIGNAVIO = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<definitions xmlns="{MODEL}" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
 xmlns:omgdc="http://www.omg.org/spec/DD/20100524/DC" xmlns:omgdi="http://www.omg.org/spec/DD/20100524/DI"
 xmlns:signavio="http://www.signavio.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 exporter="Signavio Process Editor" exporterVersion="7.8.1" expressionLanguage="http://www.w3.org/TR/XPath"
 id="sid-0001" targetNamespace="http://www.signavio.com" typeLanguage="http://www.w3.org/2001/XMLSchema">
 <collaboration id="sid-0002">
  <participant id="sid-0003" name="Citizen"/>
  <participant id="sid-0004" name="Office" processRef="sid-0005"/>
  <messageFlow id="sid-0020" sourceRef="sid-0003" targetRef="sid-0010"/>
 </collaboration>
 <process id="sid-0005" isClosed="false" isExecutable="false" name="Office" processType="None">
  <laneSet id="sid-0006">
   <lane id="sid-0007" name="Front"><extensionElements><signavio:signavioMetaData metaKey="bgcolor" metaValue=""/></extensionElements>
    <flowNodeRef>sid-0010</flowNodeRef><flowNodeRef>sid-0011</flowNodeRef>
    <childLaneSet id="sid-0008"><lane id="sid-0009" name="Desk"><flowNodeRef>sid-0012</flowNodeRef></lane></childLaneSet>
   </lane>
  </laneSet>
  <startEvent id="sid-0010" isInterrupting="true" name="Report in"><outgoing>sid-0030</outgoing>
   <messageEventDefinition id="sid-0013"/></startEvent>
  <task completionQuantity="1" id="sid-0011" isForCompensation="false" name="Look" startQuantity="1">
   <incoming>sid-0030</incoming><outgoing>sid-0031</outgoing><outgoing>sid-0032</outgoing></task>
  <endEvent id="sid-0012" name="Done"><incoming>sid-0031</incoming></endEvent>
  <dataObjectReference id="sid-0040" dataObjectRef="sid-0041"/><dataObject id="sid-0041" name="Form" isCollection="false"/>
  <sequenceFlow id="sid-0030" sourceRef="sid-0010" targetRef="sid-0011"/>
  <sequenceFlow id="sid-0031" sourceRef="sid-0011" targetRef="sid-0012"/>
  <sequenceFlow id="sid-0032" sourceRef="sid-0011" targetRef="sid-0012"><conditionExpression
   xsi:type="tFormalExpression" language="http://www.w3.org/TR/XPath">getDataObject('a') = 1</conditionExpression></sequenceFlow>
  <association id="sid-0033" associationDirection="None" sourceRef="sid-0040" targetRef="sid-0011"/>
 </process>
 <bpmndi:BPMNDiagram id="sid-0050"><bpmndi:BPMNPlane bpmnElement="sid-0002" id="sid-0051">
  <bpmndi:BPMNShape bpmnElement="sid-0010" id="sid-0052"><omgdc:Bounds height="30.0" width="30.0" x="1.0" y="1.0"/></bpmndi:BPMNShape>
  <bpmndi:BPMNEdge bpmnElement="sid-0030" id="sid-0053"><omgdi:waypoint x="1.0" y="1.0"/></bpmndi:BPMNEdge>
 </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>"""

BIZAGI = f"""<?xml version="1.0"?>
<definitions xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
 id="_2015" targetNamespace="http://www.bizagi.com/definitions/_2015" xmlns="{MODEL}">
 <process id="Id_1" name="Main" processType="None" isClosed="false">
  <extensionElements><BizagiExtensions xmlns="http://www.bizagi.com/bpmn20"><BizagiProperties>
   <BizagiProperty name="bgColor" value="White"/></BizagiProperties></BizagiExtensions></extensionElements>
  <startEvent id="Id_2" name=""><timerEventDefinition id="Id_2t"/></startEvent>
  <userTask id="Id_3" name="Do &#xA; it" implementation="##unspecified"><ioSpecification><inputSet/><outputSet/></ioSpecification></userTask>
  <adHocSubProcess id="Id_4" name="Any order"><task id="Id_5"/><completionCondition xsi:type="tFormalExpression"/></adHocSubProcess>
  <boundaryEvent id="Id_6" attachedToRef="Id_3" cancelActivity="true" parallelMultiple="false"><compensateEventDefinition id="Id_6c"/></boundaryEvent>
  <dataStoreReference id="Id_7" dataStoreRef="Id_8"/>
  <sequenceFlow id="Id_9" sourceRef="Id_2" targetRef="Id_3"/>
  <intermediateThrowEvent id="Id_10" name="A"><linkEventDefinition id="Id_10l" name="A"/></intermediateThrowEvent>
  <intermediateCatchEvent id="Id_11"><linkEventDefinition id="Id_11l" name="A"/></intermediateCatchEvent>
 </process>
 <dataStore id="Id_8" name="Store" isUnlimited="false"/>
</definitions>"""

CAMUNDA = f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="{MODEL}" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
 xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn"
 exporter="Camunda Modeler" exporterVersion="5.20.0" modeler:executionPlatform="Camunda Platform" modeler:executionPlatformVersion="7.20.0">
 <bpmn:process id="Process_1" isExecutable="true" camunda:historyTimeToLive="180">
  <bpmn:startEvent id="StartEvent_1" camunda:initiator="starter"><bpmn:outgoing>Flow_1</bpmn:outgoing></bpmn:startEvent>
  <bpmn:serviceTask id="Activity_1" name="Call" camunda:class="org.acme.Delegate"><bpmn:extensionElements>
   <camunda:inputOutput><camunda:inputParameter name="x"><camunda:script scriptFormat="groovy">1+1</camunda:script></camunda:inputParameter></camunda:inputOutput>
  </bpmn:extensionElements></bpmn:serviceTask>
  <bpmn:userTask id="Activity_2" name="Check" camunda:formKey="triage" camunda:candidateGroups="ioc_operator" camunda:asyncBefore="true"/>
  <bpmn:exclusiveGateway id="Gateway_1"/>
  <bpmn:endEvent id="Event_1"/>
  <bpmn:sequenceFlow id="Flow_1" sourceRef="StartEvent_1" targetRef="Activity_1"/>
  <bpmn:sequenceFlow id="Flow_2" sourceRef="Activity_1" targetRef="Activity_2"/>
  <bpmn:sequenceFlow id="Flow_3" sourceRef="Activity_2" targetRef="Gateway_1"/>
  <bpmn:sequenceFlow id="Flow_4" sourceRef="Gateway_1" targetRef="Event_1"><bpmn:conditionExpression>${{ok}}</bpmn:conditionExpression></bpmn:sequenceFlow>
  <bpmn:sequenceFlow id="Flow_5" sourceRef="Gateway_1" targetRef="Activity_1"/>
 </bpmn:process>
</bpmn:definitions>"""

VISIO = f"""<?xml version="1.0" encoding="utf-8"?>
<semantic:definitions xmlns:semantic="{MODEL}" xmlns:trisobpmn="http://www.trisotech.com/2014/triso/bpmn"
 xmlns:triso="http://www.trisotech.com/2015/triso/modeling" xmlns:rss="http://purl.org/rss/2.0/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="_1" targetNamespace="http://www.trisotech.com/definitions/_1" name="Page-1">
 <semantic:extensionElements><trisobpmn:anchors><triso:attachment url="http://example.org/x"/></trisobpmn:anchors><rss:channel/></semantic:extensionElements>
 <semantic:choreography id="c1"><semantic:choreographyTask id="ct" initiatingParticipantRef="pa"><semantic:participantRef>pa</semantic:participantRef></semantic:choreographyTask></semantic:choreography>
 <semantic:process isExecutable="false" id="WFP-6-1"><semantic:documentation>A
  long note</semantic:documentation>
  <semantic:complexGateway id="cg" gatewayDirection="Diverging"/>
  <semantic:subProcess id="ev" triggeredByEvent="true"><semantic:startEvent id="evs"><semantic:signalEventDefinition/></semantic:startEvent></semantic:subProcess>
  <semantic:transaction id="tr"><semantic:standardLoopCharacteristics/></semantic:transaction>
  <semantic:callActivity id="ca" calledElement="trisobpmn:other"/>
 </semantic:process>
 <semantic:conversation id="cv"/>
 <semantic:globalTask id="gt"/>
</semantic:definitions>"""

EXPECTED = {
    "signavio": (
        SIGNAVIO,
        {"start-kind", "refused-task", "task-many-flows", "condition-ignored", "feel-language", "extension-ignored", "di-missing", "di-bounds", "not-executable"},
    ),
    "bizagi": (
        BIZAGI,
        {"timer-missing", "refused-ioSpecification", "refused-adHocSubProcess", "refused-compensateEventDefinition", "refused-dataStore", "refused-linkEventDefinition", "di-none", "extension-ignored", "property-missing", "unreachable"},
    ),
    "camunda": (
        CAMUNDA,
        {"extension-code", "extension-lost", "extension-ignored", "feel-syntax", "gateway-default-missing", "gateway-condition-missing", "property-missing", "ladder-missing"},
    ),
    "visio": (
        VISIO,
        {"refused-choreography", "refused-complexGateway", "event-subprocess", "refused-transaction", "refused-conversation", "refused-globalTask", "extension-ignored"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("vendor", EXPECTED)
def test_a_file_of_another_vendor_is_told_what_to_change(vendor: str) -> None:
    text, expected = EXPECTED[vendor]
    findings = check_bpmn(f"{vendor}.bpmn", text.encode())
    assert expected <= codes(findings)
    assert len(findings) < 80


@pytest.mark.parametrize("vendor", EXPECTED)
@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "utf-8-sig"])
def test_the_encoding_of_a_file_does_not_matter(vendor: str, encoding: str) -> None:
    text = EXPECTED[vendor][0].split("?>", 1)[1]
    written = encoding.removesuffix("-sig")
    data = f'<?xml version="1.0" encoding="{written}"?>{text}'.encode(encoding)
    assert EXPECTED[vendor][1] <= codes(check_bpmn("a.bpmn", data))


def test_a_harmless_extension_of_a_drawing_tool_is_only_a_note() -> None:
    notes = [f for f in check_bpmn("a.bpmn", SIGNAVIO.encode()) if "signavio" in f.en]
    assert {finding.severity for finding in notes} == {"info"}


IBM = f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmi:version="2.0" xmlns:xmi="http://www.omg.org/XMI" xmlns:Process="http://a/Process" xmlns:bpmn="{MODEL}"
 exporter="http://www.ibm.com/BPM" exporterVersion="8.0.1" id="bpmnid-1" targetNamespace="http://a/Process">
 <bpmn:process id="bpmnid-2" name="Process" isClosed="false" processType="None">
  <bpmn:subProcess id="bpmnid-3" name="Collapsed  Sub-Process"/>
  <bpmn:boundaryEvent id="bpmnid-4" attachedToRef="Process:bpmnid-3" cancelActivity="true"><bpmn:messageEventDefinition/></bpmn:boundaryEvent>
  <bpmn:startEvent id="bpmnid-5" name="Start Event"/>
  <bpmn:endEvent id="bpmnid-6" name="End Event 1"/>
  <bpmn:sequenceFlow id="bpmnid-7" sourceRef="Process:bpmnid-5" targetRef="Process:bpmnid-3"/>
  <bpmn:sequenceFlow id="bpmnid-8" sourceRef="bpmnid-3" targetRef="bpmnid-6"/>
  <bpmn:sequenceFlow id="bpmnid-9" sourceRef="bpmnid-4" targetRef="bpmnid-6"/>
 </bpmn:process>
</bpmn:definitions>"""


def test_a_reference_with_a_prefix_is_told_once_and_not_as_a_broken_path() -> None:
    findings = check_bpmn("ibm.bpmn", IBM.encode())
    told = [(finding.line, finding.element) for finding in findings if finding.code == "reference-prefix"]
    assert told == [(6, "bpmnid-4"), (9, "bpmnid-7"), (9, "bpmnid-7")]
    assert not {"flow-broken", "unreachable", "boundary-host"} & codes(findings)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "xml-empty"),
        (b" \r\n", "xml-empty"),
        (b"<definitions", "xml-malformed"),
        (b"<Package xmlns='http://www.wfmc.org/2009/XPDL2.2'/>", "not-bpmn"),
        (IBM.replace("UTF-8", "Shift_JIS").encode("shift_jis"), "xml-encoding"),
        (IBM.replace("UTF-8", "x-none").encode(), "xml-encoding"),
    ],
)
def test_what_is_no_diagram_is_told_in_one_sentence(data: bytes, code: str) -> None:
    assert [finding.code for finding in check_bpmn("a.bpmn", data)] == [code]


def test_what_stands_often_in_one_line_is_counted_at_the_end_of_it() -> None:
    tasks = "".join(f'<choreographyTask id="k{n}"/>' for n in range(30))
    text = f'<definitions xmlns="{MODEL}" id="d" targetNamespace="x"><choreography id="c">{tasks}</choreography></definitions>'
    told = [f for f in check_bpmn("a.bpmn", text.encode()) if f.code == "refused-choreographyTask"]
    assert len(told) == 6
    assert "25 more of the same (lines 1)" in told[-1].en


def test_camunda_attributes_we_understand_count_as_our_own() -> None:
    missing = [f for f in check_bpmn("a.bpmn", CAMUNDA.encode()) if f.code == "property-missing"]
    assert [finding.element for finding in missing] == ["Activity_1"]
