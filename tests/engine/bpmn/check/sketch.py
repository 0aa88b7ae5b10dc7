"""Draws small diagrams as analysts' tools write them: everything named, in a lane, and on the drawing."""

from __future__ import annotations

from dataclasses import dataclass, field

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"\n'
    '  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"\n'
    '  xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\n'
    '  xmlns:phananh="urn:phananh:bpmn:1" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"\n'
    '  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"\n'
    '  xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"\n'
    '  id="file" targetNamespace="urn:test">\n'
)


def properties(**given: str) -> str:
    rows = "".join(
        f'<phananh:property name="{name.replace("__", ":")}" value="{value}"/>'
        for name, value in given.items()
    )
    return f"<bpmn:extensionElements><phananh:properties>{rows}</phananh:properties></bpmn:extensionElements>"


@dataclass
class Sketch:
    """A process under the pencil: steps are added left to right, flows by the ids they join."""

    steps: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    flows: list[tuple[str, str, str, str]] = field(default_factory=list)
    hosts: dict[str, str] = field(default_factory=dict)
    extra: str = ""
    drawn: bool = True
    head: str = HEAD

    def step(
        self, kind: str, key: str, inner: str = "", attributes: str = "", name: str | None = None
    ) -> Sketch:
        self.steps.append((kind, key, inner, attributes, key if name is None else name))
        return self

    def user(self, key: str, **more: str) -> Sketch:
        """Add a user task with all it needs, its ladder included."""
        given = {"form": key, "role": "ioc_operator", "unit": "=ioc", "deadline": "ioc_triage", **more}
        self.step("userTask", key, properties(**{name: value for name, value in given.items() if value}))
        return self.ladder(key, given["deadline"])

    def ladder(self, host: str, phase: str) -> Sketch:
        cycle = (
            f'<bpmn:timeCycle xsi:type="bpmn:tFormalExpression">=escalation("{phase}", ioc)</bpmn:timeCycle>'
        )
        self.edge(f"{host}_ladder", host, f"<bpmn:timerEventDefinition>{cycle}</bpmn:timerEventDefinition>")
        self.step("endEvent", f"{host}_told", "<bpmn:escalationEventDefinition/>")
        return self.flow(f"{host}_ladder", f"{host}_told")

    def edge(self, key: str, host: str, inner: str, *, interrupts: bool = False) -> Sketch:
        self.hosts[key] = host
        stays = "" if interrupts else ' cancelActivity="false"'
        return self.step("boundaryEvent", key, inner, f'attachedToRef="{host}"{stays}')

    def flow(self, source: str, target: str, condition: str = "", name: str = "Có") -> Sketch:
        self.flows.append((source, target, condition, name))
        return self

    def chain(self, *keys: str) -> Sketch:
        for source, target in zip(keys, keys[1:], strict=False):
            self.flow(source, target)
        return self

    def xml(self) -> bytes:
        drawing = self._drawing() if self.drawn else ""
        body = "".join([*map(self._step, self.steps), *map(self._flow, self.flows)])
        return (
            f'{self.head}{self.extra}<bpmn:process id="p" name="Thử" isExecutable="true">\n{body}'
            f"</bpmn:process>\n{drawing}</bpmn:definitions>\n"
        ).encode()

    def _step(self, step: tuple[str, str, str, str, str]) -> str:
        kind, key, inner, attributes, name = step
        named = f' name="{name}"' if name else ""
        return f'<bpmn:{kind} id="{key}"{named} {attributes}>{inner}</bpmn:{kind}>\n'

    def _flow(self, flow: tuple[str, str, str, str]) -> str:
        source, target, condition, name = flow
        inner = (
            f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{condition}</bpmn:conditionExpression>'
            if condition
            else ""
        )
        key = f"{source}_to_{target}"
        return f'<bpmn:sequenceFlow id="{key}" name="{name}" sourceRef="{source}" targetRef="{target}">{inner}</bpmn:sequenceFlow>\n'

    def _drawing(self) -> str:
        places = {key: (200 * number, 0) for number, (_, key, *_) in enumerate(self.steps)}
        for key, host in self.hosts.items():
            places[key] = (places.get(host, (0, 0))[0] + 40, 60)
        shapes = "".join(
            f'<bpmndi:BPMNShape id="{key}_di" bpmnElement="{key}">'
            f'<dc:Bounds x="{x}" y="{y}" width="36" height="36"/></bpmndi:BPMNShape>\n'
            for key, (x, y) in places.items()
        )
        edges = "".join(self._edge(source, target, places) for source, target, *_ in self.flows)
        return f'<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="pl" bpmnElement="p">\n{shapes}{edges}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>\n'

    def _edge(self, source: str, target: str, places: dict[str, tuple[int, int]]) -> str:
        ends = [places.get(key, (0, 0)) for key in (source, target)]
        points = "".join(f'<di:waypoint x="{x + 18}" y="{y + 18}"/>' for x, y in ends)
        key = f"{source}_to_{target}"
        return f'<bpmndi:BPMNEdge id="{key}_di" bpmnElement="{key}">{points}</bpmndi:BPMNEdge>\n'


def good() -> Sketch:
    """A small sound diagram with every common element."""
    sketch = Sketch(extra='<bpmn:message id="m" name="withdrawn"/>\n')
    sketch.step("startEvent", "begun").user("triage").step(
        "businessRuleTask", "route", properties(decision="routing", result="route")
    )
    sketch.step("exclusiveGateway", "ok", "", 'default="ok_to_done"', "Đã rõ?")
    sketch.step("intermediateCatchEvent", "wait", '<bpmn:messageEventDefinition messageRef="m"/>')
    sketch.step("exclusiveGateway", "again", name="").step("endEvent", "done")
    sketch.chain("begun", "again", "triage", "route", "ok").flow("ok", "wait", "=route.unit = null")
    return sketch.flow("ok", "done").flow("wait", "again")


def codes(findings: object) -> set[str]:
    assert isinstance(findings, list)
    return {finding.code for finding in findings}
