"""Character classes of XML Schema that Python's regular expressions lack."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache

_NAME_START = (
    r":A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
# What may stand inside brackets for \i and \c.
ESCAPES = {"i": _NAME_START, "c": _NAME_START + r"\-.0-9\u00B7\u0300-\u036F\u203F-\u2040"}
_CATEGORY = re.compile(r"[LMNPZSC][a-z]?")
_BLOCKS = {
    "BasicLatin": (0x0000, 0x007F),
    "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F),
    "LatinExtended-B": (0x0180, 0x024F),
    "IPAExtensions": (0x0250, 0x02AF),
    "CombiningDiacriticalMarks": (0x0300, 0x036F),
    "Greek": (0x0370, 0x03FF),
    "GreekandCoptic": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Armenian": (0x0530, 0x058F),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "Thai": (0x0E00, 0x0E7F),
    "LatinExtendedAdditional": (0x1E00, 0x1EFF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HangulSyllables": (0xAC00, 0xD7A3),
    "PrivateUse": (0xE000, 0xF8FF),
}


def inside(name: str) -> str | None:
    r"""Give what stands inside brackets for `\p{name}`; None for a name that does not exist."""
    if name.startswith("Is"):
        block = _BLOCKS.get(name[2:])
        return _range(*block) if block else None
    return _category(name) if _CATEGORY.fullmatch(name) else None


def _range(first: int, last: int) -> str:
    return f"\\U{first:08x}-\\U{last:08x}"


@lru_cache(maxsize=64)
def _category(name: str) -> str | None:
    ranges: list[str] = []
    start: int | None = None
    for point in range(sys.maxunicode + 2):
        member = point <= sys.maxunicode and unicodedata.category(chr(point)).startswith(name)
        if member and start is None:
            start = point
        elif not member and start is not None:
            ranges.append(_range(start, point - 1))
            start = None
    return "".join(ranges) or None
