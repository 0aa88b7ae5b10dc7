"""Breaking Vietnamese labels into lines that fit, without measuring fonts."""

from __future__ import annotations

from engine.bpmn.picture import svg

# The mean width of a letter in a sans-serif face, as a share of its size.
LETTER = 0.55
WIDE = frozenset("mwMWĐ@%—–")


def width(words: str, size: float) -> float:
    return sum(1.5 if sign in WIDE or sign.isupper() else 1.0 for sign in words) * LETTER * size


def wrap(words: str, room: float, size: float) -> list[str]:
    """Break a label at spaces; a word that is too long for a line stands alone."""
    lines: list[str] = []
    for word in words.split():
        if lines and width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def fit(words: str, room: float, height: float, sizes: tuple[float, ...]) -> tuple[list[str], float]:
    """Return the lines and the largest size at which they fit; the last size cuts what is left over."""
    for size in sizes:
        lines = wrap(words, room, size)
        if len(lines) * size * 1.25 <= height:
            return lines, size
    most = max(1, int(height // (sizes[-1] * 1.25)))
    lines = wrap(words, room, sizes[-1])
    return [*lines[: most - 1], lines[most - 1].rstrip(".,;") + "…"] if len(lines) > most else lines, sizes[
        -1
    ]


def block(lines: list[str], x: float, y: float, size: float, anchor: str = "middle", **extra: object) -> str:
    """Write lines of text whose block is centred on `y`."""
    top = y - (len(lines) - 1) * size * 1.25 / 2 + size * 0.35
    spans = [
        svg.tag("tspan", svg.text(line), x=x, y=top + place * size * 1.25) for place, line in enumerate(lines)
    ]
    return svg.tag("text", *spans, font_size=size, text_anchor=anchor, fill=svg.INK, **extra) if spans else ""
