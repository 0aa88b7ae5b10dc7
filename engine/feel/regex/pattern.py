"""A compiled pattern, with the three things the language does with one."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from engine.feel import limits
from engine.feel.errors import LimitExceeded
from engine.feel.regex.escapes import BadPattern
from engine.feel.regex.translation import Translation

_PATTERN_LENGTH = 500
# Python's matcher cannot be interrupted, so the text it may be given shrinks as the pattern gets riskier.
_MOST_TRIES = 10_000_000
_REPLACEMENT = re.compile(r"\\([\\$])|\$(\d+)|([\\$])")
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}


@dataclass(frozen=True)
class Pattern:
    """A pattern ready to use, and the longest text it may safely be tried on."""

    compiled: re.Pattern[str]
    longest: int

    def found_in(self, text: str) -> bool:
        self._check(text)
        return self.compiled.search(text) is not None

    def replaced(self, text: str, replacement: str) -> str | None:
        """Replace every match; null when the pattern matches nothing at all or the replacement is bad."""
        self._check(text)
        pieces = _replacement(replacement, self.compiled.groups)
        if pieces is None or self.compiled.search("") is not None:
            return None
        room = limits.STRING_LENGTH

        def written(found: re.Match[str]) -> str:
            nonlocal room
            new = "".join((found[piece] or "") if isinstance(piece, int) else piece for piece in pieces)
            room -= len(new)
            if room < 0:
                raise limits.string_too_long()
            return new

        return self.compiled.sub(written, text)

    def split(self, text: str) -> list[object] | None:
        self._check(text)
        if self.compiled.search("") is not None:
            return None
        parts: list[object] = []
        start = 0
        for found in self.compiled.finditer(text):
            parts.append(text[start : found.start()])
            start = found.end()
        parts.append(text[start:])
        return parts

    def _check(self, text: str) -> None:
        limits.spend(1 + len(text) // 10)
        if len(text) > self.longest:
            raise LimitExceeded(
                "pattern",
                f"Chuỗi quá dài cho mẫu tìm kiếm này (trên {self.longest} ký tự).",
                f"The string is too long for this pattern (over {self.longest} characters).",
            )


def _replacement(text: str, groups: int) -> list[str | int] | None:
    pieces: list[str | int] = []
    start = 0
    for found in _REPLACEMENT.finditer(text):
        pieces.append(text[start : found.start()])
        start = found.end()
        if found[3]:
            return None
        if found[1]:
            pieces.append(found[1])
            continue
        pieces.extend(_group_reference(found[2], groups))
    pieces.append(text[start:])
    return pieces


def _group_reference(digits: str, groups: int) -> list[str | int]:
    # As many digits as name a group; the rest is text. A group that does not exist is empty.
    used = len(digits)
    while used > 1 and int(digits[:used]) > groups:
        used -= 1
    number = int(digits[:used])
    return [number if number <= groups else "", digits[used:]]


@lru_cache(maxsize=512)
def pattern(text: str, flags: str) -> Pattern:
    """Compile a pattern of XPath with its flags; raises BadPattern."""
    if len(text) > _PATTERN_LENGTH:
        raise LimitExceeded(
            "pattern",
            f"Mẫu tìm kiếm quá dài (trên {_PATTERN_LENGTH} ký tự).",
            f"The pattern is too long (over {_PATTERN_LENGTH} characters).",
        )
    if not set(flags) <= set("smixq"):
        raise BadPattern(flags)
    if "q" in flags:
        insensitive = re.IGNORECASE if "i" in flags else 0
        return Pattern(re.compile(re.escape(text), insensitive), limits.STRING_LENGTH)
    return _translated(text, flags)


def _translated(text: str, flags: str) -> Pattern:
    translation = Translation(text, flags)
    options = 0
    for flag in flags:
        options |= _FLAGS.get(flag, 0)
    try:
        compiled = re.compile(translation.run(), options)
    except (re.error, OverflowError, RecursionError) as error:
        raise BadPattern(text) from error
    return Pattern(compiled, _longest(translation))


def _longest(translation: Translation) -> int:
    tries = _MOST_TRIES / translation.ways
    if tries < 1:
        return 0
    if translation.growth > 1:
        return int(math.log(tries, translation.growth))
    # A search tries every start, and each repetition every length.
    return min(limits.STRING_LENGTH, int(tries ** (1 / (translation.repetitions + 1))))
