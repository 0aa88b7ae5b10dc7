"""The short line that lists show of a report."""

from __future__ import annotations

from engine.evidence import masks

SUBJECT_LENGTH = 80


def masked(text: str) -> str:
    """The text with names, numbers and plates covered as the system suggests."""
    return masks.apply(text, masks.suggest(text))


def subject_of(text: str) -> str:
    """The first words of a text, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= SUBJECT_LENGTH:
        return line
    return line[:SUBJECT_LENGTH].rsplit(" ", 1)[0] + "…"
