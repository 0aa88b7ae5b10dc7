"""The signs inside events and gateways."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

from engine.bpmn.picture import svg
from engine.bpmn.picture.svg import circle, path


def _clock(x: float, y: float, s: float, throws: bool) -> str:
    return circle(x, y, 9.5 * s) + path(f"M{x} {y}v{-7 * s}M{x} {y}l{4.5 * s} {2.5 * s}")


def _envelope(x: float, y: float, s: float, throws: bool) -> str:
    ink, paper = (svg.PAPER, svg.INK) if throws else (svg.INK, svg.PAPER)
    frame = path(f"M{x - 9 * s} {y - 6 * s}h{18 * s}v{12 * s}h{-18 * s}z", fill=paper)
    return frame + path(f"M{x - 9 * s} {y - 6 * s}l{9 * s} {7 * s}l{9 * s} {-7 * s}", stroke=ink)


def _arrow(x: float, y: float, s: float, throws: bool) -> str:
    d = f"M{x} {y - 9 * s}l{6.5 * s} {16 * s}l{-6.5 * s} {-6 * s}l{-6.5 * s} {6 * s}z"
    return path(d, fill=svg.INK if throws else "none")


def _bolt(x: float, y: float, s: float, throws: bool) -> str:
    d = (
        f"M{x - 8 * s} {y + 8 * s}l{5 * s} {-14 * s}l{5 * s} {7 * s}l{6 * s} {-9 * s}"
        f"l{-5 * s} {15 * s}l{-5 * s} {-7 * s}z"
    )
    return path(d, fill=svg.INK if throws else "none")


def _stop(x: float, y: float, s: float, throws: bool) -> str:
    return circle(x, y, 10.5 * s, fill=svg.INK)


SIGNS: dict[str, Callable[[float, float, float, bool], str]] = {
    "timer": _clock,
    "message": _envelope,
    "escalation": _arrow,
    "error": _bolt,
    "terminate": _stop,
}


def choice(kind: str, x: float, y: float, s: float) -> str:
    """Draw what a gateway does with tokens."""
    if kind == "exclusiveGateway":
        return path(
            f"M{x - 7 * s} {y - 8 * s}l{14 * s} {16 * s}M{x + 7 * s} {y - 8 * s}l{-14 * s} {16 * s}",
            stroke_width=3,
        )
    if kind == "parallelGateway":
        return path(f"M{x} {y - 11 * s}v{22 * s}M{x - 11 * s} {y}h{22 * s}", stroke_width=3)
    if kind == "inclusiveGateway":
        return circle(x, y, 10 * s, stroke_width=2.6)
    corners = [(x + 7 * s * sin(k * 2 * pi / 5), y - 7 * s * cos(k * 2 * pi / 5)) for k in range(5)]
    star = "M" + "L".join(f"{svg.number(a)} {svg.number(b)}" for a, b in corners) + "z"
    return circle(x, y, 13 * s) + circle(x, y, 11 * s) + path(star)
