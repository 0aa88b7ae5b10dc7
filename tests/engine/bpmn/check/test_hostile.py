"""Ten known ways to run code from a model, bombs, and whatever chance makes of a file."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.bpmn.check import check_bpmn, check_paths
from engine.bpmn.check.others import check_dmn, check_form, check_yaml
from engine.findings import Finding
from tests.engine.bpmn.check.sketch import HEAD, Sketch, good, properties

PYTHON = (
    "__import__('os').system('x')",
    "().__class__.__base__.__subclasses__()",
    "__import__(&quot;os&quot;).system(&quot;x&quot;)",
    "&quot;&quot;.__class__",
    "open(&quot;/etc/passwd&quot;).read()",
    "exec(&quot;x&quot;)",
    "[c for c in ().__class__.__mro__]",
    "lambda: 0",
)
DMN = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">\n'
    '<decision id="dec" name="dec"><variable name="dec"/>\n<decisionTable id="t" hitPolicy="FIRST">\n'
    '<input id="i"><inputExpression id="ie"><text>{input}</text></inputExpression></input>\n<output id="o" name="o"/>\n'
    '<rule id="r"><inputEntry id="c"><text>{cell}</text></inputEntry>\n<outputEntry id="oe"><text>{output}</text>'
    "</outputEntry></rule></decisionTable></decision></definitions>"
)


def errors(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "error"]


def one(kind: str, inner: str, attributes: str = "", extra: str = "") -> bytes:
    sketch = Sketch(extra=extra).step("startEvent", "begun").step(kind, "x1", inner, attributes)
    return sketch.step("endEvent", "done").chain("begun", "x1", "done").xml()


def condition(text: str) -> bytes:
    sketch = Sketch().step("startEvent", "begun").step("exclusiveGateway", "q", "", 'default="q_to_b"', "Có?")
    return (
        sketch.step("endEvent", "a")
        .step("endEvent", "b")
        .flow("begun", "q")
        .flow("q", "a", text)
        .flow("q", "b")
        .xml()
    )


VECTORS: dict[str, Callable[[str], bytes]] = {
    "script task": lambda text: one("scriptTask", f"<bpmn:script>{text}</bpmn:script>"),
    "condition": condition,
    "timer": lambda text: one(
        "intermediateCatchEvent",
        f"<bpmn:timerEventDefinition><bpmn:timeDuration>{text}</bpmn:timeDuration></bpmn:timerEventDefinition>",
    ),
    "pre-script": lambda text: one(
        "userTask",
        f"<bpmn:extensionElements><spiffworkflow:preScript>{text}</spiffworkflow:preScript></bpmn:extensionElements>",
    ),
    "multi-instance cardinality": lambda text: one(
        "serviceTask",
        properties(operation="close") + "<bpmn:multiInstanceLoopCharacteristics>"
        f"<bpmn:loopCardinality>{text}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>",
    ),
    "message payload": lambda text: one(
        "intermediateThrowEvent",
        '<bpmn:messageEventDefinition messageRef="m"/>',
        extra='<bpmn:message id="m" name="n"><bpmn:extensionElements><spiffworkflow:messagePayload>'
        f"{text}</spiffworkflow:messagePayload></bpmn:extensionElements></bpmn:message>\n",
    ),
    "conditional event": lambda text: one(
        "intermediateCatchEvent",
        f"<bpmn:conditionalEventDefinition><bpmn:condition>{text}</bpmn:condition></bpmn:conditionalEventDefinition>",
    ),
    "property": lambda text: one("userTask", properties(form="f", role="r", assignee="=" + text)),
    "literal property": lambda text: one("userTask", properties(form="f", role=text)),
    "service input": lambda text: one("serviceTask", properties(operation="close", input__a="=" + text)),
}  # fmt: skip
TABLES = ("input", "cell", "output")


@pytest.mark.parametrize("text", PYTHON)
@pytest.mark.parametrize("vector", VECTORS)
def test_python_in_a_diagram_is_an_error_with_its_line(vector: str, text: str) -> None:
    lines = VECTORS[vector](text).decode().splitlines()
    findings = errors(check_bpmn("thu.bpmn", "\n".join(lines).encode()))
    # The fault stands on the very line that carries the text, or on that of the step around it.
    assert any(text in lines[finding.line - 1] for finding in findings)


@pytest.mark.parametrize("text", PYTHON)
@pytest.mark.parametrize("place", TABLES)
def test_python_in_a_decision_table_is_an_error_with_its_line(place: str, text: str) -> None:
    filled = DMN.format(**{"input": "a", "cell": "-", "output": "1"} | {place: text})
    findings = errors(check_dmn("thu.dmn", filled.encode()))
    assert any(text in filled.splitlines()[finding.line - 1] for finding in findings)


def test_a_plain_decision_table_passes() -> None:
    assert (
        errors(check_dmn("thu.dmn", DMN.format(input="count(a)", cell="&gt; 1", output="1").encode())) == []
    )


def test_java_in_a_decision_model_is_refused() -> None:
    model = DMN.format(input="a", cell="-", output="1").replace(
        "</definitions>",
        '<businessKnowledgeModel id="k" name="k"><encapsulatedLogic id="el" kind="Java"><context/></encapsulatedLogic>'
        "</businessKnowledgeModel></definitions>",
    )
    assert errors(check_dmn("thu.dmn", model.encode()))


@pytest.mark.parametrize("text", [text for text in PYTHON if "&quot;" not in text])
def test_python_in_a_form_is_an_error_with_its_line(text: str) -> None:
    form = f'{{"schemaVersion": 18, "type": "default", "components": [\n{{"type": "textfield", "key": "a", "label": "A",\n"conditional": {{"hide": "={text}"}}}}]}}'
    assert [f for f in errors(check_form("thu.form", form.encode())) if f.line == 3]


LAUGHS = (
    '<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>\n<bpmn:definitions xmlns:bpmn="x">&c;</bpmn:definitions>'
)
EXTERNAL = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<d>&x;</d>'
MANY = HEAD + '<bpmn:process id="p">' + "<bpmn:task/>" * 100_000 + "</bpmn:process></bpmn:definitions>"
DEEP = HEAD + "<bpmn:process>" * 5_000


@pytest.mark.parametrize("text", [LAUGHS, EXTERNAL, MANY, DEEP], ids=["laughs", "external", "many", "deep"])
def test_a_bomb_is_refused_with_a_line_within_two_seconds(text: str) -> None:
    begun = time.process_time()
    for check in (check_bpmn, check_dmn):
        findings = check("bom.bpmn", text.encode())
        assert [finding.severity for finding in findings] == ["error"]
        assert "root:" not in str(findings)
    assert time.process_time() - begun < 4


def two_thousand_elements() -> bytes:
    sketch = Sketch(drawn=True).step("startEvent", "begun")
    before = "begun"
    for number in range(135):
        split = f"s{number}"
        sketch.step("parallelGateway" if number % 2 else "exclusiveGateway", split).flow(before, split)
        sketch.step("endEvent", f"e{number}").flow(split, f"e{number}", "=a.b = 1")
        sketch.user(f"t{number}").flow(split, f"t{number}").flow(f"t{number}_ladder", split)
        before = f"t{number}"
    return sketch.xml()


def test_two_thousand_elements_are_checked_within_two_seconds() -> None:
    data = two_thousand_elements()
    assert data.count(b"<bpmn:") >= 2_000
    check_bpmn("warm.bpmn", good().xml())
    begun = time.process_time()
    assert check_bpmn("dai.bpmn", data)
    assert time.process_time() - begun < 2


def test_a_tangle_of_more_steps_than_anyone_can_read_is_told_and_not_searched() -> None:
    sketch = Sketch(drawn=False).step("startEvent", "begun").step("endEvent", "done")
    for number in range(2_100):
        sketch.step("parallelGateway", f"g{number}", name="").flow(f"g{number}", f"g{(number * 7) % 2100}")
    begun = time.process_time()
    assert "too-many-steps" in {finding.code for finding in check_bpmn("roi.bpmn", sketch.xml())}
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "text",
    ["a " * 100_000, "f(" * 50_000, '"' + "\\" * 99_999, "/*" * 50_000, "a.b(" * 20_000, "(" * 100_000],
)
def test_a_monstrous_expression_is_refused_quickly(text: str) -> None:
    begun = time.process_time()
    assert errors(check_bpmn("dai.bpmn", condition(text)))
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "text", [b"a: &a [*a]", b"[" * 5000, b"a: 2026-99-99", b"\xff\xfe\x00", b"a: *b", b"- 1", b"? {a: 1}: 2"]
)
def test_strange_yaml_is_told_and_never_raises(text: bytes) -> None:
    assert isinstance(check_yaml("thu.yaml", text), list)


SAMPLES = [
    good().xml(),
    two_thousand_elements()[:20_000],
    condition("=a = 1"),
    DMN.format(input="a", cell="-", output="1").encode(),
]
FRAGMENTS = st.sampled_from(
    [b"<", b">", b'"', b"&lt;", b"id", b"bpmn:", b"xmlns", b"sourceRef", b"userTask", b"subProcess", b"", b"\x00",
     b"boundaryEvent", b"parallelGateway", b"=", b"done", b"begun", b"triage", b"timeCycle", b"lane", b"process", b"-1e999"]
)  # fmt: skip


@settings(max_examples=150, deadline=2000, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 40), FRAGMENTS), max_size=6),
)
def test_a_damaged_file_never_raises(sample: bytes, cuts: list[tuple[int, int, bytes]]) -> None:
    for place, length, put in cuts:
        at = place % len(sample)
        sample = sample[:at] + put + sample[at + length :]
    for check in (check_bpmn, check_dmn, check_form, check_yaml):
        assert all(isinstance(finding, Finding) for finding in check("hong.bpmn", sample))


NAMES = st.sampled_from(["startEvent", "endEvent", "userTask", "serviceTask", "subProcess", "boundaryEvent", "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "callActivity", "intermediateCatchEvent", "timerEventDefinition", "messageEventDefinition", "laneSet", "lane", "flowNodeRef", "multiInstanceLoopCharacteristics", "timeDate", "timeCycle", "extensionElements", "process", "collaboration", "participant", "wrong"])  # fmt: skip
KEYS = st.sampled_from(["a", "b", "c", "d", "e", "f"])


@st.composite
def wild(draw: st.DrawFn, depth: int = 3) -> str:
    name = draw(NAMES)
    attributes = " ".join(
        f'{key}="{draw(KEYS)}"'
        for key in draw(
            st.sets(
                st.sampled_from(["id", "name", "attachedToRef", "default", "calledElement", "messageRef"])
            )
        )
    )
    inner = "".join(draw(st.lists(wild(depth - 1), max_size=4))) if depth else draw(KEYS)
    flows = "".join(
        f'<bpmn:sequenceFlow id="f{draw(KEYS)}" sourceRef="{draw(KEYS)}" targetRef="{draw(KEYS)}"/>'
        for _ in range(3)
    )
    return f"<bpmn:{name} {attributes}>{inner}{flows if depth > 1 else ''}</bpmn:{name}>"


@settings(max_examples=40, deadline=2000, suppress_health_check=list(HealthCheck))
@given(st.lists(wild(), max_size=5))
def test_elements_thrown_together_at_random_never_raise(parts: list[str]) -> None:
    text = f'{HEAD}<bpmn:process id="p">{"".join(parts)}</bpmn:process></bpmn:definitions>'
    assert check_bpmn("loan.bpmn", text.encode())


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    big = tmp_path / "to.bpmn"
    big.write_bytes(b" " * (5 * 1024 * 1024))
    findings = check_paths([big, tmp_path / "khong-co.bpmn"])
    assert [finding.code for finding in findings] == ["file-unreadable"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "count(a) &gt; 1 and not(b)",
        "for i in 1..count(list) return list[i]",
        "a.b and contains(c, &quot;os.system(1)&quot;)",
        "if (a) then (1) else (2)",
        "date and time(&quot;2026-01-01T00:00:00Z&quot;) &lt; deadline(&quot;ioc_triage&quot;)",
        "working time(a, b) in (1, 2)",
        "years and months duration(a, b).months",
    ],
)
def test_honest_feel_is_not_taken_for_code(text: str) -> None:
    assert errors(check_bpmn("thu.bpmn", condition("=" + text + " = true"))) == []


def test_words_for_people_in_a_decision_table_are_not_taken_for_code() -> None:
    rule = "<annotationEntry><text>Cháy (lửa) xem __init__(x)</text></annotationEntry></rule>"
    table = DMN.format(input="a", cell="-", output="1").replace("</rule>", rule)
    table = table.replace("<rule", '<annotation name="Vì sao"/><rule')
    assert errors(check_dmn("thu.dmn", table.encode())) == []
