"""Releases with one thing taken out: a sequence flow, a timer, a row of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from lxml import etree

from engine.releases import Release

Element = Any  # lxml has no types


@dataclass(frozen=True)
class Mutant:
    """One thing that can be taken out, and the traces by which a scenario may notice it."""

    kind: str
    file: str
    name: str
    index: int
    near: frozenset[str]
    equal: bool = False  # a flow into an end that does nothing: the token ends there with it or without it


def mutants(release: Release) -> list[Mutant]:
    """Everything that can be taken out of a release, in the order of its files."""
    found: list[Mutant] = []
    for path in sorted(release.files):
        finders = FINDERS.get(path.rsplit(".", 1)[-1], ())
        for kind, finder in finders:
            root = _tree(release, path)
            idle = _idle_flows(root)
            for n, (name, near, _) in enumerate(finder(root)):
                found.append(Mutant(kind, path, name, n, near, equal=name in idle))
    return found


def _idle_flows(root: Element) -> set[str]:
    """The flows into an end at which nothing happens, but for those that a gateway chooses."""
    ends = {
        end.get("id")
        for end in root.iter("{*}endEvent")
        if not any(etree.QName(each).localname.endswith("EventDefinition") for each in end)
    }
    choosing = {gateway.get("id") for gateway in root.iter("{*}exclusiveGateway")}
    return {
        f"{flow.get('sourceRef')} → {flow.get('targetRef')}"
        for flow in root.iter("{*}sequenceFlow")
        if flow.get("targetRef") in ends and flow.get("sourceRef") not in choosing
    }


def without(release: Release, mutant: Mutant) -> bytes:
    """The file of the release with that one thing taken out."""
    root = _tree(release, mutant.file)
    finder = dict(FINDERS[mutant.file.rsplit(".", 1)[-1]])[mutant.kind]
    for n, (_, _, remove) in enumerate(finder(root)):
        if n == mutant.index:
            remove()
            break
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


Found = Iterator[tuple[str, frozenset[str], Callable[[], None]]]


def _tree(release: Release, path: str) -> Element:
    return etree.fromstring(release.files[path], etree.XMLParser(resolve_entities=False, no_network=True))


def _flows(root: Element) -> Found:
    """Each flow is noticed where both its ends were passed; behind a timer on a border, where it fired."""
    borders = {event.get("id") for event in root.iter("{*}boundaryEvent")}
    for flow in list(root.iter("{*}sequenceFlow")):
        source, target = str(flow.get("sourceRef")), str(flow.get("targetRef"))
        yield (
            f"{source} → {target}",
            frozenset({source} if source in borders else {source, target}),
            partial(_cut, root, flow),
        )


def _cut(root: Element, flow: Element) -> None:
    """Take a flow out, with every reference to it."""
    name = flow.get("id")
    for each in [*root.iter("{*}incoming"), *root.iter("{*}outgoing")]:
        if (each.text or "").strip() == name:
            _drop(each)
    for each in root.iter("{*}exclusiveGateway"):
        if each.get("default") == name:
            del each.attrib["default"]
    for each in list(root.iter("{*}BPMNEdge")):
        if each.get("bpmnElement") == name:
            _drop(each)
    _drop(flow)


def _timers(root: Element) -> Found:
    """A timer on a border is noticed where it fired, one in the way where it was waited for."""
    for definition in list(root.iter("{*}timerEventDefinition")):
        event = definition.getparent()
        assert event is not None
        name = str(event.get("id"))
        near = {name} if event.get("attachedToRef") else _before(root, name)
        yield name, frozenset(near), partial(_uproot, root, event)


def _before(root: Element, name: str) -> set[str]:
    return {
        str(flow.get("sourceRef")) for flow in root.iter("{*}sequenceFlow") if flow.get("targetRef") == name
    }


def _uproot(root: Element, event: Element) -> None:
    """Take an event out with its flows and its mention in the lanes."""
    name = event.get("id")
    for flow in list(root.iter("{*}sequenceFlow")):
        if name in (flow.get("sourceRef"), flow.get("targetRef")):
            _cut(root, flow)
    for each in list(root.iter("{*}flowNodeRef")):
        if (each.text or "").strip() == name:
            _drop(each)
    for each in list(root.iter("{*}BPMNShape")):
        if each.get("bpmnElement") == name:
            _drop(each)
    _drop(event)


def _rows(root: Element) -> Found:
    """Each row is noticed where it fired."""
    for decision in root.iter("{*}decision"):
        name = str(decision.get("id"))
        for table in decision.iter("{*}decisionTable"):
            for n, rule in enumerate(table.findall("{*}rule"), 1):
                row = f"{name} dòng {n}"
                yield row, frozenset({row}), partial(_drop, rule)


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


FINDERS: dict[str, tuple[tuple[str, Callable[[Element], Found]], ...]] = {
    "bpmn": (("mũi tên", _flows), ("đồng hồ", _timers)),
    "dmn": (("dòng bảng", _rows),),
}
