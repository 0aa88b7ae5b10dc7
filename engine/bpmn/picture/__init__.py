"""Drawing a diagram as its analyst laid it out, with the place where a case stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from engine.bpmn.picture import svg
from engine.bpmn.picture.figures import figure
from engine.bpmn.picture.flows import draw_line, markers
from engine.bpmn.picture.layout import Box, Layout, Shape, holds, read_layout
from engine.bpmn.picture.wrapping import block
from engine.xmlreading import Element, read_xml

__all__ = ["draw"]

MARGIN = 24
# How much of the canvas is shown about one element.
NEAR = (440.0, 260.0)
STATES = {"late": "trễ hạn", "live": "đang ở đây", "done": "đã qua"}
BANDS = ("participant", "lane")


def draw(
    files: bytes | Mapping[str, bytes],
    done: Collection[str] = (),
    live: Collection[str] = (),
    late: Collection[str] = (),
    process: str | None = None,
    *,
    name: str = "",
    around: str | None = None,
) -> str:
    """Return an SVG of the process: passed, live and late elements carry a class, a sign and a word.

    `name` keeps the ids of several pictures on one page apart; `around` shows what lies about one element.
    """
    layout = read_layout(_root(files, process), process)
    prefix = "bpmn-" + (re.sub(r"[^A-Za-z0-9_-]", "", name or process or "") or "picture")
    states = {shape.id: _state(shape.id, done, live, late) for shape in layout.shapes}
    inside = [
        svg.tag("title", svg.text(layout.title or "Sơ đồ quy trình"), id=f"{prefix}-title"),
        svg.tag("desc", svg.text(_told(layout, states)), id=f"{prefix}-desc"),
        markers(prefix),
        *_drawn(layout, states, set(done), prefix),
    ]
    frame = _frame(layout, around)
    return svg.tag(
        "svg",
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        class_="bpmn",
        role="img",
        aria_labelledby=f"{prefix}-title {prefix}-desc",
        viewBox=_view(frame),
        width=frame.width + 2 * MARGIN,
        height=frame.height + 2 * MARGIN,
        font_family="system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
    )


def _root(files: bytes | Mapping[str, bytes], process: str | None) -> Element:
    named = {"diagram.bpmn": files} if isinstance(files, bytes) else files
    roots = [read_xml(named[name], name) for name in sorted(named)]
    return next((root for root in roots if process is not None and holds(root, process)), roots[0])


def _state(identity: str, done: Collection[str], live: Collection[str], late: Collection[str]) -> str:
    if identity in late:
        return "late"
    if identity in live:
        return "live"
    return "done" if identity in done else ""


def _told(layout: Layout, states: Mapping[str, str]) -> str:
    """Say in words what the colours say."""
    parts = []
    for state, words in STATES.items():
        names = [shape.name or shape.id for shape in layout.shapes if states[shape.id] == state]
        if names and state != "done":
            parts.append(f"{words.capitalize()}: {', '.join(names)}.")
    return " ".join(parts) or "Không có bước nào đang chờ."


def _drawn(layout: Layout, states: Mapping[str, str], done: set[str], prefix: str) -> list[str]:
    if not layout.shapes:
        return [block(["Tệp không có phần hình vẽ."], 160, 40, 14)]
    bands = [shape for shape in layout.shapes if shape.kind in BANDS]
    scopes = [shape for shape in layout.shapes if shape.kind == "subProcess" and shape.expanded]
    rest = [shape for shape in layout.shapes if shape not in bands and shape not in scopes]
    # An event on an edge lies over its activity.
    rest.sort(key=lambda shape: shape.kind == "boundaryEvent")
    lines = [
        draw_line(
            line, line.source in done and (line.target in done or states.get(line.target) in STATES), prefix
        )
        for line in layout.lines
    ]
    return [
        *(_placed(shape, states, prefix) for shape in (*bands, *scopes)),
        *lines,
        *(_placed(shape, states, prefix) for shape in rest),
    ]


def _placed(shape: Shape, states: Mapping[str, str], prefix: str) -> str:
    state = states[shape.id]
    words = f"{shape.name or shape.id}" + (f" ({STATES[state]})" if state else "")
    return svg.tag(
        "g",
        svg.tag("title", svg.text(words)),
        figure(shape, state),
        class_=f"element {shape.kind} {state}".strip(),
        data_element=shape.id,
        # A link may lead to where the case stands.
        **({"id": f"{prefix}-{shape.id}"} if state in ("live", "late") else {}),
    )


def _frame(layout: Layout, around: str | None) -> Box:
    """The whole picture, or what lies about one element."""
    shape = next((one for one in layout.shapes if one.id == around), None)
    if shape is None:
        return layout.frame
    x, y = shape.box.middle
    return Box(x - NEAR[0] / 2, y - NEAR[1] / 2, *NEAR)


def _view(frame: Box) -> str:
    numbers = (frame.x - MARGIN, frame.y - MARGIN, frame.width + 2 * MARGIN, frame.height + 2 * MARGIN)
    return " ".join(svg.number(value) for value in numbers)
