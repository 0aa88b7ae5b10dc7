"""A diagram as the rules look at it: scopes, nodes and flows with the XML they came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.bpmn.check.namespaces import BPMN, split, words
from engine.bpmn.check.properties import Property, properties_of
from engine.xmlreading import Element

TASKS = words(
    "task userTask manualTask serviceTask scriptTask businessRuleTask sendTask receiveTask "
    "callActivity subProcess transaction adHocSubProcess"
)
GATEWAYS = words("exclusiveGateway parallelGateway inclusiveGateway eventBasedGateway complexGateway")
EVENTS = words("startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent")
NODES = TASKS | GATEWAYS | EVENTS
SCOPES = ("process", "subProcess", "transaction", "adHocSubProcess")


@dataclass(frozen=True, eq=False)
class Flow:
    """One sequence flow."""

    key: str
    source: str
    target: str
    element: Element
    condition: Element | None


@dataclass(frozen=True, eq=False)
class Node:
    """One step, event or gateway, with the flows that touch it."""

    key: str
    tag: str
    name: str
    element: Element
    events: tuple[Element, ...]
    properties: Mapping[str, Property]
    incoming: tuple[Flow, ...]
    outgoing: tuple[Flow, ...]
    host: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its event definitions: `timer`, `message` …"""
        return tuple(local(event).removesuffix("EventDefinition") for event in self.events)

    @property
    def interrupts(self) -> bool:
        return self.element.get("cancelActivity", "true") not in ("false", "0")

    def value(self, name: str) -> str:
        return self.properties[name].value if name in self.properties else ""

    @property
    def label(self) -> str:
        return self.name or self.key


@dataclass(frozen=True, eq=False)
class Scope:
    """A process or sub-process: what lies directly inside it."""

    element: Element
    tag: str
    label: str
    nodes: Mapping[str, Node]
    flows: tuple[Flow, ...]

    def of(self, *tags: str) -> list[Node]:
        return [node for tag in tags for node in self._by_tag.get(tag, ())]

    def around(self, host: Node) -> list[Node]:
        """Return the events on the edge of an activity."""
        return self._by_host.get(host.key, [])

    @cached_property
    def _by_tag(self) -> dict[str, list[Node]]:
        return _grouped(self.nodes.values(), lambda node: node.tag)

    @cached_property
    def _by_host(self) -> dict[str, list[Node]]:
        return _grouped(self.of("boundaryEvent"), lambda node: node.host)


def _grouped(nodes: Iterable[Node], by: Callable[[Node], str]) -> dict[str, list[Node]]:
    groups: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        groups[by(node)].append(node)
    return dict(groups)


@dataclass(frozen=True, eq=False)
class Diagram:
    """One file, read."""

    root: Element
    scopes: tuple[Scope, ...]
    ids: Mapping[str, Element]

    def nodes(self) -> Iterator[tuple[Scope, Node]]:
        for scope in self.scopes:
            for node in scope.nodes.values():
                yield scope, node


def local(element: Element) -> str:
    return split(element.tag)[1]


def bpmn_children(element: Element, *names: str) -> Iterator[Element]:
    """Yield the BPMN child elements, all or those of these names."""
    for child in element:
        namespace, name = split(child.tag)
        if namespace == BPMN and (not names or name in names):
            yield child


def bpmn_child(element: Element, *names: str) -> Element | None:
    return next(bpmn_children(element, *names), None)


def text_of(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def reference(text: str | None) -> str:
    """Return what a reference names, without the namespace prefix some tools write."""
    return (text or "").strip().rpartition(":")[2]


def read(root: Element) -> Diagram:
    """Read the scopes of a document; broken references are kept for the rules to see."""
    ids: dict[str, Element] = {}
    for element in root.iter():
        if split(element.tag)[0] == BPMN and element.get("id"):
            ids.setdefault(element.get("id"), element)
    scopes = tuple(_scope(el) for name in SCOPES for el in root.iter(f"{{{BPMN}}}{name}"))
    return Diagram(root, tuple(sorted(scopes, key=lambda scope: scope.element.sourceline or 0)), ids)


def _scope(element: Element) -> Scope:
    flows = tuple(_flow(child) for child in bpmn_children(element, "sequenceFlow"))
    into: dict[str, list[Flow]] = defaultdict(list)
    out_of: dict[str, list[Flow]] = defaultdict(list)
    for flow in flows:
        into[flow.target].append(flow)
        out_of[flow.source].append(flow)
    nodes: dict[str, Node] = {}
    for child in bpmn_children(element, *NODES):
        key = _key(child)
        nodes.setdefault(key, _node(child, key, tuple(into[key]), tuple(out_of[key])))
    label = element.get("name") or element.get("id") or local(element)
    return Scope(element, local(element), label, nodes, flows)


def _flow(element: Element) -> Flow:
    source, target = reference(element.get("sourceRef")), reference(element.get("targetRef"))
    return Flow(_key(element), source, target, element, bpmn_child(element, "conditionExpression"))


def _node(element: Element, key: str, incoming: tuple[Flow, ...], outgoing: tuple[Flow, ...]) -> Node:
    properties = {prop.name: prop for prop in properties_of(element)}
    loop = bpmn_child(element, "multiInstanceLoopCharacteristics")
    if loop is not None:
        properties.update({prop.name: prop for prop in properties_of(loop)})
    return Node(
        key=key,
        tag=local(element),
        name=(element.get("name") or "").strip(),
        element=element,
        events=tuple(child for child in bpmn_children(element) if local(child).endswith("EventDefinition")),
        properties=properties,
        incoming=incoming,
        outgoing=outgoing,
        host=reference(element.get("attachedToRef")),
    )


def _key(element: Element) -> str:
    # A wild file may leave ids out; its elements still need a name to be told apart.
    return element.get("id") or f"{local(element)}@{element.sourceline}.{id(element)}"
