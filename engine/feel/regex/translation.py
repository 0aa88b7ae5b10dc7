"""From the regular expressions of XPath to those of Python, refusing what XPath does not know."""

from __future__ import annotations

import re

from engine.feel.regex import categories
from engine.feel.regex.brackets import BracketReader, unspaced
from engine.feel.regex.escapes import CONTROL, LITERAL_ESCAPES, BadPattern

_QUANTIFIER = re.compile(r"[*+?]|\{(\d+)(,(\d*))?\}")
_SHORT = set("sSdDwW")
_MOST_REPETITIONS = 1000
_MOST_WAYS = 10**12


class Translation:
    """Reads a pattern once, writing Python's; counts what makes matching slow."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.pattern = unspaced(pattern) if "x" in flags else pattern
        self.dotall, self.multiline = "s" in flags, "m" in flags
        self.at = 0
        self.groups = 0
        self.closed: set[int] = set()
        # What a failing match may cost: repetitions each try every length; choices multiply; a repetition
        # of something that can itself be matched in several ways grows with every character (growth > 1).
        self.repetitions = 0
        self.ways = 1
        self.growth = 1

    def run(self) -> str:
        written = self._branches(in_group=False)
        if self.at < len(self.pattern):
            raise BadPattern(self.pattern)
        return written

    def _peek(self) -> str:
        return self.pattern[self.at] if self.at < len(self.pattern) else ""

    def _next(self) -> str:
        character = self._peek()
        if not character:
            raise BadPattern(self.pattern)
        self.at += 1
        return character

    def _branches(self, *, in_group: bool) -> str:
        parts: list[str] = []
        total, product = 0, 1
        while (character := self._peek()) and not (character == ")" and in_group):
            if character == "|":
                self.at += 1
                parts.append("|")
                total, product = total + product, 1
                continue
            parts.append(self._piece())
            product = min(product * self.ways, _MOST_WAYS)
        self.ways = total + product
        return "".join(parts)

    def _piece(self) -> str:
        before, growth = self.repetitions, self.growth
        self.ways = self.growth = 1
        written = self._atom() + self._quantifier(before)
        self.growth = max(self.growth, growth)
        return written

    def _quantifier(self, before: int) -> str:
        found = _QUANTIFIER.match(self.pattern, self.at)
        if not found:
            if self._peek() == "{":
                raise BadPattern(self.pattern)
            return ""
        self.at = found.end()
        self._check_counts(found)
        lazy = ""
        if self._peek() == "?":
            self.at += 1
            lazy = "?"
        if self._peek() in {"*", "+", "?", "{"} and self._peek():
            raise BadPattern(self.pattern)
        self._weigh(found[0], before)
        return found[0] + lazy

    def _weigh(self, quantifier: str, before: int) -> None:
        if quantifier == "?":
            self.ways += 1
            return
        if self.repetitions > before or self.ways > 1:
            self.growth += self.ways
        self.repetitions += 1
        self.ways = 1

    def _check_counts(self, found: re.Match[str]) -> None:
        low, high = found[1], found[3]
        if any(int(count) > _MOST_REPETITIONS for count in (low, high) if count):
            raise BadPattern(self.pattern)
        if low and high and int(high) < int(low):
            raise BadPattern(self.pattern)

    def _atom(self) -> str:
        character = self._next()
        if character == "(":
            return self._group()
        if character == "[":
            return self._bracket()
        if character == "\\":
            return self._escape()
        if character == ".":
            return "." if self.dotall else r"[^\n\r]"
        if character == "$":
            return "$" if self.multiline else r"\Z"
        if character in {"*", "+", "?", "{", "}", "]", ")"}:
            raise BadPattern(self.pattern)
        return "^" if character == "^" else re.escape(character)

    def _group(self) -> str:
        opening = "("
        number = 0
        if self._peek() == "?":
            self.at += 1
            if self._next() != ":":
                raise BadPattern(self.pattern)
            opening = "(?:"
        else:
            self.groups += 1
            number = self.groups
        body = self._branches(in_group=True)
        if self._next() != ")":
            raise BadPattern(self.pattern)
        self.closed.add(number)
        return f"{opening}{body})"

    def _escape(self) -> str:
        character = self._next()
        if character.isdigit():
            return self._back_reference(character)
        negated, inside = self.class_escape(character)
        return f"[{'^' if negated else ''}{inside}]"

    def _back_reference(self, digit: str) -> str:
        number = int(digit)
        while self.at < len(self.pattern) and self.pattern[self.at].isdigit():
            longer = number * 10 + int(self.pattern[self.at])
            if longer > self.groups:
                break
            number = longer
            self.at += 1
        if number == 0 or number not in self.closed:
            raise BadPattern(self.pattern)
        # The group keeps a digit that follows from being read as part of the number.
        return f"(?:\\{number})"

    def class_escape(self, character: str) -> tuple[bool, str]:
        """Read what follows a backslash as the inside of a bracket, and whether it is negated."""
        if character in CONTROL:
            return False, CONTROL[character]
        if character in LITERAL_ESCAPES:
            return False, f"\\{character}"
        if character in _SHORT:
            return False, f"\\{character}"
        if character.lower() in categories.ESCAPES:
            return character.isupper(), categories.ESCAPES[character.lower()]
        if character in {"p", "P"}:
            return character == "P", self._property()
        raise BadPattern(self.pattern)

    def _property(self) -> str:
        found = re.compile(r"\{([^{}]*)\}").match(self.pattern, self.at)
        inside = categories.inside(found[1]) if found else None
        if found is None or inside is None:
            raise BadPattern(self.pattern)
        self.at = found.end()
        return inside

    def _bracket(self) -> str:
        """Read `[...]`, with a subtraction such as `[a-z-[aeiou]]` at its end."""
        return BracketReader(self).read()
