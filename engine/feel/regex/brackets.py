"""Character classes in brackets, with subtraction such as `[a-z-[aeiou]]`."""

from __future__ import annotations

import re
from typing import Protocol

from engine.feel.regex.escapes import CONTROL, LITERAL_ESCAPES, BadPattern

_BLANKS = frozenset(" \t\r\n")


def unspaced(pattern: str) -> str:
    """Take out the blanks the flag x makes meaningless: all but those between brackets."""
    kept: list[str] = []
    depth, escaped = 0, False
    for character in pattern:
        if character in _BLANKS and not depth:
            continue
        kept.append(character)
        if not escaped:
            depth += {"[": 1, "]": -1}.get(character, 0)
        escaped = character == "\\" and not escaped
    return "".join(kept)


class Reader(Protocol):
    """The reader of the whole pattern, which the bracket moves along."""

    pattern: str
    at: int

    def class_escape(self, character: str) -> tuple[bool, str]:
        """Read what follows a backslash as the inside of a bracket, and whether it is negated."""


class BracketReader:
    """Reads the characters between brackets, where blanks count even under the flag x."""

    def __init__(self, outer: Reader) -> None:
        self.outer = outer
        self.inside: list[str] = []
        self.unless: list[str] = []

    def read(self) -> str:
        negated = self._take("^")
        subtracted = ""
        while not self._take("]"):
            if self._ahead("-[") and (self.inside or self.unless):
                self.outer.at += 2
                subtracted = f"(?!{BracketReader(self.outer).read()})"
                if not self._take("]"):
                    raise BadPattern(self.outer.pattern)
                break
            self._member()
        if not self.inside and not self.unless:
            raise BadPattern(self.outer.pattern)
        return f"(?:{subtracted}{self._written(negated)})"

    def _written(self, negated: bool) -> str:
        # A negated class inside brackets, such as [\P{L}\I], becomes an alternative of its own.
        parts = [f"[{''.join(self.inside)}]"] if self.inside else []
        parts += [f"[^{inside}]" for inside in self.unless]
        together = "|".join(parts)
        if not negated:
            return together if len(parts) == 1 else f"(?:{together})"
        return f"(?:(?!{together})[\\s\\S])"

    def _ahead(self, text: str) -> bool:
        return self.outer.pattern.startswith(text, self.outer.at)

    def _take(self, text: str) -> bool:
        if not self._ahead(text):
            return False
        self.outer.at += len(text)
        return True

    def _character(self) -> str:
        if self.outer.at >= len(self.outer.pattern):
            raise BadPattern(self.outer.pattern)
        self.outer.at += 1
        return self.outer.pattern[self.outer.at - 1]

    def _member(self) -> None:
        first = self._character()
        if first == "[":
            raise BadPattern(self.outer.pattern)
        if first == "\\":
            escaped = self._character()
            negated, inside = self.outer.class_escape(escaped)
            if negated:
                self.unless.append(inside)
                return
            if escaped not in CONTROL and escaped not in LITERAL_ESCAPES:
                self.inside.append(inside)
                return
            first = inside
        else:
            first = re.escape(first)
        self._range_from(first)

    def _range_from(self, first: str) -> None:
        if not self._ahead("-") or self._ahead("-]") or self._ahead("-["):
            self.inside.append(first)
            return
        self.outer.at += 1
        last = self._character()
        last = self.outer.class_escape(self._character())[1] if last == "\\" else re.escape(last)
        self.inside.append(f"{first}-{last}")
