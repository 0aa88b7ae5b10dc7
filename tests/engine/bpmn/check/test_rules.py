"""A sound diagram passes in silence; one smallest bad diagram per rule is told by its code and line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.bpmn.check import Surroundings, check_bpmn, dialect_as_markdown
from engine.bpmn.check.elements import ELEMENTS
from engine.bpmn.check.sentences import SENTENCES
from engine.findings import Finding
from tests.engine.bpmn.check.sketch import Sketch, codes, good, properties

AROUND = Surroundings(
    forms=frozenset({"triage", "handle"}),
    decisions=frozenset({"routing", "evidence"}),
    operations=frozenset({"close"}),
    roles=frozenset({"ioc_operator", "team_leader"}),
    phases=frozenset({"ioc_triage", "handle"}),
    processes=frozenset({"p"}),
    texts=frozenset({"hello"}),
    elements=frozenset({"triage"}),
)
TIMER = "<bpmn:timerEventDefinition>{}</bpmn:timerEventDefinition>"
MESSAGE = '<bpmn:messageEventDefinition messageRef="m"/>'
MULTI = "<bpmn:multiInstanceLoopCharacteristics>{}</bpmn:multiInstanceLoopCharacteristics>"


def found(sketch: Sketch, around: Surroundings | None = AROUND) -> list[Finding]:
    return check_bpmn("thu.bpmn", sketch.xml(), around)


def line(*steps: tuple[str, str, str, str], extra: str = "") -> Sketch:
    """Draw start → the steps → end."""
    sketch = Sketch(extra='<bpmn:message id="m" name="gone"/><bpmn:escalation id="x" name="x"/>\n' + extra)
    sketch.step("startEvent", "begun")
    for kind, key, inner, attributes in steps:
        sketch.step(kind, key, inner, attributes)
    return sketch.step("endEvent", "done").chain("begun", *(key for _, key, _, _ in steps), "done")


def one(kind: str, inner: str = "", attributes: str = "", key: str = "x1", extra: str = "") -> Sketch:
    return line((kind, key, inner, attributes), extra=extra)


def waits(what: str, text: str) -> Sketch:
    return one("intermediateCatchEvent", TIMER.format(f"<bpmn:{what}>{text}</bpmn:{what}>"))


def task(**given: str) -> Sketch:
    return (
        Sketch()
        .step("startEvent", "begun")
        .user("triage", **given)
        .step("endEvent", "done")
        .chain("begun", "triage", "done")
    )


def edge(inner: str, *, interrupts: bool, to: str = "done") -> Sketch:
    return task().edge("bell", "triage", inner, interrupts=interrupts).flow("bell", to)


def choice(condition: str = "=a > 1".replace(">", "&gt;"), default: str = 'default="q_to_two"') -> Sketch:
    sketch = Sketch().step("startEvent", "begun").step("exclusiveGateway", "q", "", default, "Có?")
    for key in ("one", "two"):
        sketch.step("endEvent", key)
    return sketch.flow("begun", "q").flow("q", "one", condition).flow("q", "two")


def diamond(split: str, join: str, *, loop: bool = False) -> Sketch:
    default = 'default="s_to_b"' if split != "parallelGateway" else ""
    sketch = Sketch().step("startEvent", "begun").step(split, "s", "", default, "Rẽ?")
    for key in "ab":
        sketch.step("serviceTask", key, properties(operation="close", result="same"))
    sketch.step(join, "j", name="").step("endEvent", "done").flow("begun", "s")
    condition = "=x = 1" if default else ""
    return sketch.flow("s", "a", condition).flow("s", "b").chain("a", "j", "done").flow("b", "j")


def looped_join() -> Sketch:
    sketch = Sketch().step("startEvent", "begun").step("parallelGateway", "j")
    sketch.step("exclusiveGateway", "q", "", 'default="q_to_done"', "Lại?").step("endEvent", "done")
    return sketch.chain("begun", "j", "q", "done").flow("q", "j", "=x = 1")


def diamonds(count: int) -> Sketch:
    sketch = Sketch().step("startEvent", "n0")
    for number in range(count):
        split, join = f"s{number}", f"n{number + 1}"
        sketch.step("parallelGateway", split).step("parallelGateway", join).flow(f"n{number}", split)
        for branch in "ab":
            key = f"{branch}{number}"
            sketch.step("serviceTask", key, properties(operation="close")).chain(split, key, join)
    return sketch.step("endEvent", "done").flow(f"n{count}", "done")


def listener(end: str) -> Sketch:
    sketch = Sketch(extra='<bpmn:message id="m" name="gone"/>\n').step("startEvent", "begun")
    sketch.step("parallelGateway", "s").step("serviceTask", "work", properties(operation="close"))
    sketch.step("endEvent", "done", end).step("intermediateCatchEvent", "gone", MESSAGE)
    sketch.step("endEvent", "away", "<bpmn:terminateEventDefinition/>")
    return sketch.chain("begun", "s", "work", "done").chain("s", "gone", "away")


def race(*waiting: str) -> Sketch:
    sketch = Sketch(extra='<bpmn:message id="m" name="gone"/>\n').step("startEvent", "begun")
    sketch.step("eventBasedGateway", "g").step("endEvent", "done").flow("begun", "g")
    for number, inner in enumerate(waiting):
        sketch.step("intermediateCatchEvent", f"w{number}", inner).chain("g", f"w{number}", "done")
    return sketch


def turning(output: str) -> Sketch:
    sketch = Sketch().step("startEvent", "begun").step("exclusiveGateway", "again", name="")
    inner = MULTI.format(f"<bpmn:loopDataInputRef>units</bpmn:loopDataInputRef>{output}")
    sketch.step("serviceTask", "ask", properties(operation="close") + inner)
    sketch.step("exclusiveGateway", "q", "", 'default="q_to_done"', "Đủ?").step("endEvent", "done")
    return sketch.chain("begun", "again", "ask", "q", "done").flow("q", "again", "=x = 1")


def lanes(refs: str) -> Sketch:
    lanes = f'<bpmn:laneSet id="ls"><bpmn:lane id="l" name="IOC">{refs}</bpmn:lane></bpmn:laneSet>'
    sketch = line()
    sketch.steps.insert(
        0,
        (
            "laneSet",
            "ls0",
            lanes.removeprefix('<bpmn:laneSet id="ls">').removesuffix("</bpmn:laneSet>"),
            "",
            "",
        ),
    )
    return sketch


def moved(old: str, new: str, sketch: Sketch | None = None) -> Callable[[], bytes]:
    def xml() -> bytes:
        text = (sketch or good()).xml().decode()
        assert old in text
        return text.replace(old, new, 1).encode()

    return xml


SERVICE = properties(operation="close")
DURATION = TIMER.format("<bpmn:timeDuration>PT1H</bpmn:timeDuration>")
LADDER = TIMER.format('<bpmn:timeCycle>=escalation("ioc_triage", ioc)</bpmn:timeCycle>')
DATA = '<bpmn:dataInputAssociation id="da"><bpmn:sourceRef>o</bpmn:sourceRef><bpmn:targetRef>o</bpmn:targetRef></bpmn:dataInputAssociation>'

BAD: list[tuple[str, Sketch]] = [
    # The dialect.
    *(
        (f"refused-{name}", one(name, SERVICE if name == "scriptTask" else ""))
        for name in ("task", "manualTask", "scriptTask", "sendTask", "receiveTask", "complexGateway", "adHocSubProcess", "transaction")
    ),
    *(
        (f"refused-{kind}EventDefinition", one("intermediateThrowEvent", f'<bpmn:{kind}EventDefinition id="d1" {more}/>'))
        for kind, more in (("link", 'name="a"'), ("compensate", ""), ("signal", ""))
    ),
    ("refused-signalEventDefinition", Sketch().step("startEvent", "begun").step("endEvent", "done", "<bpmn:signalEventDefinition/>").chain("begun", "done")),
    ("refused-cancelEventDefinition", edge("<bpmn:cancelEventDefinition/>", interrupts=True)),
    ("refused-conditionalEventDefinition", one("intermediateCatchEvent", "<bpmn:conditionalEventDefinition><bpmn:condition>x</bpmn:condition></bpmn:conditionalEventDefinition>")),
    ("refused-standardLoopCharacteristics", one("serviceTask", SERVICE + "<bpmn:standardLoopCharacteristics/>")),
    ("refused-ioSpecification", one("serviceTask", SERVICE + "<bpmn:ioSpecification><bpmn:inputSet/><bpmn:outputSet/></bpmn:ioSpecification>")),
    ("refused-dataInputAssociation", one("serviceTask", SERVICE + DATA)),
    ("refused-dataStore", one("serviceTask", SERVICE, extra='<bpmn:dataStore id="ds" name="Kho"/>')),
    ("refused-import", one("serviceTask", SERVICE, extra='<bpmn:import importType="x" location="http://example.org/a.xsd" namespace="n"/>')),
    ("refused-choreography", one("serviceTask", SERVICE, extra='<bpmn:choreography id="ch"/>')),
    ("refused-globalUserTask", one("serviceTask", SERVICE, extra='<bpmn:globalUserTask id="gu"/>')),
    ("compensation", one("serviceTask", SERVICE, 'isForCompensation="true"')),
    ("event-subprocess", one("subProcess", "", 'triggeredByEvent="true"')),
    ("element-unknown", one("robotTask")),
    ("extension-must", one("serviceTask", SERVICE, extra='<bpmn:extension definition="phananh:x" mustUnderstand="true"/>')),
    ("extension-lost", one("serviceTask", SERVICE, 'camunda:dueDate="2026-01-01"')),
    ("extension-code", one("serviceTask", SERVICE, 'camunda:class="org.example.Evil"')),
    ("extension-code", one("serviceTask", "<bpmn:extensionElements><camunda:executionListener event=\"start\" expression=\"x\"/></bpmn:extensionElements>")),
    ("extension-ignored", one("serviceTask", SERVICE, 'camunda:asyncBefore="true"')),
    ("ignored-property", one("serviceTask", SERVICE + '<bpmn:property id="pp" name="x"/>')),
    ("property-unknown", one("serviceTask", properties(operation="close", reslt="x"))),
    ("property-duplicate", one("serviceTask", properties(operation="close"), 'camunda:topic="other"')),
    # Ids and flows.
    ("id-reserved", one("serviceTask", SERVICE, key="End")),
    ("id-reserved", one("serviceTask", SERVICE, key="a.EndJoin")),
    ("id-reserved", one("serviceTask", SERVICE, key="a.BoundaryEventSplit")),
    ("id-duplicate", line(("serviceTask", "x1", SERVICE, "")).step("endEvent", "x1")),
    ("start-missing", Sketch().step("serviceTask", "a", SERVICE).step("endEvent", "done").chain("a", "done")),
    ("start-many", line().step("startEvent", "too").flow("too", "done")),
    ("start-kind", Sketch(extra='<bpmn:message id="m" name="n"/>').step("startEvent", "begun", MESSAGE).step("endEvent", "done").chain("begun", "done")),
    ("end-missing", Sketch().step("startEvent", "begun").step("serviceTask", "a", SERVICE).chain("begun", "a")),
    ("dead-end", line().step("parallelGateway", "s").step("serviceTask", "a", SERVICE).flow("s", "a").flow("begun", "s")),
    ("unreachable", line().step("serviceTask", "a", SERVICE).flow("a", "done")),
    ("no-way-out", choice().step("serviceTask", "a", SERVICE).step("exclusiveGateway", "m", name="").flow("two", "m").chain("m", "a", "m")),
    ("flow-broken", line().flow("begun", "nowhere")),
    ("reference-prefix", line().flow("begun", "a:done")),
    ("flow-into-start", line(("exclusiveGateway", "q", "", 'default="q_to_done"')).flow("q", "begun", "=x = 1")),
    ("flow-out-of-end", line().step("serviceTask", "a", SERVICE).flow("done", "a")),
    ("flow-into-boundary", edge(LADDER, interrupts=False).flow("begun", "bell")),
    ("task-many-flows", one("serviceTask", SERVICE).step("endEvent", "e2").flow("x1", "e2")),
    ("task-many-incoming", choice().step("serviceTask", "a", SERVICE).step("endEvent", "e").flow("one", "a").flow("two", "a").flow("a", "e")),
    ("condition-ignored", line().step("endEvent", "e2").flow("begun", "e2", "=x = 1")),
    ("gateway-condition-missing", choice(condition="")),
    ("gateway-default-missing", choice(default="")),
    ("gateway-default-unknown", choice(default='default="begun"')),
    ("default-condition", choice(default='default="q_to_one"')),
    ("gateway-useless", one("exclusiveGateway")),
    ("gateway-question", line(("exclusiveGateway", "q", "", 'default="q_to_done"')).step("endEvent", "e").flow("q", "e", "=x = 1")),
    ("flow-name-missing", choice().flow("q", "one", "=x = 2", name="")),
    # Parallel work.
    ("join-deadlock", diamond("exclusiveGateway", "parallelGateway")),
    ("join-deadlock", task().step("parallelGateway", "j").step("endEvent", "e").edge("bell", "triage", DURATION, interrupts=True).chain("bell", "j", "e").flow("triage", "j")),
    ("join-loop", looped_join()),
    ("variable-twice", diamond("parallelGateway", "parallelGateway")),
    ("variable-twice", diamond("inclusiveGateway", "inclusiveGateway")),
    ("diamonds", diamonds(7)),
    ("listener-keeps-open", listener("")),
    ("mi-output-loop", turning("<bpmn:loopDataOutputRef>answers</bpmn:loopDataOutputRef>")),
    ("terminate-inner", one("subProcess", '<bpmn:startEvent id="i"/><bpmn:endEvent id="ie"><bpmn:terminateEventDefinition/></bpmn:endEvent><bpmn:sequenceFlow id="if" sourceRef="i" targetRef="ie"/>')),
    # Events.
    ("event-many-definitions", one("intermediateCatchEvent", MESSAGE + DURATION)),
    ("event-nothing", one("intermediateCatchEvent")),
    ("event-kind", one("intermediateThrowEvent", DURATION)),
    ("boundary-host", task().edge("bell", "nobody", DURATION).flow("bell", "done")),
    ("boundary-back", edge(DURATION, interrupts=True, to="triage")),
    ("boundary-no-flow", task().edge("bell", "triage", DURATION)),
    ("message-missing", one("intermediateCatchEvent", "<bpmn:messageEventDefinition/>")),
    ("message-missing", one("intermediateCatchEvent", '<bpmn:messageEventDefinition messageRef="m2"/>', extra='<bpmn:message id="m2"/>')),
    ("reference-broken", one("intermediateCatchEvent", '<bpmn:messageEventDefinition messageRef="m9"/>')),
    ("reference-broken", edge('<bpmn:errorEventDefinition errorRef="m9"/>', interrupts=True)),
    ("event-gateway-timers", race(DURATION, DURATION)),
    ("event-gateway-target", line(("eventBasedGateway", "g", "", ""))),
    ("event-gateway-instantiate", one("eventBasedGateway", "", 'instantiate="true"')),
    ("timer-missing", one("intermediateCatchEvent", "<bpmn:timerEventDefinition/>")),
    ("timer-text", waits("timeDuration", "P1DT")),
    ("timer-text", waits("timeDate", "2026-02-30T10:00:00+07:00")),
    ("timer-text", waits("timeDuration", "=duration(&quot;sometime&quot;)")),
    ("timer-text", waits("timeDate", "=5 + 1")),
    ("timer-zero", waits("timeDuration", "PT0S")),
    ("timer-zero", waits("timeDuration", "=duration(&quot;PT0S&quot;)")),
    ("timer-naive", waits("timeDate", "2026-01-31T17:00:00")),
    ("timer-naive", waits("timeDate", "=date and time(&quot;2026-01-31T17:00:00&quot;)")),
    ("cycle-place", waits("timeCycle", "R3/PT1H")),
    ("cycle-text", edge(TIMER.format("<bpmn:timeCycle>R3/PT1H</bpmn:timeCycle>"), interrupts=False)),
    ("cycle-text", edge(TIMER.format("<bpmn:timeCycle>0 0 9 * * ?</bpmn:timeCycle>"), interrupts=False)),
    ("cycle-interrupting", edge(LADDER, interrupts=True)),
    ("cycle-user-task", edge(LADDER, interrupts=False, to="triage")),
    # Expressions.
    ("feel-empty", choice(condition=" ")),
    ("feel-syntax", choice(condition="=a and and b")),
    ("feel-syntax", choice(condition="${a == 1}")),
    ("feel-function", choice(condition="=launch(a)")),
    ("feel-function", choice(condition="=a.launch(1)")),
    ("feel-python", choice(condition="=a.__class__ = 1")),
    ("literal-name", task(role="ioc operator = 1")),
    # What steps need.
    ("property-missing", task(form="")),
    ("property-missing", task(role="")),
    ("property-missing", one("serviceTask")),
    ("property-missing", one("businessRuleTask")),
    ("mi-collection", one("serviceTask", SERVICE + MULTI.format(""))),
    ("call-missing", one("callActivity")),
    ("style-property", task(unit="")),
    ("ladder-missing", one("userTask", properties(form="triage", role="ioc_operator", unit="=ioc", deadline="handle"))),
    ("ladder-phase", one("userTask", properties(form="triage", role="ioc_operator", unit="=ioc", deadline="handle")).ladder("x1", "ioc_triage")),
    ("ladder-end", one("userTask", properties(form="triage", role="ioc_operator", unit="=ioc", deadline="handle")).edge("bell", "x1", LADDER).step("endEvent", "e").flow("bell", "e")),
    ("name-missing", line().step("endEvent", "e", name="").flow("begun", "e")),
    # What must exist.
    ("unknown", task(form="nothing")),
    ("unknown", task(role="king")),
    ("unknown", task(deadline="never")),
    ("unknown", task(guard="nothing")),
    ("unknown", task(independent_of="nobody")),
    ("unknown", one("serviceTask", properties(operation="explode"))),
    ("unknown", one("serviceTask", properties(operation="close", input__text="=&quot;nothing&quot;"))),
    ("unknown", one("businessRuleTask", properties(decision="nothing"))),
    ("unknown", one("callActivity", "", 'calledElement="nothing"')),
    ("unknown", waits("timeDate", "=deadline(&quot;never&quot;)")),
    # Lanes.
    ("lane-missing", lanes("<bpmn:flowNodeRef>begun</bpmn:flowNodeRef>")),
    ("lane-reference", lanes("<bpmn:flowNodeRef>ghost</bpmn:flowNodeRef>")),
]  # fmt: skip

FILES: list[tuple[str, Callable[[], bytes]]] = [
    ("id-missing", moved('<bpmn:endEvent id="done"', "<bpmn:endEvent")),
    ("not-executable", moved('isExecutable="true"', 'isExecutable="false"')),
    ("feel-language", moved('conditionExpression xsi:type="bpmn:tFormalExpression"', 'conditionExpression xsi:type="bpmn:tFormalExpression" language="http://www.java.com/java"')),
    ("foreign-element", moved("<bpmn:endEvent", "<camunda:thing/><bpmn:endEvent")),
    ("reference-broken", moved("<bpmn:process", '<bpmn:collaboration id="c"><bpmn:participant id="pp" name="A" processRef="zz"/></bpmn:collaboration><bpmn:process')),
    ("name-missing", moved("<bpmn:process", '<bpmn:collaboration id="c"><bpmn:participant id="pp" processRef="p"/></bpmn:collaboration><bpmn:process')),
    ("xsd", moved('name="withdrawn"', 'name="withdrawn" surprise="1"')),
    ("xsd", moved("<bpmn:sequenceFlow", "stray text<bpmn:sequenceFlow")),
    ("di-missing", moved('bpmnElement="done"', 'bpmnElement="ok"')),
    ("di-unknown", moved('bpmnElement="done"', 'bpmnElement="ghost"')),
    ("di-bounds", moved('width="36"', 'width="wide"')),
    ("di-overlap", moved('<dc:Bounds x="200" y="0"', '<dc:Bounds x="10" y="10"')),
    ("di-loose", moved("<di:waypoint x=", '<di:waypoint x="9999" y="0"/><di:waypoint x=')),
    ("di-none", lambda: Sketch(drawn=False).step("startEvent", "a").step("endEvent", "b").chain("a", "b").xml()),
    ("lane-twice", moved('isExecutable="true">', 'isExecutable="true"><bpmn:laneSet id="ls"><bpmn:lane id="l1" name="A"><bpmn:flowNodeRef>done</bpmn:flowNodeRef></bpmn:lane><bpmn:lane id="l2" name="B"><bpmn:flowNodeRef>done</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>')),
    ("not-bpmn", lambda: b"<html/>"),
    ("not-bpmn", lambda: b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'),
    ("no-process", lambda: Sketch().head.encode() + b"</bpmn:definitions>"),
    ("xml-malformed", lambda: b"<bpmn:definitions"),
]  # fmt: skip


def test_a_sound_diagram_gives_no_finding() -> None:
    around = Surroundings(
        forms=frozenset({"triage"}), decisions=frozenset({"routing"}), roles=frozenset({"ioc_operator"})
    )
    assert found(good(), around) == []


def test_a_lone_diagram_is_told_what_was_not_looked_up() -> None:
    assert codes(found(good(), None)) == {"unchecked"}


@pytest.mark.parametrize(("code", "sketch"), BAD, ids=[f"{n}-{code}" for n, (code, _) in enumerate(BAD)])
def test_each_fault_is_told_with_its_line(code: str, sketch: Sketch) -> None:
    findings = found(sketch)
    assert code in codes(findings)
    assert all(finding.line > 0 for finding in findings if finding.code == code)


@pytest.mark.parametrize(("code", "file"), FILES, ids=[f"{n}-{code}" for n, (code, _) in enumerate(FILES)])
def test_each_fault_of_a_file_is_told(code: str, file: Callable[[], bytes]) -> None:
    assert code in codes(check_bpmn("thu.bpmn", file(), AROUND))


def test_a_step_outside_its_lane_on_the_drawing_is_told() -> None:
    lane = '<bpmn:laneSet id="ls"><bpmn:lane id="l1" name="A"><bpmn:flowNodeRef>done</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
    shape = '<bpmndi:BPMNShape id="l1_di" bpmnElement="l1"><dc:Bounds x="-9" y="-9" width="60" height="60"/></bpmndi:BPMNShape>'
    text = good().xml().decode().replace('isExecutable="true">', f'isExecutable="true">{lane}')
    text = text.replace("<bpmndi:BPMNShape", f"{shape}<bpmndi:BPMNShape", 1)
    assert "di-off-lane" in codes(check_bpmn("thu.bpmn", text.encode(), AROUND))


def test_a_label_over_a_step_is_told() -> None:
    label = '<bpmndi:BPMNLabel><dc:Bounds x="210" y="5" width="60" height="14"/></bpmndi:BPMNLabel></bpmndi:BPMNShape>'
    text = good().xml().decode().replace("</bpmndi:BPMNShape>", label, 1)
    assert "di-label" in codes(check_bpmn("thu.bpmn", text.encode(), AROUND))


def test_a_main_branch_that_ends_in_terminate_may_leave_a_listener_waiting() -> None:
    assert "listener-keeps-open" not in codes(found(listener("<bpmn:terminateEventDefinition/>")))


def test_branches_that_write_different_variables_are_left_alone() -> None:
    text = diamond("parallelGateway", "parallelGateway").xml().replace(b'value="same"', b'value="other"', 1)
    assert "variable-twice" not in codes(check_bpmn("thu.bpmn", text, AROUND))


def test_a_parallel_split_joined_in_parallel_is_no_deadlock() -> None:
    assert "join-deadlock" not in codes(found(diamond("parallelGateway", "parallelGateway")))


def test_an_escalation_ladder_keeps_its_own_phase_when_the_deadline_is_a_formula() -> None:
    findings = found(task(deadline="=if urgent then &quot;handle&quot; else &quot;ioc_triage&quot;"))
    assert "ladder-phase" not in codes(findings)


def test_the_same_cause_is_told_five_times_and_then_counted() -> None:
    sketch = line(*(("scriptTask", f"x{number}", "", "") for number in range(40)))
    told = [finding for finding in found(sketch) if finding.code == "refused-scriptTask"]
    assert len(told) == 6
    assert "35" in told[-1].vi
    assert "35 more" in told[-1].en


def test_every_sentence_speaks_both_languages() -> None:
    assert all(sentence.vi and sentence.en and sentence.vi != sentence.en for sentence in SENTENCES.values())


def test_every_sentence_of_a_diagram_is_tested() -> None:
    tested = {
        code.split("-")[0] if code.startswith(("refused-", "ignored-")) else code
        for code, _ in [*BAD, *FILES]
    }
    elsewhere = {
        "file-unreadable", "file-empty-folder", "file-kind", "yaml-broken", "yaml-mapping",
        "release-process-missing", "process-duplicate", "decision-duplicate", "call-cycle", "too-many-steps",
        "di-off-lane", "di-label", "unchecked", "text-placeholder",
        "text-words",
    }  # fmt: skip
    assert set(SENTENCES) - elsewhere == tested & set(SENTENCES)


def test_the_dialect_table_lists_every_refused_element_with_its_reason() -> None:
    table = dialect_as_markdown()
    assert "| `scriptTask` | " + ELEMENTS["scriptTask"].vi in table
    assert all(f"`{name}`" in table for name in ("userTask", "complexGateway", "dataStore", "lane"))
