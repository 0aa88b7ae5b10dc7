"""Ids, starts, ends and flows: what must hold before a token can move at all."""

from __future__ import annotations

import re

from engine.bpmn.check.diagram import GATEWAYS, NODES, TASKS, Diagram, Flow, Node, Scope, bpmn_children, local
from engine.bpmn.check.graph import Graph, graph_of
from engine.bpmn.check.namespaces import BPMN, split
from engine.bpmn.check.report import Report
from engine.xmlreading import Element

_RESERVED = re.compile(r"Start|End|Root|.*\.EndJoin|.*\.BoundaryEvent(Split|Join)")
_CHOOSING = ("exclusiveGateway", "inclusiveGateway")
MOST_STEPS = 1_000
_REFERENCES = ("sourceRef", "targetRef", "attachedToRef", "default")


def check_ids(diagram: Diagram, report: Report) -> None:
    """Report missing, doubled and reserved ids."""
    first: dict[str, int] = {}
    for element in diagram.root.iter():
        namespace, name = split(element.tag)
        identity = element.get("id")
        if namespace != BPMN:
            continue
        if identity is None:
            if name in NODES or name in ("sequenceFlow", "process"):
                report.tell("id-missing", element, tag=name)
        elif identity in first:
            report.tell("id-duplicate", element, id=identity, first=first[identity])
        elif _RESERVED.fullmatch(identity) and (name in NODES or name == "process"):
            report.tell("id-reserved", element, id=identity)
        first.setdefault(identity or "", element.sourceline or 0)


def check_prefixes(diagram: Diagram, report: Report) -> None:
    """Report references with a namespace prefix: right by the standard, but the engine takes them for ids."""
    for element in diagram.root.iter():
        for attribute in _REFERENCES if split(element.tag)[0] == BPMN else ():
            value = element.get(attribute, "")
            if ":" in value:
                report.tell("reference-prefix", element, attribute=attribute, value=value)


def check_structure(scope: Scope, report: Report) -> None:
    """Report what keeps a token of this scope from moving."""
    _check_ends(scope, report)
    for flow in scope.flows:
        _check_flow(scope, flow, report)
    for node in scope.nodes.values():
        _check_ways(scope, node, report)
    if len(scope.nodes) > MOST_STEPS:
        report.tell(
            "too-many-steps", scope.element, scope=scope.label, count=len(scope.nodes), most=MOST_STEPS
        )
        return
    _check_reach(scope, graph_of(scope), report)


def _check_ends(scope: Scope, report: Report) -> None:
    starts, ends = scope.of("startEvent"), scope.of("endEvent")
    if not starts:
        report.tell("start-missing", scope.element, scope=scope.label)
    for extra in starts[1:]:
        report.tell("start-many", extra.element, scope=scope.label)
    if not ends:
        report.tell("end-missing", scope.element, scope=scope.label)


def _check_flow(scope: Scope, flow: Flow, report: Report) -> None:
    source, target = scope.nodes.get(flow.source), scope.nodes.get(flow.target)
    if source is None or target is None:
        report.tell("flow-broken", flow.element, source=flow.source, target=flow.target)
        return
    if target.tag == "startEvent":
        report.tell("flow-into-start", flow.element)
    if target.tag == "boundaryEvent":
        report.tell("flow-into-boundary", flow.element)
    if source.tag == "endEvent":
        report.tell("flow-out-of-end", flow.element)
    if flow.condition is not None and source.tag not in _CHOOSING:
        report.tell("condition-ignored", flow.element)


def _check_ways(scope: Scope, node: Node, report: Report) -> None:
    if node.tag in GATEWAYS:
        _check_gateway(node, report)
        return
    default = node.element.get("default")
    if default and default not in {flow.key for flow in node.outgoing}:
        report.tell("gateway-default-unknown", node.element, flow=default)
    if len(node.outgoing) > 1:
        report.tell("task-many-flows", node.element, count=len(node.outgoing), tag=node.tag)
    if node.tag in TASKS and len(node.incoming) > 1:
        report.tell("task-many-incoming", node.element, count=len(node.incoming), tag=node.tag)
    if not node.outgoing and node.tag == "boundaryEvent":
        report.tell("boundary-no-flow", node.element)
    elif not node.outgoing and node.tag != "endEvent" and not _is_aside(node):
        report.tell("dead-end", node.element, tag=node.tag)


def _check_gateway(node: Node, report: Report) -> None:
    if not node.outgoing:
        report.tell("dead-end", node.element, tag=node.tag)
    if len(node.outgoing) == 1 and len(node.incoming) <= 1:
        report.tell("gateway-useless", node.element)
    default = node.element.get("default")
    if default and default not in {flow.key for flow in node.outgoing}:
        report.tell("gateway-default-unknown", node.element, flow=default)
    if node.tag not in _CHOOSING or len(node.outgoing) < 2:
        return
    if not default:
        report.tell("gateway-default-missing", node.element)
    for flow in node.outgoing:
        if flow.key == default and flow.condition is not None:
            report.tell("default-condition", flow.element)
        if flow.key != default and flow.condition is None:
            report.tell("gateway-condition-missing", flow.element)


def _check_reach(scope: Scope, graph: Graph, report: Report) -> None:
    reached = graph.reachable([""])
    ends = [node.key for node in scope.of("endEvent")]
    finishing = graph.leading_to(ends)
    stuck = []
    for node in scope.nodes.values():
        if _is_aside(node):
            continue
        if node.key not in reached:
            report.tell("unreachable", node.element, tag=node.tag)
        elif ends and node.key not in finishing and node.outgoing:
            stuck.append(node)
    # A circle nobody leaves is told once, where it begins.
    if stuck and not _is_listener(stuck):
        report.tell("no-way-out", min(stuck, key=lambda node: graph.rank[node.key]).element)


def _is_listener(stuck: list[Node]) -> bool:
    """Say whether the circle waits for messages beside a main flow that ends it by a terminate end."""
    return any(node.tag in ("intermediateCatchEvent", "receiveTask", "eventBasedGateway") for node in stuck)


def _is_aside(node: Node) -> bool:
    """Say whether the step stands beside the flow by design: handlers of events and of compensation."""
    element = node.element
    return any(element.get(name) in ("true", "1") for name in ("triggeredByEvent", "isForCompensation"))


def check_process_set(diagram: Diagram, report: Report) -> None:
    """Report a file that holds no process to run."""
    processes = [scope for scope in diagram.scopes if scope.tag == "process"]
    drawn = [scope for scope in processes if scope.nodes]
    if not drawn:
        report.tell("no-process", diagram.root)
    for scope in drawn:
        if scope.element.get("isExecutable") not in ("true", "1"):
            report.tell("not-executable", scope.element)
    for participant in _participants(diagram):
        process = participant.get("processRef")
        if process and process.rpartition(":")[2] not in diagram.ids:
            report.tell("reference-broken", participant, attribute="processRef", value=process)


def _participants(diagram: Diagram) -> list[Element]:
    return [
        child
        for collaboration in bpmn_children(diagram.root, "collaboration")
        for child in bpmn_children(collaboration)
        if local(child) == "participant"
    ]
