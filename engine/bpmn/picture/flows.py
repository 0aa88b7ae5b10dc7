"""The lines of BPMN: sequence flows, message flows, associations."""

from __future__ import annotations

from engine.bpmn.picture import svg
from engine.bpmn.picture.layout import Line, Point
from engine.bpmn.picture.svg import path, tag
from engine.bpmn.picture.wrapping import block, wrap

SMALL = 11.0


def markers(prefix: str) -> str:
    """Define the arrow heads; the prefix keeps several pictures on one page apart."""
    closed = tag("path", d="M0 0L10 5L0 10z", fill=svg.INK)
    opened = tag("path", d="M0.5 1L9 5L0.5 9z", fill=svg.PAPER, stroke=svg.INK)
    ring = tag("circle", cx=5, cy=5, r=4, fill=svg.PAPER, stroke=svg.INK)
    return tag(
        "defs",
        _marker(f"{prefix}-arrow", closed, 10),
        _marker(f"{prefix}-open", opened, 9),
        _marker(f"{prefix}-ring", ring, 5),
    )


def _marker(name: str, inside: str, at: float) -> str:
    return tag(
        "marker",
        inside,
        id=name,
        viewBox="0 0 10 10",
        refX=at,
        refY=5,
        markerWidth=9,
        markerHeight=9,
        orient="auto",
        markerUnits="userSpaceOnUse",
    )


def draw_line(line: Line, passed: bool, prefix: str) -> str:
    return tag(
        "g",
        _stroke(line, prefix),
        _default(line),
        _label(line),
        class_=f"flow {line.kind}" + (" done" if passed else ""),
        data_element=line.id,
    )


def _stroke(line: Line, prefix: str) -> str:
    d = "M" + "L".join(f"{svg.number(x)} {svg.number(y)}" for x, y in line.points)
    if line.kind == "sequenceFlow":
        return path(d, marker_end=f"url(#{prefix}-arrow)")
    if line.kind == "messageFlow":
        ends = {"marker_start": f"url(#{prefix}-ring)", "marker_end": f"url(#{prefix}-open)"}
        return path(d, stroke_dasharray="7 4", **ends)
    return path(d, stroke=svg.QUIET, stroke_dasharray="2 3")


def _default(line: Line) -> str:
    if not line.default:
        return ""
    (x1, y1), (x2, y2) = line.points[:2]
    far = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 1)
    x, y = x1 + (x2 - x1) * 10 / far, y1 + (y2 - y1) * 10 / far
    return path(f"M{x - 4} {y + 4}L{x + 4} {y - 4}")


def _label(line: Line) -> str:
    if not line.name:
        return ""
    if line.label and line.label.width:
        x, y = line.label.middle
        return block(wrap(line.name, max(line.label.width + 8, 50), SMALL), x, y, SMALL, class_="label")
    x, y = _halfway(line.points)
    lines = wrap(line.name, 90, SMALL)
    return block(lines, x, y - 4 - len(lines) * 6, SMALL, class_="label")


def _halfway(points: tuple[Point, ...]) -> Point:
    """Return the middle of the longest stretch, where a label has most room."""
    stretches = list(zip(points, points[1:], strict=False))
    (x1, y1), (x2, y2) = max(
        stretches, key=lambda ends: (ends[1][0] - ends[0][0]) ** 2 + (ends[1][1] - ends[0][1]) ** 2
    )
    return (x1 + x2) / 2, (y1 + y2) / 2
