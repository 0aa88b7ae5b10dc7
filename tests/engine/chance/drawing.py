"""A net as the files of a release: the diagram, one form that asks for a letter, the terms of its ladders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from tests.engine.bpmn.drawing import NAMESPACES, edge, node, process, timer
from tests.engine.chance.nets import Flow, Net, Node, OnEdge, is_error
from tests.engine.chance.terms import ANSWERS, MESSAGES, Each

BENCH = Path(__file__).parents[2] / "bench" / "release"
PHASE_HOURS = 4
RELEASE = """name: Ngẫu nhiên
name_en: By lot
process: cv731
files: [by-lot.bpmn]
valid_from: 2023-05-15
texts: []
refusals: []
"""
OPTIONS = ",".join(f'{{"label":"{one}","value":"{one}"}}' for one in ANSWERS)
FORM = (
    '{"id":"pick","type":"default","schemaVersion":19,"components":[{"type":"radio","key":"pick","id":"f_pick",'
    f'"label":"Chọn","validate":{{"required":true}},"values":[{OPTIONS}]}}]}}'
)
TERMS = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="terms" name="Thời hạn" namespace="urn:test">
  <decision id="deadlines" name="Thời hạn"><variable id="deadlines_v" name="deadlines" />
    <decisionTable id="deadlines_t" hitPolicy="FIRST">
      <input id="dp"><inputExpression id="dpe" typeRef="string"><text>phase</text></inputExpression></input>
      <output id="amount" name="amount" typeRef="number" /><output id="measure" name="measure" typeRef="string" />
      <output id="clock" name="clock" typeRef="string" /><output id="basis" name="basis" typeRef="string" />
      {terms}
    </decisionTable></decision>
  <decision id="rungs" name="Mốc"><variable id="rungs_v" name="rungs" />
    <decisionTable id="rungs_t" hitPolicy="COLLECT">
      <input id="rp"><inputExpression id="rpe" typeRef="string"><text>phase</text></inputExpression></input>
      <output id="rung" name="rung" typeRef="string" /><output id="fraction" name="fraction" typeRef="number" />
      <output id="days" name="days" typeRef="number" />
      {rungs}
    </decisionTable></decision>
</definitions>
"""
RUNGS = (("half", "0.5", "0"), ("full", "1", "0"), ("late", "1", "1"))


def release_files(net: Net) -> dict[str, bytes]:
    """Every file of a release that runs this net."""
    told = {
        "release.yaml": RELEASE,
        "texts.yaml": "{}\n",
        "forms/report.form": (BENCH / "forms" / "report.form").read_text(),
        "forms/pick.form": FORM,
        "terms.dmn": _terms(net),
        "by-lot.bpmn": diagram(net),
    }
    return {path: text.encode() for path, text in told.items()}


def _terms(net: Net) -> str:
    ladders = [one.id for each in net.all_nets() for one in each.nodes.values() if one.ladder] or ["none"]
    rows = [
        _rule(f"d{n}", f'"{phase}"', str(PHASE_HOURS), '"hours"', '"calendar"', '"-"')
        for n, phase in enumerate(ladders)
    ]
    steps = [_rule(f"r{n}", "-", f'"{name}"', part, days) for n, (name, part, days) in enumerate(RUNGS)]
    return TERMS.format(terms="".join(rows), rungs="".join(steps))


def _rule(key: str, test: str, *given: str) -> str:
    outputs = "".join(
        f'<outputEntry id="{key}_{n}"><text>{escape(one)}</text></outputEntry>' for n, one in enumerate(given)
    )
    return (
        f'<rule id="{key}"><inputEntry id="{key}_i"><text>{escape(test)}</text></inputEntry>{outputs}</rule>'
    )


def diagram(net: Net) -> str:
    known = "".join(f'<bpmn:message id="m_{name}" name="{name}"/>' for name in MESSAGES)
    codes = (
        '<bpmn:escalation id="x_late" name="late" escalationCode="late"/>'
        '<bpmn:error id="x_bad" name="bad" errorCode="bad"/>'
    )
    called = [each for each in net.all_nets() if each is net or each.name.startswith("called_")]
    bodies = "".join(process("".join(_body(one)), one.name) for one in called)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions {NAMESPACES} id="d" '
        f'targetNamespace="urn:test">{known}{codes}{bodies}</bpmn:definitions>'
    )


def _body(net: Net) -> Iterator[str]:
    for one in net.nodes.values():
        yield _node(net, one)
    for event in net.edges:
        yield _edge(event)
    for number, way in enumerate(net.flows):
        yield _flow(net, number, way)


def _node(net: Net, one: Node) -> str:
    draw = DRAWN.get(one.kind)
    if draw is not None:
        return draw(net, one)
    return node(TAGS[one.kind], one.id, INSIDE.get(one.kind, ""))


TAGS = {
    "start": "startEvent",
    "plain": "endEvent",
    "terminate": "endEvent",
    "error": "endEvent",
    "escalation": "endEvent",
    "and": "parallelGateway",
    "race": "eventBasedGateway",
}
INSIDE = {
    "terminate": "<bpmn:terminateEventDefinition/>",
    "error": '<bpmn:errorEventDefinition errorRef="x_bad"/>',
    "escalation": '<bpmn:escalationEventDefinition escalationRef="x_late"/>',
}


def _task(net: Net, one: Node) -> str:
    given = {"form": "pick", "role": "ioc_operator", "unit": "=ioc", "variable": one.id}
    if one.ladder:
        given["deadline"] = one.id
    return node("userTask", one.id, _several(one), f'name="{one.id}"', **given)


def _scope(net: Net, one: Node) -> str:
    assert one.inner is not None
    if one.called:
        return node("callActivity", one.id, _several(one), calledElement=one.inner.name)
    return node("subProcess", one.id, _several(one) + "".join(_body(one.inner)))


def _several(one: Node) -> str:
    return _each(one.id, one.each) if one.each is not None else ""


def _each(key: str, each: Each) -> str:
    parts = [f"<bpmn:loopCardinality>={each.count}</bpmn:loopCardinality>"]
    if each.collects:
        parts.append(f"<bpmn:loopDataOutputRef>all_{key}</bpmn:loopDataOutputRef>")
    parts.append(f'<bpmn:inputDataItem id="in_{key}" name="turn_{key}"/>')
    if each.collects:
        parts.append(f'<bpmn:outputDataItem id="out_{key}" name="turn_{key}"/>')
    if each.enough is not None:
        text = f"=numberOfCompletedInstances &gt;= {each.enough}"
        parts.append(f"<bpmn:completionCondition>{text}</bpmn:completionCondition>")
    order = str(each.sequential).lower()
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{order}">{"".join(parts)}'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def _event(kind: str, key: str, waits: float | str | None, attributes: str = "") -> str:
    if isinstance(waits, float):
        return timer(kind, key, _duration(waits), attributes)
    inside = f'<bpmn:messageEventDefinition messageRef="m_{waits}"/>'
    return node(kind, key, inside, attributes)


def _duration(hours: float) -> str:
    return f"PT{int(hours * 60)}M" if hours < 24 else f'=duration("PT{int(hours)}H")'


def _choice(net: Net, one: Node) -> str:
    tag = "inclusiveGateway" if one.kind == "or" else "exclusiveGateway"
    ways = [number for number, way in enumerate(net.flows) if way.source == one.id]
    asked = [number for number in ways if net.flows[number].on]
    default = next((number for number in asked if net.flows[number].when is None), None)
    attributes = f'default="{_name(net, default)}"' if default is not None else ""
    return node(tag, one.id, attributes=attributes)


def _name(net: Net, number: int) -> str:
    return f"f_{net.name}_{number}"


def _flow(net: Net, number: int, way: Flow) -> str:
    inside = ""
    if way.on and way.when is not None:
        text = " or ".join(f'{way.on}.pick = "{one}"' for one in sorted(way.when))
        inside = f"<bpmn:conditionExpression>={escape(text)}</bpmn:conditionExpression>"
    return (
        f'<bpmn:sequenceFlow id="{_name(net, number)}" sourceRef="{way.source}" targetRef="{way.target}">'
        f"{inside}</bpmn:sequenceFlow>"
    )


def _edge(event: OnEdge) -> str:
    where = edge(event.host, event.interrupting)
    if event.on == "ladder":
        text = f'=escalation("{event.host}", ioc)'
        return timer("boundaryEvent", event.id, text, where, "timeCycle")
    if is_error(event):
        return node("boundaryEvent", event.id, '<bpmn:errorEventDefinition errorRef="x_bad"/>', where)
    return _event("boundaryEvent", event.id, event.on, where)


DRAWN: Mapping[str, Callable[[Net, Node], str]] = {
    "task": _task,
    "sub": _scope,
    "xor": _choice,
    "or": _choice,
    "catch": lambda net, one: _event("intermediateCatchEvent", one.id, one.waits),
    "arm": lambda net, one: _event("intermediateCatchEvent", one.id, one.waits),
    "say": lambda net, one: _event("intermediateThrowEvent", one.id, one.waits),
}


def write(files: Mapping[str, bytes], folder: Path) -> Path:
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder
