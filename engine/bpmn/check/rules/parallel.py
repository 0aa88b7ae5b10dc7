"""Branches that run side by side: joins that wait for ever, values that are lost, listeners left open."""

from __future__ import annotations

from itertools import combinations, islice

from engine.bpmn.check.diagram import Node, Scope, bpmn_child, reference, text_of
from engine.bpmn.check.graph import Graph, graph_of
from engine.bpmn.check.report import Report

MOST_DIAMONDS = 6
_MOST_PAIRS = 500
_ONE_WAY = ("exclusiveGateway", "eventBasedGateway")
_SPLITS = ("parallelGateway", "inclusiveGateway")


def check_parallel(scope: Scope, report: Report) -> None:
    """Report deadlocks, lost values, endless listeners and too many diamonds of one scope."""
    graph = graph_of(scope)
    for node in scope.of("parallelGateway"):
        if len(node.incoming) > 1 and node.key in graph.rank:
            _check_join(scope, graph, node, report)
    _check_diamonds(scope, graph, report)
    writers = {key: node for key, node in scope.nodes.items() if writes(node)}
    for branches in _splits(scope, graph):
        _check_variables(writers, graph, branches, report)
    beside = _beside(scope, graph)
    for node in scope.of(*_SPLITS):
        if len(node.outgoing) > 1 and node.key in graph.rank:
            _check_listeners(scope, graph, node, beside, report)
    _check_results_in_circles(scope, graph, report)


def _check_join(scope: Scope, graph: Graph, join: Node, report: Report) -> None:
    incoming = [flow.key for flow in join.incoming if flow.key in graph.rank]
    if any(graph.dominates(join.key, flow) for flow in incoming):
        report.tell("join-loop", join.element)
        return
    for left, right in islice(combinations(incoming, 2), _MOST_PAIRS):
        split = _one_way_split(scope, graph, left, right)
        if split is not None:
            report.tell("join-deadlock", join.element, split=split.label)
            return


def _one_way_split(scope: Scope, graph: Graph, left: str, right: str) -> Node | None:
    """Return the element that sends a token one of these two ways but never both."""
    node = scope.nodes.get(graph.nearest_common(left, right))
    if node is None:
        return None
    if node.tag in _ONE_WAY and len(node.outgoing) > 1:
        return node
    # An interrupting event on the edge: either the task's own flow goes on or the event's, never both.
    ways = [event for event in scope.around(node) if event.interrupts]
    reached = [event.key for event in ways for way in (left, right) if graph.dominates(event.key, way)]
    return node if reached else None


def _check_diamonds(scope: Scope, graph: Graph, report: Report) -> None:
    joins = {node.key: 1 for node in scope.of("parallelGateway") if len(node.incoming) > 1}
    passed = graph.heaviest(joins)
    worst = max(passed.values(), default=0)
    if worst > MOST_DIAMONDS:
        at = next(scope.nodes[key] for key in joins if passed.get(key) == worst)
        report.tell("diamonds", at.element, most=MOST_DIAMONDS, count=worst)


def _splits(scope: Scope, graph: Graph) -> list[list[frozenset[str]]]:
    """Return, for each place where branches part, what belongs to each branch alone."""
    parting = [[flow.key for flow in node.outgoing] for node in scope.of(*_SPLITS) if len(node.outgoing) > 1]
    for node in scope.nodes.values():
        beside = [event.key for event in scope.around(node) if not event.interrupts]
        if beside:
            parting.append([*(flow.key for flow in node.outgoing), *beside])
    return [[graph.only_through(way) for way in ways if way in graph.rank] for ways in parting]


def writes(node: Node) -> str:
    """Return the variable a step writes, or nothing."""
    if node.tag == "userTask":
        return node.value("variable") or node.value("form").replace("-", "_")
    if node.tag in ("businessRuleTask", "serviceTask"):
        return node.value("result")
    return ""


def _check_variables(
    writers: dict[str, Node], graph: Graph, branches: list[frozenset[str]], report: Report
) -> None:
    written: dict[str, Node] = {}
    for branch in branches:
        own: dict[str, Node] = {}
        for key in sorted(writers.keys() & branch, key=graph.rank.__getitem__):
            own.setdefault(writes(writers[key]), writers[key])
        for variable, node in own.items():
            earlier = written.setdefault(variable, node)
            if earlier is not node:
                line = earlier.element.sourceline
                report.tell("variable-twice", node.element, variable=variable, first=line)


def _check_listeners(scope: Scope, graph: Graph, split: Node, beside: frozenset[str], report: Report) -> None:
    """A branch that waits for what may never come must be ended by the main branch's terminate end."""
    branches = [(flow, graph.only_through(flow.key)) for flow in split.outgoing if flow.key in graph.rank]
    listeners = [scope.nodes[f.target] for f, _ in branches if _listens(scope.nodes.get(f.target))]
    mains = [branch for f, branch in branches if not _listens(scope.nodes.get(f.target))]
    if not listeners or not mains or _meet_again(scope, [listener.key for listener in listeners], graph):
        return
    aside = _aside(scope, graph, split)
    ends = [node for branch in mains for node in scope.of("endEvent") if node.key in branch]
    for end in ends:
        if "terminate" not in end.kinds and end.key not in beside and end.key not in aside:
            report.tell("listener-keeps-open", end.element, listener=listeners[0].label)
            return


def _aside(scope: Scope, graph: Graph, split: Node) -> frozenset[str]:
    """Return what lies in the branches of further splits: an end there ends that branch only."""
    ways = [
        flow.key
        for inner in scope.of(*_SPLITS)
        if inner is not split and len(inner.outgoing) > 1 and inner.key in graph.rank
        if graph.dominates(split.key, inner.key)
        for flow in inner.outgoing
    ]
    return frozenset().union(*(graph.only_through(way) for way in ways))


def _listens(node: Node | None) -> bool:
    return node is not None and node.tag == "intermediateCatchEvent" and "message" in node.kinds


def _meet_again(scope: Scope, listeners: list[str], graph: Graph) -> bool:
    ahead = graph.reachable(listeners)
    return any(node.key in ahead and len(node.incoming) > 1 for node in scope.of(*_SPLITS))


def _beside(scope: Scope, graph: Graph) -> frozenset[str]:
    """Return what belongs to the branches of non-interrupting events, such as ladders."""
    edges = [event for event in scope.of("boundaryEvent") if not event.interrupts]
    return frozenset().union(*(graph.only_through(edge.key) for edge in edges if edge.key in graph.rank))


def _check_results_in_circles(scope: Scope, graph: Graph, report: Report) -> None:
    for node in scope.nodes.values():
        loop = bpmn_child(node.element, "multiInstanceLoopCharacteristics")
        if loop is None or node.key not in graph.circling:
            continue
        variable = reference(text_of(bpmn_child(loop, "loopDataOutputRef"))) or node.value("results")
        if variable:
            report.tell("mi-output-loop", node.element, variable=variable)
