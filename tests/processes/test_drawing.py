"""The 731 diagram as it is drawn: nothing missing, nothing lying on anything else, flows at right angles."""

from __future__ import annotations

from typing import Any

from tests.processes.walking import BPMN, TREES


def test_everything_is_drawn_and_nothing_lies_on_anything_else() -> None:
    for name, tree in TREES.items():
        boxes = _boxes(tree)
        drawn = set(boxes) | {
            edge.get("bpmnElement") for edge in tree.iter(f"{{{tree.nsmap['bpmndi']}}}BPMNEdge")
        }
        missing = {e.get("id") for e in tree.iter() if _is_drawn(e)} - drawn
        assert not missing, name
        solid = [(key, box) for key, box in boxes.items() if key in _solid(tree)]
        for index, (key, box) in enumerate(solid):
            assert not [other for other, found in solid[index + 1 :] if _meet(box, found)], key


def _is_drawn(element: Any) -> bool:
    kinds = (
        "Task",
        "Event",
        "Gateway",
        "sequenceFlow",
        "messageFlow",
        "participant",
        "lane",
        "subProcess",
        "callActivity",
    )
    return isinstance(element.tag, str) and element.tag.startswith(BPMN) and element.tag.endswith(kinds)


def _boxes(tree: Any) -> dict[str, tuple[float, ...]]:
    shapes = tree.iter(f"{{{tree.nsmap['bpmndi']}}}BPMNShape")
    bounds = {shape.get("bpmnElement"): shape.find(f"{{{tree.nsmap['dc']}}}Bounds") for shape in shapes}
    return {
        key: tuple(float(found.get(side)) for side in ("x", "y", "width", "height"))
        for key, found in bounds.items()
    }


def _solid(tree: Any) -> set[str]:
    tags = (
        "userTask",
        "serviceTask",
        "businessRuleTask",
        "callActivity",
        "exclusiveGateway",
        "parallelGateway",
    )
    more = ("eventBasedGateway", "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent")
    return {element.get("id") for tag in (*tags, *more) for element in tree.iter(BPMN + tag)}


def _meet(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    apart = (one[i] + one[i + 2] + 8 <= two[i] or two[i] + two[i + 2] + 8 <= one[i] for i in (0, 1))
    return not any(apart)


def test_flows_are_drawn_at_right_angles_and_pass_through_no_shape() -> None:
    for tree in TREES.values():
        boxes = {key: box for key, box in _boxes(tree).items() if key in _solid(tree)}
        ends = {
            flow.get("id"): {flow.get("sourceRef"), flow.get("targetRef")}
            for flow in tree.iter(BPMN + "sequenceFlow")
        }
        for edge in tree.iter(f"{{{tree.nsmap['bpmndi']}}}BPMNEdge"):
            points = [
                (float(p.get("x")), float(p.get("y"))) for p in edge.iter(f"{{{tree.nsmap['di']}}}waypoint")
            ]
            own = ends.get(edge.get("bpmnElement"), set())
            for start, stop in zip(points, points[1:], strict=False):
                assert start[0] == stop[0] or start[1] == stop[1], edge.get("bpmnElement")
                crossed = [key for key, box in boxes.items() if key not in own and _crosses(start, stop, box)]
                assert not crossed or own == set(), edge.get("bpmnElement")


def _crosses(start: tuple[float, float], stop: tuple[float, float], box: tuple[float, ...]) -> bool:
    low, high = (tuple(sorted(pair)) for pair in zip(start, stop, strict=True))
    x, y, width, height = box
    return low[0] < x + width and low[1] > x and high[0] < y + height and high[1] > y
