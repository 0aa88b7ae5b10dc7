"""The figures of BPMN: activities, events, gateways, pools and lanes."""

from __future__ import annotations

from engine.bpmn.picture import svg
from engine.bpmn.picture.icons import ICONS
from engine.bpmn.picture.layout import Box, Shape
from engine.bpmn.picture.signs import SIGNS, choice
from engine.bpmn.picture.svg import circle, path, tag
from engine.bpmn.picture.wrapping import block, fit, wrap

FILLS = {"live": "#dbeafe", "late": "#fde2e1", "done": "#e7f3e8", "": svg.PAPER}
EDGES = {"live": "#1d4ed8", "late": "#b42318", "done": "#2f6b3a", "": svg.INK}
SMALL = 11.0


def figure(shape: Shape, state: str) -> str:
    """Draw one shape in its state: live, late, done or nothing."""
    if shape.kind in ("participant", "lane"):
        return _band(shape)
    if shape.kind == "textAnnotation":
        return _annotation(shape)
    if shape.kind.endswith("Gateway"):
        return _gateway(shape, state) + _outside(shape)
    if shape.kind.endswith("Event"):
        return _event(shape, state) + _outside(shape)
    if shape.kind.startswith("data"):
        return _data(shape) + _outside(shape)
    return _activity(shape, state)


def _outside(shape: Shape) -> str:
    """Write the label below a small figure, or where the analyst put it."""
    if not shape.name:
        return ""
    box = shape.box
    if shape.label and shape.label.width:
        room = max(shape.label.width + 8, 60)
        x, y = shape.label.middle
        return block(wrap(shape.name, room, SMALL), x, y, SMALL, class_="label")
    lines = wrap(shape.name, 100, SMALL)
    return block(lines, box.middle[0], box.y + box.height + 4 + len(lines) * 7, SMALL, class_="label")


def _band(shape: Shape) -> str:
    box = shape.box
    frame = tag(
        "rect",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        fill=svg.PAPER,
        stroke=svg.QUIET,
        class_=shape.kind,
    )
    if shape.kind == "participant" and not shape.expanded:
        return frame + block([shape.name], box.x + 16, box.middle[1], 12, anchor="start")
    if shape.upright:
        return frame + block(wrap(shape.name, box.width - 8, 12), box.middle[0], box.y + 15, 12)
    x, y = box.x + 15, box.middle[1]
    lines, size = fit(shape.name, box.height - 8, 28, (12, 11, 10))
    turned = block(lines, x, y, size, transform=f"rotate(-90 {svg.number(x)} {svg.number(y)})")
    rule = path(f"M{box.x + 30} {box.y}V{box.y + box.height}", stroke=svg.QUIET, stroke_width=1)
    return frame + rule + turned


def _annotation(shape: Shape) -> str:
    box = shape.box
    lines, size = fit(shape.name, box.width - 10, box.height, (11, 10, 9))
    edge = path(f"M{box.x + 10} {box.y}H{box.x}V{box.y + box.height}h10", stroke=svg.QUIET)
    return edge + block(lines, box.x + 6, box.middle[1], size, anchor="start")


def _data(shape: Shape) -> str:
    box = shape.box
    return tag(
        "rect",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        fill=svg.PAPER,
        stroke=svg.QUIET,
        stroke_dasharray="3 2",
    )


def _activity(shape: Shape, state: str) -> str:
    box = shape.box
    called = shape.kind == "callActivity"
    opened = shape.kind == "subProcess" and shape.expanded
    weight = 3.5 if called else 2.4 if state in ("live", "late") else 1.4
    frame = tag(
        "rect",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rx=8,
        fill=svg.PAPER if opened and state != "late" else FILLS[state],
        stroke=EDGES[state],
        stroke_width=weight,
    )
    return frame + _words(shape, opened) + _icon(shape) + _below(shape, opened) + badge(box, state)


def _words(shape: Shape, opened: bool) -> str:
    box = shape.box
    if opened:
        lines = wrap(shape.name, box.width - 40, 12)
        return block(lines, box.middle[0], box.y + 4 + len(lines) * 8, 12)
    foot = 12 if shape.many or shape.kind in ("callActivity", "subProcess") else 0
    lines, size = fit(shape.name, box.width - 12, box.height - 24 - foot, (12, 11, 10, 9))
    return block(lines, box.middle[0], box.middle[1] + 6 - foot / 2, size)


def _icon(shape: Shape) -> str:
    draw = ICONS.get(shape.kind)
    return draw(shape.box.x + 6, shape.box.y + 6) if draw else ""


def _below(shape: Shape, opened: bool) -> str:
    """Draw the markers at the foot: several instances, something inside."""
    x, y = shape.box.middle[0], shape.box.y + shape.box.height - 14
    marks = ""
    if shape.many:
        bars = f"M{x - 4} {y}v10M{x} {y}v10M{x + 4} {y}v10"
        if shape.many == "sequential":
            bars = f"M{x - 5} {y + 1}h10M{x - 5} {y + 5}h10M{x - 5} {y + 9}h10"
        marks += path(bars, stroke_width=1.8)
    if shape.kind in ("subProcess", "callActivity") and not opened:
        left = x + (14 if shape.many else 0)
        marks += tag("rect", x=left - 6, y=y - 1, width=12, height=12, fill="none", stroke=svg.INK) + path(
            f"M{left} {y + 1.5}v7M{left - 3.5} {y + 5}h7"
        )
    return marks


def _event(shape: Shape, state: str) -> str:
    x, y = shape.box.middle
    r = shape.box.width / 2
    last = shape.kind == "endEvent"
    dash = "4 3" if shape.kind == "boundaryEvent" and not shape.interrupts else None
    ring = circle(
        x,
        y,
        r,
        fill=FILLS[state],
        stroke=EDGES[state],
        stroke_width=3.2 if last else 1.5,
        stroke_dasharray=dash,
    )
    if shape.kind in ("boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"):
        ring += circle(x, y, r - 3, stroke=EDGES[state], stroke_dasharray=dash)
    draw = SIGNS.get(shape.definition or "")
    sign = draw(x, y, r / 18, shape.throws) if draw else ""
    return ring + sign + (badge(shape.box, state) if state in ("live", "late") else "")


def _gateway(shape: Shape, state: str) -> str:
    box = shape.box
    x, y = box.middle
    diamond = path(
        f"M{x} {box.y}L{box.x + box.width} {y}L{x} {box.y + box.height}L{box.x} {y}z",
        fill=FILLS[state],
        stroke=EDGES[state],
        stroke_width=1.5,
    )
    return (
        diamond
        + choice(shape.kind, x, y, box.width / 50)
        + (badge(box, state) if state in ("live", "late") else "")
    )


def badge(box: Box, state: str) -> str:
    """Mark the state by a sign as well as by colour."""
    x, y = box.x + box.width - 2, box.y + 2
    if state not in ("live", "late", "done"):
        return ""
    disc = circle(x, y, 8, fill=EDGES[state], stroke=svg.PAPER, stroke_width=1.5)
    sign = {
        "live": path(f"M{x - 2.5} {y - 4}l6 4l-6 4z", fill=svg.PAPER, stroke="none"),
        "late": path(f"M{x} {y - 4.5}v5.5M{x} {y + 3.2}v1.4", stroke=svg.PAPER, stroke_width=2),
        "done": path(f"M{x - 3.5} {y}l2.6 2.8l4.6-5.4", stroke=svg.PAPER, stroke_width=1.8),
    }[state]
    return tag("g", disc, sign, class_=f"badge {state}")
