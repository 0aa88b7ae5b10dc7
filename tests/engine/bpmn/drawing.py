"""Small diagrams written line by line, and a host that remembers what it was asked."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape, quoteattr

from engine import bpmn

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" '
    'xmlns:phananh="urn:phananh:bpmn:1"'
)
MESSAGES = ("withdrawn", "emergency_declared", "info_added", "extension_requested")


def document(body: str, extra: str = "") -> bytes:
    messages = "".join(f'<bpmn:message id="m_{name}" name="{name}"/>' for name in MESSAGES)
    codes = (
        '<bpmn:escalation id="x_late" name="late" escalationCode="late"/>'
        '<bpmn:error id="x_bad" name="bad" errorCode="bad"/>'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions {NAMESPACES} id="d" '
        f'targetNamespace="urn:test">{messages}{codes}{body}{extra}</bpmn:definitions>'
    ).encode()


def process(body: str, name: str = "p") -> str:
    return f'<bpmn:process id="{name}" isExecutable="true">{body}</bpmn:process>'


def props(**given: str) -> str:
    entries = "".join(
        f"<phananh:property name={quoteattr(key.replace('__', ':'))} value={quoteattr(value)}/>"
        for key, value in given.items()
    )
    return (
        f"<bpmn:extensionElements><phananh:properties>{entries}</phananh:properties></bpmn:extensionElements>"
    )


def node(kind: str, id_: str, inside: str = "", attributes: str = "", **given: str) -> str:
    properties = props(**given) if given else ""
    return f'<bpmn:{kind} id="{id_}" {attributes}>{properties}{inside}</bpmn:{kind}>'


def user(id_: str, inside: str = "", **given: str) -> str:
    return node("userTask", id_, inside, **{"form": id_, "role": "handling_officer", **given})


def service(id_: str, operation: str, **given: str) -> str:
    return node("serviceTask", id_, operation=operation, **given)


def start(id_: str = "s") -> str:
    return node("startEvent", id_)


def end(id_: str = "e", inside: str = "") -> str:
    return node("endEvent", id_, inside)


def terminate(id_: str) -> str:
    return end(id_, "<bpmn:terminateEventDefinition/>")


def escalation(id_: str) -> str:
    return end(id_, '<bpmn:escalationEventDefinition escalationRef="x_late"/>')


def message(kind: str, id_: str, name: str, attributes: str = "", **given: str) -> str:
    return node(kind, id_, f'<bpmn:messageEventDefinition messageRef="m_{name}"/>', attributes, **given)


def timer(kind: str, id_: str, text: str, attributes: str = "", how: str = "timeDuration") -> str:
    inside = (
        f'<bpmn:timerEventDefinition><bpmn:{how} xsi:type="bpmn:tFormalExpression">{escape(text)}</bpmn:{how}>'
        "</bpmn:timerEventDefinition>"
    )
    return node(kind, id_, inside, attributes)


def ladder(id_: str, host: str, text: str = '=escalation("handle", unit)') -> str:
    attributes = f'attachedToRef="{host}" cancelActivity="false"'
    return timer("boundaryEvent", id_, text, attributes, "timeCycle")


def edge(host: str, interrupting: bool = True) -> str:
    return f'attachedToRef="{host}" cancelActivity="{str(interrupting).lower()}"'


def flow(source: str, target: str, when: str = "", id_: str = "") -> str:
    inside = f"<bpmn:conditionExpression>{escape(when)}</bpmn:conditionExpression>" if when else ""
    name = id_ or f"{source}_{target}"
    return f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{inside}</bpmn:sequenceFlow>'


def path(*ids: str) -> str:
    return "".join(flow(a, b) for a, b in zip(ids, ids[1:], strict=False))


def choice(id_: str, default: str) -> str:
    return node("exclusiveGateway", id_, attributes=f'default="{default}"')


def both(id_: str) -> str:
    return node("parallelGateway", id_)


def over(collection: str, item: str = "unit", result: str = "", results: str = "", **extra: str) -> str:
    parts = [f"<bpmn:loopDataInputRef>{escape(collection)}</bpmn:loopDataInputRef>"]
    if results:
        parts.append(f"<bpmn:loopDataOutputRef>{results}</bpmn:loopDataOutputRef>")
    parts.append(f'<bpmn:inputDataItem id="in_{item}" name="{item}"/>')
    if result:
        parts.append(f'<bpmn:outputDataItem id="out_{result}" name="{result}"/>')
    if extra.get("until"):
        parts.append(f"<bpmn:completionCondition>{escape(extra['until'])}</bpmn:completionCondition>")
    sequential = extra.get("sequential", "false")
    inside = "".join(parts)
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}">{inside}'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


@dataclass
class Recorder:
    """A host that answers from tables and remembers every question."""

    decisions: Mapping[str, object] = field(default_factory=dict)
    operations: Mapping[str, Callable[..., object]] = field(default_factory=dict)
    rungs: Mapping[str, Sequence[object]] = field(default_factory=dict)
    asked: list[tuple[object, ...]] = field(default_factory=list)
    escalated: list[tuple[str, str, object, datetime]] = field(default_factory=list)

    def words(self, now: datetime) -> Mapping[str, object]:
        def steps(phase: str, unit: object) -> object:
            return copy.deepcopy(self.rungs.get(phase))

        def unit_of(value: object) -> object:
            return f"unit of {value}"

        def deadline(phase: str) -> datetime:
            return now + 8 * HOUR

        return {"escalation": steps, "unit of": unit_of, "deadline": deadline, "ioc": "ioc"}

    def decide(self, element: str, decision: str, data: Mapping[str, object], now: datetime) -> object:
        self.asked.append(("decide", element, decision, now))
        return self.decisions.get(decision)

    def operate(
        self,
        element: str,
        operation: str,
        inputs: Mapping[str, object],
        data: Mapping[str, object],
        now: datetime,
    ) -> object:
        self.asked.append(("operate", element, operation, dict(inputs), now))
        act = self.operations.get(operation)
        return act(inputs, data) if act else None

    def escalate(self, element: str, host_element: str, rung: Mapping[str, object], at: datetime) -> None:
        self.escalated.append((element, host_element, rung.get("rung"), at))


def read(*bodies: str, main: str = "p") -> bpmn.Diagram:
    files = {f"{number}.bpmn": document(body) for number, body in enumerate(bodies)}
    return bpmn.read_diagram(files, main)


class Drive:
    """A case under test; when `saving`, every step works on a case freshly loaded from its bytes."""

    def __init__(self, diagram: bpmn.Diagram, host: Recorder, saving: bool, **data: object) -> None:
        self.host = host
        self.saving = saving
        self.run = bpmn.Run.start(diagram, host, NOON, data)
        self.fired: list[bpmn.Timer] = []

    def step(self) -> bpmn.Run:
        if self.saving:
            self.run = bpmn.Run.load(self.run.diagram, self.host, self.run.dump())
        return self.run

    def do(self, element: str, now: datetime = NOON, **answers: object) -> None:
        run = self.step()
        run.complete(self.only(element), answers, now=now)
        self.fired.extend(run.fired)
        run.fired.clear()

    def advance(self, now: datetime) -> None:
        run = self.step()
        run.advance(now)
        self.fired.extend(run.fired)
        run.fired.clear()

    def send(self, message: str, payload: Mapping[str, object] | None = None, now: datetime = NOON) -> bool:
        return self.step().send(message, payload, now=now)

    def only(self, element: str) -> str:
        """Return the work item at an element, of which there must be exactly one."""
        (item,) = [item for item in self.run.items() if item.element == element]
        return item.task

    @property
    def work(self) -> list[str]:
        return sorted(item.element for item in self.step().items())

    def ended(self) -> str | None:
        return self.step().ended

    def data(self, element: str) -> Mapping[str, object]:
        (item,) = [item for item in self.run.items() if item.element == element]
        return item.data
