"""What makes a diagram readable and every task owned: names, lanes, deadlines, ladders."""

from __future__ import annotations

from collections import Counter

from engine.bpmn.check.diagram import (
    Diagram,
    Node,
    Scope,
    bpmn_child,
    bpmn_children,
    local,
    reference,
    text_of,
)
from engine.bpmn.check.formulas import phases_in
from engine.bpmn.check.graph import graph_of
from engine.bpmn.check.report import Report
from engine.bpmn.check.rules.structure import MOST_STEPS
from engine.xmlreading import Element

_WHY = {
    "unit": ("đơn vị nào làm", "it is known which unit does it"),
    "deadline": ("hạn tính theo chặng nào", "it is known which phase its term follows"),
}
_NAMELESS = ("parallelGateway", "eventBasedGateway")
_CHOOSING = ("exclusiveGateway", "inclusiveGateway")


def check_style(scope: Scope, report: Report) -> None:
    """Report user tasks without owner or ladder, and what has no name."""
    for node in scope.nodes.values():
        _check_name(node, report)
        if node.tag == "userTask":
            for name, (vi, en) in _WHY.items():
                if not node.value(name):
                    report.tell("style-property", node.element, property=name, why_vi=vi, why_en=en)
            if len(scope.nodes) <= MOST_STEPS:
                _check_ladder(scope, node, report)


def _check_name(node: Node, report: Report) -> None:
    splits = len(node.outgoing) > 1
    if node.tag in _CHOOSING and splits:
        if node.name and not node.name.rstrip().endswith("?"):
            report.tell("gateway-question", node.element, name=node.name)
        for flow in node.outgoing:
            if not (flow.element.get("name") or "").strip():
                report.tell("flow-name-missing", flow.element)
    if not node.name and (splits or node.tag not in _CHOOSING) and node.tag not in _NAMELESS:
        report.tell("name-missing", node.element, tag=node.tag)


def _check_ladder(scope: Scope, task: Node, report: Report) -> None:
    deadline = task.value("deadline")
    cycles = [(event, text) for event in scope.around(task) if (text := _cycle(event))]
    ladders = [(event, text) for event, text in cycles if "escalation" in text and not event.interrupts]
    if not ladders:
        report.tell("ladder-missing", task.element, phase=deadline or "…")
    for event, text in ladders:
        ahead = graph_of(scope).reachable([event.key])
        ends = [node for node in scope.of("endEvent") if node.key in ahead]
        if not any("escalation" in end.kinds for end in ends):
            report.tell("ladder-end", event.element)
        for phase in phases_in(text)[:1]:
            if deadline and not deadline.startswith("=") and phase != deadline:
                report.tell("ladder-phase", event.element, ladder=phase, deadline=deadline)


def _cycle(event: Node) -> str:
    return next((text_of(bpmn_child(one, "timeCycle")) for one in event.events), "")


def check_lanes(diagram: Diagram, report: Report) -> None:
    """Report pools and lanes without names, and steps in no lane or in two."""
    for collaboration in bpmn_children(diagram.root, "collaboration"):
        for participant in bpmn_children(collaboration, "participant"):
            _check_named(participant, report)
    for scope in diagram.scopes:
        lanes = lanes_of(scope)
        if not lanes:
            continue
        for lane in lanes:
            _check_named(lane, report)
        _check_placing(scope, lanes, report)


def _check_named(element: Element, report: Report) -> None:
    if not (element.get("name") or "").strip():
        report.tell("name-missing", element, tag=local(element))


def lanes_of(scope: Scope) -> list[Element]:
    """Return the lanes of a scope, the outer ones before the inner ones."""
    found: list[Element] = []
    sets = list(bpmn_children(scope.element, "laneSet"))
    while sets:
        for lane in bpmn_children(sets.pop(0), "lane"):
            found.append(lane)
            sets += bpmn_children(lane, "childLaneSet")
    return found


def innermost(lanes: list[Element]) -> dict[str, list[Element]]:
    """Return for each step the lanes it is listed in that hold no further lanes."""
    placed: dict[str, list[Element]] = {}
    for lane in lanes:
        if bpmn_child(lane, "childLaneSet") is None:
            for part in bpmn_children(lane, "flowNodeRef"):
                placed.setdefault(reference(part.text), []).append(lane)
    return placed


def _check_placing(scope: Scope, lanes: list[Element], report: Report) -> None:
    counted = Counter({key: len(where) for key, where in innermost(lanes).items()})
    outer = {reference(part.text) for lane in lanes for part in bpmn_children(lane, "flowNodeRef")}
    for node in scope.nodes.values():
        if counted[node.key] > 1:
            report.tell("lane-twice", node.element, tag=node.tag)
        elif node.key not in outer and node.tag != "boundaryEvent":
            report.tell("lane-missing", node.element, tag=node.tag)
    inner = {element.get("id") for element in scope.element.iter() if element.get("id")}
    for lane in lanes:
        for part in bpmn_children(lane, "flowNodeRef"):
            if reference(part.text) not in inner:
                report.tell("lane-reference", part, about=lane.get("id", ""), value=part.text or "")
