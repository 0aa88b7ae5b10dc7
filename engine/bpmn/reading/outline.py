"""The files of a diagram as plain lists of elements, before any meaning is given to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.bpmn.reading.dialect import called_process, loop, properties
from engine.findings import Finding
from engine.xmlreading import Element, child, children, local_name, read_xml

ACTIVITIES = frozenset(
    {"userTask", "manualTask", "serviceTask", "businessRuleTask", "subProcess", "callActivity"}
)
EVENTS = frozenset(
    {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
)
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
NODES = ACTIVITIES | EVENTS | GATEWAYS
# Drawn for the reader, or handled with the element they belong to.
ARTIFACTS = frozenset({"textAnnotation", "association", "group", "category", "laneSet"})
DATA = frozenset(
    {
        "ioSpecification",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "dataInputAssociation",
        "dataOutputAssociation",
        "property",
    }
)
LOOPS = frozenset({"multiInstanceLoopCharacteristics", "standardLoopCharacteristics"})
PARTS = frozenset({"sequenceFlow", "documentation", "extensionElements", "incoming", "outgoing"})
SILENT = ARTIFACTS | DATA | LOOPS | PARTS
DEFINITIONS = frozenset(
    f"{kind}EventDefinition"
    for kind in (
        "timer",
        "message",
        "escalation",
        "error",
        "terminate",
        "signal",
        "conditional",
        "link",
        "compensate",
        "cancel",
    )
)


@dataclass(frozen=True)
class Node:
    """One element of a flow and where it stands."""

    element: Element
    file: str
    scope: str
    process: str

    @property
    def id(self) -> str:
        return str(self.element.get("id") or "")

    @property
    def kind(self) -> str:
        return local_name(self.element)

    @property
    def line(self) -> int:
        return self.element.sourceline or 0

    @property
    def properties(self) -> dict[str, str]:
        return properties(self.element)

    @property
    def definitions(self) -> list[Element]:
        return [entry for entry in self.element if local_name(entry) in DEFINITIONS]

    @property
    def definition(self) -> str | None:
        return local_name(self.definitions[0]) if self.definitions else None

    def finding(self, code: str, vi: str, en: str) -> Finding:
        return Finding(self.file, self.line, self.id, code, "error", vi, en)


@dataclass
class Scope:
    """A process or an embedded sub-process: its elements and the flows between them."""

    element: Element
    file: str
    id: str
    process: str
    nodes: list[Node] = field(default_factory=list)
    flows: list[Element] = field(default_factory=list)
    strange: list[Node] = field(default_factory=list)

    def out(self, identity: str) -> list[Element]:
        return [flow for flow in self.flows if flow.get("sourceRef") == identity]

    def into(self, identity: str) -> list[Element]:
        return [flow for flow in self.flows if flow.get("targetRef") == identity]

    def node(self, identity: str | None) -> Node | None:
        return next((node for node in self.nodes if node.id == identity), None)

    def place(self, element: Element) -> Node:
        return Node(element, self.file, self.id, self.process)

    def whole(self) -> Node:
        return self.place(self.element)


@dataclass
class Outline:
    """All that was drawn: the scopes reachable from the main process, and the names they share."""

    roots: dict[str, Element]
    scopes: list[Scope] = field(default_factory=list)
    missing: list[Finding] = field(default_factory=list)

    @property
    def nodes(self) -> Iterator[Node]:
        for scope in self.scopes:
            yield from scope.nodes

    def named(self, tag: str) -> dict[str, str | None]:
        """Return the names of the messages, errors or escalations, by id."""
        return {
            entry.get("id"): entry.get("name")
            for root in self.roots.values()
            for entry in children(root, tag)
        }

    def lanes(self) -> dict[str, Element]:
        """Return the innermost lane each element lies in."""
        found: dict[str, Element] = {}
        for root in self.roots.values():
            for reference in root.iter("{*}flowNodeRef"):
                found[(reference.text or "").strip()] = reference.getparent()
        return found


def read_roots(files: Mapping[str, bytes]) -> dict[str, Element]:
    return {name: read_xml(files[name], name) for name in sorted(files)}


def outline(roots: dict[str, Element], process: str) -> Outline:
    """Collect the main process and everything it calls."""
    drawn = Outline(roots)
    found = {
        entry.get("id"): (entry, name) for name, root in roots.items() for entry in children(root, "process")
    }
    if process not in found:
        drawn.missing.append(_no_process(next(iter(roots), ""), process))
        return drawn
    waiting, seen = [process], {process}
    while waiting:
        name = waiting.pop(0)
        element, file = found[name]
        for scope in _scopes(element, file, name):
            drawn.scopes.append(scope)
            for called in _calls(scope, found, drawn.missing):
                if called not in seen:
                    seen.add(called)
                    waiting.append(called)
    return drawn


def _no_process(file: str, process: str) -> Finding:
    return Finding(
        file,
        0,
        process,
        "no-process",
        "error",
        f"Không có tệp nào chứa quy trình “{process}”.",
        f"No file holds the process '{process}'.",
    )


def _calls(scope: Scope, found: Mapping[str, object], missing: list[Finding]) -> Iterator[str]:
    for node in scope.nodes:
        if node.kind != "callActivity":
            continue
        called = called_process(node.element)
        if called in found:
            yield str(called)
        else:
            missing.append(
                node.finding(
                    "called-process-missing",
                    f"Bước gọi quy trình “{called or ''}” nhưng không có tệp nào chứa quy trình đó.",
                    f"The step calls the process '{called or ''}', which no file holds.",
                )
            )


def _scopes(element: Element, file: str, process: str) -> Iterator[Scope]:
    """Yield a process and the sub-processes drawn inside it."""
    scope = Scope(element, file, str(element.get("id")), process)
    for entry in element:
        name = local_name(entry)
        if name in NODES:
            scope.nodes.append(scope.place(entry))
        elif name == "sequenceFlow":
            scope.flows.append(entry)
        elif name not in SILENT:
            scope.strange.append(scope.place(entry))
    yield scope
    for node in scope.nodes:
        if node.kind == "subProcess":
            yield from _scopes(node.element, file, process)


def condition(flow: Element) -> str | None:
    written = child(flow, "conditionExpression")
    return written.text.strip() if written is not None and written.text and written.text.strip() else None


def expressions(scope: Scope) -> Iterator[tuple[Node, str]]:
    """Yield every FEEL text of a scope with the element it belongs to."""
    for flow in scope.flows:
        text = condition(flow)
        if text:
            yield scope.place(flow), text
    for node in scope.nodes:
        for text in node.properties.values():
            if text.lstrip().startswith("="):
                yield node, text
        marker = loop(node.element)
        for text in marker.expressions if marker else ():
            yield node, text
        for definition in node.definitions:
            for written in children(definition, "timeDate", "timeDuration", "timeCycle"):
                if written.text and written.text.strip():
                    yield node, written.text.strip()
