"""Vietnamese text as people search it: without marks, in one spelling."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MARKS = re.compile(r"[\u0300-\u036f]")
_GAPS = re.compile(r"[^0-9a-z]+")


def fold(text: str) -> str:
    """Lower case, without marks, đ as d, single spaces: `Krông Pắc` and `krong pac` meet."""
    plain = _MARKS.sub("", unicodedata.normalize("NFD", text.casefold())).replace("đ", "d")
    return _GAPS.sub(" ", plain).strip()


_TONE_MARKS = re.compile(r"[\u0300\u0301\u0303\u0309\u0323]")
_BETWEEN = re.compile(r"[^\w\u0300-\u036f]+|_+")


def spelled(text: str) -> str:
    """Lower case with the marks as typed; the tone ends its syllable, so `hòa` and `hoà` meet."""
    words = _BETWEEN.sub(" ", unicodedata.normalize("NFD", text.casefold())).split()
    return " ".join(_TONE_MARKS.sub("", word) + "".join(_TONE_MARKS.findall(word)) for word in words)


def search_key(text: str) -> str:
    """What a text is found by: its words without marks, then as they are written."""
    plain, written = fold(text), spelled(text)
    return plain if plain == written else f"{plain} | {written}"


def place_key(name: str) -> str:
    """The key under which spellings of one place name meet: M'Đrắk, M’Drắk, Krông A Na."""
    return fold(name).replace(" ", "")


_ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_TONES = "\u0300\u0309\u0303\u0301\u0323"


@lru_cache(maxsize=4096)
def sort_key(text: str) -> tuple[tuple[int, int], ...]:
    """Order Vietnamese words as a dictionary does: letter first, then tone."""
    return tuple(_letter_rank(letter) for letter in unicodedata.normalize("NFC", text.lower()))


def _letter_rank(letter: str) -> tuple[int, int]:
    parts = unicodedata.normalize("NFD", letter)
    tone = next((place + 1 for place, mark in enumerate(_TONES) if mark in parts), 0)
    bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    return (_ALPHABET.find(bare) + 1000 if bare in _ALPHABET else ord(bare[0]), tone)
