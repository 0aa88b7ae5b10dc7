"""The drawing: everything is on it, nothing covers anything, steps lie in their lanes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from engine.bpmn.check.diagram import Diagram, Node, bpmn_children, local, reference
from engine.bpmn.check.namespaces import BPMNDI, DC, DI, words
from engine.bpmn.check.report import Report
from engine.bpmn.check.rules.style import innermost, lanes_of
from engine.xmlreading import Element

_TOUCH = 12.0
_MOST = 60


@dataclass(frozen=True, eq=False)
class Box:
    """A rectangle on the drawing and what it stands for."""

    key: str
    x: float
    y: float
    width: float
    height: float
    shape: Element

    def overlaps(self, other: Box, slack: float = 1.0) -> bool:
        return (
            self.x + slack < other.x + other.width
            and other.x + slack < self.x + self.width
            and self.y + slack < other.y + other.height
            and other.y + slack < self.y + self.height
        )

    def holds(self, other: Box, slack: float = 1.0) -> bool:
        return (
            self.x <= other.x + slack
            and self.y <= other.y + slack
            and other.x + other.width <= self.x + self.width + slack
            and other.y + other.height <= self.y + self.height + slack
        )

    def near(self, x: float, y: float) -> bool:
        across = max(self.x - x, x - self.x - self.width, 0.0)
        down = max(self.y - y, y - self.y - self.height, 0.0)
        return max(across, down) <= _TOUCH


def check_drawing(diagram: Diagram, report: Report) -> None:
    """Report what is missing on the drawing or hides something else."""
    planes = list(diagram.root.iter(f"{{{BPMNDI}}}BPMNPlane"))
    if not planes:
        report.tell("di-none", diagram.root)
        return
    _check_complete(diagram, report)
    nodes = {node.key: node for _, node in diagram.nodes()}
    for plane in planes:
        boxes = dict(_boxes(plane, report))
        _check_overlaps(diagram, nodes, boxes, report)
        _check_lanes(diagram, boxes, report)
        _check_labels(nodes, plane, boxes, report)
        _check_edges(diagram, plane, boxes, report)


def _check_complete(diagram: Diagram, report: Report) -> None:
    drawn = {
        reference(shape.get("bpmnElement")): shape
        for name in ("BPMNShape", "BPMNEdge")
        for shape in diagram.root.iter(f"{{{BPMNDI}}}{name}")
    }
    for key, shape in drawn.items():
        if key and key not in diagram.ids:
            report.tell("di-unknown", shape, about=key, value=key)
    for element in _should_be_drawn(diagram):
        if element.get("id") and element.get("id") not in drawn:
            report.tell("di-missing", element, tag=local(element))


def _should_be_drawn(diagram: Diagram) -> Iterator[Element]:
    for collaboration in bpmn_children(diagram.root, "collaboration"):
        yield from bpmn_children(collaboration, "participant", "messageFlow")
    for scope in diagram.scopes:
        yield from (node.element for node in scope.nodes.values())
        yield from (flow.element for flow in scope.flows)
        yield from lanes_of(scope)


def _boxes(plane: Element, report: Report) -> Iterator[tuple[str, Box]]:
    for shape in plane.iter(f"{{{BPMNDI}}}BPMNShape"):
        key = reference(shape.get("bpmnElement"))
        box = _box(shape, key)
        if box is not None and box.width > 0 and box.height > 0:
            yield key, box
        else:
            report.tell("di-bounds", shape, about=key)


def _box(holder: Element, key: str) -> Box | None:
    bounds = holder.find(f"{{{DC}}}Bounds")
    if bounds is None:
        return None
    numbers = [_number(bounds.get(name)) for name in ("x", "y", "width", "height")]
    if None in numbers:
        return None
    x, y, width, height = (number or 0.0 for number in numbers)
    return Box(key, x, y, width, height, holder)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None


def _check_overlaps(diagram: Diagram, nodes: dict[str, Node], boxes: dict[str, Box], report: Report) -> None:
    placed = sorted((box for key, box in boxes.items() if key in nodes), key=lambda box: box.x)
    found = 0
    for place, box in enumerate(placed):
        for other in placed[place + 1 :]:
            if other.x >= box.x + box.width or found >= _MOST:
                break
            if box.overlaps(other) and not _belong(nodes[box.key], nodes[other.key]):
                found += 1
                report.tell("di-overlap", other.shape, about=other.key, other=nodes[box.key].label)


def _belong(one: Node, other: Node) -> bool:
    """Say whether one is drawn on or in the other by design."""
    if other.key == one.host or one.key == other.host:
        return True
    return _inside(one, other) or _inside(other, one)


def _inside(inner: Node, outer: Node) -> bool:
    parent = inner.element.getparent()
    while parent is not None:
        if parent is outer.element:
            return True
        parent = parent.getparent()
    return False


def _check_lanes(diagram: Diagram, boxes: dict[str, Box], report: Report) -> None:
    for scope in diagram.scopes:
        for key, lanes in innermost(lanes_of(scope)).items():
            lane, box = boxes.get(lanes[0].get("id", "")), boxes.get(key)
            if lane is not None and box is not None and not lane.holds(box):
                name = lanes[0].get("name") or lanes[0].get("id")
                report.tell("di-off-lane", box.shape, about=key, lane=name)


def _check_labels(nodes: dict[str, Node], plane: Element, boxes: dict[str, Box], report: Report) -> None:
    steps = sorted(
        (box for key, box in boxes.items() if key in nodes and nodes[key].tag != "subProcess"),
        key=lambda box: box.x,
    )
    found = 0
    for label in plane.iter(f"{{{BPMNDI}}}BPMNLabel"):
        key = reference(label.getparent().get("bpmnElement"))
        box = _box(label, key)
        if box is None or found >= _MOST or (key in nodes and nodes[key].tag not in _LABELLED_OUTSIDE):
            continue
        covered = next(_covered(box, nodes, steps), None)
        if covered is not None:
            found += 1
            report.tell("di-label", label, about=key, other=nodes[covered.key].label)


_LABELLED_OUTSIDE = words(
    "startEvent endEvent boundaryEvent intermediateCatchEvent intermediateThrowEvent exclusiveGateway "
    "inclusiveGateway eventBasedGateway parallelGateway"
)


def _covered(label: Box, nodes: dict[str, Node], steps: list[Box]) -> Iterator[Box]:
    own = nodes.get(label.key)
    widest = max((box.width for box in steps), default=0.0)
    first = bisect_left(steps, label.x - widest, key=lambda box: box.x)
    for box in islice(steps, first, None):
        if box.x > label.x + label.width:
            return
        host = own is not None and box.key == own.host
        if box.key != label.key and not host and box.overlaps(label, slack=4.0):
            yield box


def _check_edges(diagram: Diagram, plane: Element, boxes: dict[str, Box], report: Report) -> None:
    flows = {flow.key: flow for scope in diagram.scopes for flow in scope.flows}
    for edge in plane.iter(f"{{{BPMNDI}}}BPMNEdge"):
        flow = flows.get(reference(edge.get("bpmnElement")))
        if flow is None:
            continue
        points = [(_number(p.get("x")), _number(p.get("y"))) for p in edge.iter(f"{{{DI}}}waypoint")]
        if len(points) < 2 or any(None in point for point in points):
            report.tell("di-bounds", edge, about=flow.key)
            continue
        for key, (x, y) in ((flow.source, points[0]), (flow.target, points[-1])):
            box = boxes.get(key)
            if box is not None and not box.near(x or 0.0, y or 0.0):
                report.tell("di-loose", edge, about=flow.key, other=key)
