"""The diagram interchange of a file as plain values: what is drawn where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.bpmn.reading.outline import DEFINITIONS
from engine.xmlreading import Element, child, children, local_name

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle on the canvas."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Shape:
    """Something drawn as a figure."""

    id: str
    kind: str
    name: str
    box: Box
    label: Box | None
    definition: str | None
    throws: bool
    interrupts: bool
    many: str | None
    # For a pool: whether its process is drawn, or it is a black box.
    expanded: bool
    upright: bool


@dataclass(frozen=True)
class Line:
    """Something drawn as a line between figures."""

    id: str
    kind: str
    name: str
    points: tuple[Point, ...]
    label: Box | None
    source: str
    target: str
    default: bool


@dataclass(frozen=True)
class Layout:
    """One plane of a file, in the order it was drawn."""

    title: str
    shapes: tuple[Shape, ...]
    lines: tuple[Line, ...]

    @property
    def frame(self) -> Box:
        xs = [x for box in self._boxes() for x in (box.x, box.x + box.width)]
        ys = [y for box in self._boxes() for y in (box.y, box.y + box.height)]
        if not xs:
            return Box(0, 0, 320, 80)
        return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))

    def _boxes(self) -> Iterator[Box]:
        for shape in self.shapes:
            yield shape.box
            if shape.label:
                yield shape.label
        for line in self.lines:
            yield from (Box(x, y, 0, 0) for x, y in line.points)
            if line.label:
                yield line.label


def holds(root: Element, process: str) -> bool:
    return any(entry.get("id") == process for entry in children(root, "process"))


def read_layout(root: Element, process: str | None) -> Layout:
    """Return what is drawn of a process, or of the first plane when none is named."""
    known = {entry.get("id"): entry for entry in root.iter("{*}*") if entry.get("id")}
    defaults = {entry.get("default") for entry in known.values() if entry.get("default")}
    plane = _plane(root, process)
    shapes = [_shape(drawn, known) for drawn in children(plane, "BPMNShape")]
    lines = [_line(drawn, known, defaults) for drawn in children(plane, "BPMNEdge")]
    return Layout(
        title=_title(root, process),
        shapes=tuple(shape for shape in shapes if shape),
        lines=tuple(line for line in lines if line),
    )


def _title(root: Element, process: str | None) -> str:
    named = [entry for entry in children(root, "process") if process in (None, entry.get("id"))]
    first = named[0] if named else None
    return str((first.get("name") or first.get("id")) if first is not None else "")


def _plane(root: Element, process: str | None) -> Element | None:
    planes = [plane for diagram in children(root, "BPMNDiagram") for plane in children(diagram, "BPMNPlane")]
    if process is not None:
        pools = {
            group.get("id")
            for group in children(root, "collaboration")
            if any(pool.get("processRef") == process for pool in children(group, "participant"))
        }
        planes = [plane for plane in planes if plane.get("bpmnElement") in {process, *pools}]
    return planes[0] if planes else None


def _box(bounds: Element | None) -> Box | None:
    if bounds is None:
        return None
    sizes = [_number(bounds.get(key)) for key in ("x", "y", "width", "height")]
    return Box(*sizes)


def _number(written: str | None) -> float:
    # A drawing from elsewhere may hold anything; what is no number, or absurd, is drawn at the edge.
    try:
        value = float(written or 0)
    except ValueError:
        return 0.0
    return value if abs(value) < 1e6 else 0.0


def _shape(drawn: Element, known: Mapping[str, Element]) -> Shape | None:
    element = known.get(drawn.get("bpmnElement"))
    box = _box(child(drawn, "Bounds"))
    if element is None or box is None:
        return None
    definitions = [local_name(entry) for entry in element if local_name(entry) in DEFINITIONS]
    kind = local_name(element)
    return Shape(
        id=str(element.get("id")),
        kind=kind,
        name=_name(element),
        box=box,
        label=_box(child(child(drawn, "BPMNLabel"), "Bounds")),
        definition=definitions[0].removesuffix("EventDefinition") if definitions else None,
        throws=kind in ("endEvent", "intermediateThrowEvent"),
        interrupts=element.get("cancelActivity", "true") == "true",
        many=_many(element),
        expanded=drawn.get("isExpanded") == "true" or bool(element.get("processRef")),
        upright=drawn.get("isHorizontal") == "false",
    )


def _name(element: Element) -> str:
    if local_name(element) == "textAnnotation":
        words = child(element, "text")
        return " ".join((words.text or "").split()) if words is not None else ""
    return " ".join(str(element.get("name") or "").split())


def _many(element: Element) -> str | None:
    marker = child(element, "multiInstanceLoopCharacteristics")
    if marker is None:
        return None
    return "sequential" if marker.get("isSequential") == "true" else "parallel"


def _line(drawn: Element, known: Mapping[str, Element], defaults: set[str]) -> Line | None:
    element = known.get(drawn.get("bpmnElement"))
    points = tuple((_number(p.get("x")), _number(p.get("y"))) for p in children(drawn, "waypoint"))
    if element is None or len(points) < 2:
        return None
    return Line(
        id=str(element.get("id")),
        kind=local_name(element),
        name=_name(element),
        points=points,
        label=_box(child(child(drawn, "BPMNLabel"), "Bounds")),
        source=str(element.get("sourceRef")),
        target=str(element.get("targetRef")),
        default=element.get("id") in defaults,
    )
