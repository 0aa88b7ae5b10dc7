"""What a backslash may stand before, and the refusal of everything else."""

from __future__ import annotations

LITERAL_ESCAPES = set(r"\|.-^?*+{}()[]$")
CONTROL = {"n": r"\n", "r": r"\r", "t": r"\t"}


class BadPattern(Exception):
    """The text is no regular expression of XPath."""
