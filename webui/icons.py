"""Small line drawings, put into the page itself: they follow the colour of the text and need no request."""

from __future__ import annotations

import json
from pathlib import Path

from markupsafe import Markup

# Strokes on a 24 × 24 grid, by name.
STROKES: dict[str, str] = json.loads(Path(__file__).with_suffix(".json").read_text())
_DRAWN = Markup(
    '<svg class="icon" viewBox="0 0 24 24" width="20" height="20" focusable="false"{}><path d="{}"/></svg>'
)


def icon(name: str, label: str = "") -> Markup:
    """A drawing beside words, hidden from screen readers unless it has a label of its own."""
    spoken = Markup(' role="img" aria-label="{}"').format(label) if label else Markup(' aria-hidden="true"')
    return _DRAWN.format(spoken, STROKES[name])
