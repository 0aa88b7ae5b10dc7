"""From the files an analyst drew to a process the engine can run, or to the reasons why not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine import feel
from engine.bpmn.diagram import Diagram, Element, UserTask
from engine.bpmn.errors import BrokenDiagram
from engine.bpmn.expressions import DOMAIN_WORDS, formula
from engine.bpmn.instants import ISO
from engine.bpmn.reading.dialect import variable_of
from engine.bpmn.reading.outline import Node, Outline, expressions, outline, read_roots
from engine.bpmn.reading.parser import DialectParser
from engine.bpmn.reading.refusals import refusals
from engine.findings import Finding
from engine.xmlreading import RefusedXml, child

__all__ = ["digest", "read_diagram"]


def read_diagram(files: Mapping[str, bytes], process: str) -> Diagram:
    """Read a process and all it calls; raise BrokenDiagram with every finding when it cannot be run."""
    try:
        roots = read_roots(files)
    except RefusedXml as refused:
        raise BrokenDiagram(refused.findings) from refused
    drawn = outline(roots, process)
    findings = refusals(drawn)
    if findings:
        raise BrokenDiagram(findings)
    spec, inner = _build(roots, process)
    return _diagram(drawn, process, digest(files, process), spec, inner)


def digest(files: Mapping[str, bytes], process: str) -> str:
    """Return what a saved case is tied to: the process and the exact bytes of its files."""
    total = hashlib.sha256(process.encode())
    for name in sorted(files):
        total.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    return total.hexdigest()[:32]


def _build(roots: Mapping[str, Any], process: str) -> tuple[Any, dict[str, Any]]:
    parser = DialectParser()
    try:
        for name, root in roots.items():
            # Stores are drawn for the reader; the library wants a Python class for each.
            for store in root.findall("{*}dataStore"):
                root.remove(store)
            parser.add_bpmn_xml(root, name)
        return parser.get_spec(process), parser.get_subprocess_specs(process)
    except ValidationException as error:
        raise BrokenDiagram([_unread(error)]) from error


def _unread(error: ValidationException) -> Finding:
    return Finding(
        str(error.file_name),
        int(error.line_number or 0),
        str(error.id),
        "unreadable",
        "error",
        f"Không đọc được phần tử: {error}",
        f"The element could not be read: {error}",
    )


def _diagram(drawn: Outline, process: str, mark: str, spec: Any, inner: dict[str, Any]) -> Diagram:
    nodes = list(drawn.nodes)
    lanes = drawn.lanes()
    names = drawn.named("message")
    return Diagram(
        process=process,
        digest=mark,
        files=tuple(drawn.roots),
        processes=tuple(dict.fromkeys(scope.process for scope in drawn.scopes)),
        elements=MappingProxyType({node.id: _element(node, lanes) for node in reversed(nodes)}),
        user_tasks=MappingProxyType(
            {node.id: _user_task(node, lanes) for node in nodes if node.kind in ("userTask", "manualTask")}
        ),
        messages=frozenset(names[ref] or "" for ref in _message_references(nodes)),
        decisions=frozenset(_given(nodes, "businessRuleTask", "decision")),
        operations=frozenset(_given(nodes, "serviceTask", "operation")),
        paths=frozenset(_paths(drawn)),
        spec=spec,
        inner_specs=MappingProxyType(inner),
    )


def _lane(node: Node, lanes: Mapping[str, Any]) -> str | None:
    """Return the name of the lane an element lies in; what is inside a sub-process lies in its lane."""
    lane = lanes.get(node.id)
    if lane is None and node.scope != node.process:
        lane = lanes.get(node.scope)
    return (lane.get("name") or lane.get("id")) if lane is not None else None


def _element(node: Node, lanes: Mapping[str, Any]) -> Element:
    return Element(
        id=node.id,
        kind=node.kind,
        name=str(node.element.get("name") or ""),
        process=node.process,
        file=node.file,
        line=node.line,
        lane=_lane(node, lanes),
        properties=MappingProxyType(node.properties),
    )


def _user_task(node: Node, lanes: Mapping[str, Any]) -> UserTask:
    given = node.properties
    told = child(node.element, "documentation")
    return UserTask(
        id=node.id,
        name=str(node.element.get("name") or node.id),
        form=given.get("form"),
        role=given.get("role"),
        unit=given.get("unit"),
        deadline=given.get("deadline"),
        variable=variable_of(given),
        assignee=given.get("assignee"),
        guard=given.get("guard"),
        independent_of=given.get("independent_of"),
        lane=_lane(node, lanes),
        properties=MappingProxyType(given),
        process=node.process,
        documentation=told.text if told is not None else None,
    )


def _message_references(nodes: list[Node]) -> Iterator[str]:
    for node in nodes:
        if node.definition == "messageEventDefinition":
            yield node.definitions[0].get("messageRef")


def _given(nodes: list[Node], kind: str, name: str) -> Iterator[str]:
    return (node.properties[name] for node in nodes if node.kind == kind)


def _paths(drawn: Outline) -> Iterator[tuple[str, ...]]:
    for scope in drawn.scopes:
        for _, text in expressions(scope):
            if not ISO.match(text):
                yield from feel.parse(formula(text), DOMAIN_WORDS).paths
