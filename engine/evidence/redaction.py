"""Painting over parts of a picture before others may see it."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image, ImageDraw


@dataclass(frozen=True)
class Box:
    """A rectangle in parts of the picture's width and height, from 0 to 1, so any screen size may draw it."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        edges = (self.left, self.top, self.right, self.bottom)
        if (
            not all(math.isfinite(edge) for edge in edges)
            or self.left >= self.right
            or self.top >= self.bottom
        ):
            raise ValueError("A box needs four finite edges, left before right and top before bottom.")


def mask(image: bytes, rectangles: Iterable[Box], quality: int = 85) -> bytes:
    """The working copy with opaque boxes; what was under them is in none of its bytes."""
    with Image.open(io.BytesIO(image), formats=["JPEG"]) as opened:
        canvas = Image.new("RGB", opened.size)
        canvas.paste(opened.convert("RGB"))
    pen = ImageDraw.Draw(canvas)
    for box in rectangles:
        pen.rectangle(_pixels(box, canvas.width, canvas.height), fill="black")
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _pixels(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """Rounded outwards: a sliver of a face at the edge would undo the box."""
    return (
        math.floor(max(0.0, box.left) * width),
        math.floor(max(0.0, box.top) * height),
        math.ceil(min(1.0, box.right) * width),
        math.ceil(min(1.0, box.bottom) * height),
    )
