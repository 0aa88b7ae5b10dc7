"""Regular expressions an analyst may write: only those whose worst case stays small."""

from __future__ import annotations

import re
from functools import lru_cache

# A field with a pattern never reads longer text, so cost can be bounded when the form is deployed.
MAX_TEXT = 200
MAX_PATTERN = 200
MAX_COST = 1_000_000

_ESCAPE = re.compile(r"\\.")
_CLASS = re.compile(r"\[\^?\]?[^\]]*\]")
_REPEAT = re.compile(r"\{(\d*)(,?)(\d*)\}|[*+?]")


def fault(pattern: str) -> str | None:
    """Say in English what is wrong with a pattern, or None when it is safe to run."""
    if len(pattern) > MAX_PATTERN:
        return f"longer than {MAX_PATTERN} characters"
    if re.search(r"\(\?(?!:)|\\[1-9]", pattern):
        return "uses look-around or a back reference"
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"is not a regular expression: {error}"
    bare = _CLASS.sub("x", _ESCAPE.sub("x", pattern)).replace("(?:", "(")
    if re.search(r"\)(?:[*+]|\{)", bare):
        return "repeats a group"
    return "may take too long" if _cost(bare) > MAX_COST else None


def _cost(bare: str) -> int:
    """How many ways the matcher could try, at most: the product of every choice it has."""
    anchored = bare.startswith("^") and "|" not in bare
    cost = (1 if anchored else MAX_TEXT) * (bare.count("|") + 1)
    for repeat in _REPEAT.finditer(bare):
        cost *= _span(repeat)
    return cost


def _span(repeat: re.Match[str]) -> int:
    if repeat.group() == "?":
        return 2
    if repeat.group() in "*+":
        return MAX_TEXT
    low, comma, high = repeat.groups()
    if not comma:
        return 1
    return max(1, min(int(high or MAX_TEXT), MAX_TEXT) - int(low or 0) + 1)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def fits(pattern: str, text: str) -> bool:
    """Does the text contain what the pattern describes, as form-js tests it?"""
    return _compiled(pattern).search(text[:MAX_TEXT]) is not None
