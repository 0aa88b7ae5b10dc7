"""The small signs that tell what kind of work an activity is."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

from engine.bpmn.picture import svg
from engine.bpmn.picture.svg import circle, path, tag


def _user(x: float, y: float) -> str:
    return circle(x + 7, y + 4, 3.4, fill=svg.PAPER) + path(f"M{x} {y + 15}c0-9 14-9 14 0z", fill=svg.PAPER)


def _hand(x: float, y: float) -> str:
    return path(f"M{x} {y + 6}l4-4h9v2.5h-5M{x + 8} {y + 7}h6M{x + 8} {y + 9.5}h5.5M{x} {y + 6}v4l3 3h9")


def _gear(x: float, y: float) -> str:
    cx, cy = x + 7, y + 7
    teeth = "".join(
        f"M{svg.number(cx + 4.5 * cos(k * pi / 4))} {svg.number(cy + 4.5 * sin(k * pi / 4))}"
        f"L{svg.number(cx + 7 * cos(k * pi / 4))} {svg.number(cy + 7 * sin(k * pi / 4))}"
        for k in range(8)
    )
    return path(teeth, stroke_width=2.4) + circle(cx, cy, 4.6, fill=svg.PAPER) + circle(cx, cy, 1.8)


def _table(x: float, y: float) -> str:
    frame = tag("rect", x=x, y=y + 1, width=15, height=12, fill=svg.PAPER, stroke=svg.INK)
    head = tag("rect", x=x, y=y + 1, width=15, height=4, fill=svg.QUIET, stroke=svg.INK)
    return frame + head + path(f"M{x} {y + 9}h15M{x + 5} {y + 5}v8")


ICONS: dict[str, Callable[[float, float], str]] = {
    "userTask": _user,
    "manualTask": _hand,
    "serviceTask": _gear,
    "businessRuleTask": _table,
}
