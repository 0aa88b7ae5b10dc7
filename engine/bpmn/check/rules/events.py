"""Events and gateways: kinds that do nothing, edges that multiply work, references that point nowhere."""

from __future__ import annotations

from engine.bpmn.check.diagram import Diagram, Node, Scope, local, reference
from engine.bpmn.check.elements import ELEMENTS
from engine.bpmn.check.report import Report
from engine.xmlreading import Element

_ALLOWED = {
    "startEvent": (),
    "endEvent": ("message", "error", "escalation", "terminate"),
    "intermediateCatchEvent": ("message", "timer"),
    "intermediateThrowEvent": ("message", "escalation"),
    "boundaryEvent": ("message", "timer", "error", "escalation"),
}
_REFERENCES = {
    "messageRef": "message",
    "errorRef": "error",
    "escalationRef": "escalation",
}


def check_events(diagram: Diagram, scope: Scope, report: Report) -> None:
    """Report events of this scope that would do nothing, or something else than drawn."""
    for node in scope.nodes.values():
        if node.tag in _ALLOWED:
            _check_kind(scope, node, report)
        if node.tag == "boundaryEvent":
            _check_boundary(scope, node, report)
        if node.tag == "eventBasedGateway":
            _check_event_gateway(scope, node, report)
        for event in node.events:
            _check_references(diagram, node, event, report)


def _check_kind(scope: Scope, node: Node, report: Report) -> None:
    if len(node.events) > 1:
        report.tell("event-many-definitions", node.element, count=len(node.events))
    if not node.events and node.tag in ("intermediateCatchEvent", "boundaryEvent"):
        report.tell("event-nothing", node.element, tag=node.tag)
    inner = scope.element.get("triggeredByEvent") in ("true", "1")
    for event, kind in zip(node.events, node.kinds, strict=True):
        known = ELEMENTS.get(local(event))
        if kind in _ALLOWED[node.tag] or known is None or known.verdict == "refused" or inner:
            _check_terminate(scope, node, kind, report)
        elif node.tag == "startEvent":
            report.tell("start-kind", node.element, kind=kind)
        else:
            _tell_kind(node, kind, report)


def _tell_kind(node: Node, kind: str, report: Report) -> None:
    allowed = ", ".join(_ALLOWED[node.tag])
    report.tell(
        "event-kind",
        node.element,
        tag=node.tag,
        kind=kind,
        way_vi=f"chỉ được: {allowed}",
        way_en=f"allowed: {allowed}",
    )


def _check_terminate(scope: Scope, node: Node, kind: str, report: Report) -> None:
    if kind == "terminate" and scope.tag != "process":
        report.tell("terminate-inner", node.element)


def _check_boundary(scope: Scope, node: Node, report: Report) -> None:
    if node.host not in scope.nodes:
        report.tell("boundary-host", node.element, host=node.host)
        return
    if node.interrupts and any(flow.target == node.host for flow in node.outgoing):
        report.tell("boundary-back", node.element)


def _check_event_gateway(scope: Scope, node: Node, report: Report) -> None:
    if node.element.get("instantiate") in ("true", "1"):
        report.tell("event-gateway-instantiate", node.element)
    timers = 0
    for flow in node.outgoing:
        target = scope.nodes.get(flow.target)
        if target is None:
            continue
        timers += "timer" in target.kinds
        if target.tag != "intermediateCatchEvent":
            report.tell("event-gateway-target", flow.element, about=target.key, tag=target.tag)
    if timers > 1:
        report.tell("event-gateway-timers", node.element)


def _check_references(diagram: Diagram, node: Node, event: Element, report: Report) -> None:
    for attribute, tag in _REFERENCES.items():
        value = event.get(attribute)
        target = diagram.ids.get(reference(value)) if value else None
        if value and (target is None or local(target) != tag):
            report.tell("reference-broken", event, about=node.key, attribute=attribute, value=value)
        elif target is not None and tag == "message" and not (target.get("name") or "").strip():
            report.tell("message-missing", event, about=node.key)
    if local(event) == "messageEventDefinition" and not event.get("messageRef"):
        report.tell("message-missing", event, about=node.key)


def called(node: Node) -> str:
    """Return the process a call activity names, as a literal or a formula."""
    return reference(node.element.get("calledElement")) or node.value("calledElement")


def check_calls(scope: Scope, report: Report) -> None:
    for node in scope.of("callActivity"):
        if not called(node):
            report.tell("call-missing", node.element)
