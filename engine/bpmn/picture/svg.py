"""Writing SVG as text: escaped, with attributes and classes, never a style attribute."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

# A strict content policy forbids style attributes; classes may restyle all of this.
INK = "#2b3440"
PAPER = "#ffffff"
QUIET = "#8a94a3"


def tag(name: str, *inside: str, **attributes: object) -> str:
    """Write one element; `stroke_width` becomes `stroke-width`, `class_` `class`; None is left out."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_plain(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def text(words: str) -> str:
    return escape("".join(sign for sign in words if sign in "\t\n" or sign >= " "))


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def path(d: str, **attributes: object) -> str:
    given = {"fill": "none", "stroke": INK, "stroke_width": 1.2, "stroke_linejoin": "round", **attributes}
    return tag("path", d=d, **given)


def circle(x: float, y: float, r: float, **attributes: object) -> str:
    given = {"fill": "none", "stroke": INK, "stroke_width": 1.2, **attributes}
    return tag("circle", cx=x, cy=y, r=r, **given)


def _plain(value: object) -> str:
    return number(value) if isinstance(value, float) else str(value)
