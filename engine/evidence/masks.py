"""Personal details in a text: suggestions a person confirms before others read it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from engine.evidence.names import names


@dataclass(frozen=True, order=True)
class Mask:
    """One stretch of a text to be hidden, and what it seems to be."""

    start: int
    end: int
    kind: str


WORDS = {
    "case_code": "mã hồ sơ",
    "email": "thư điện tử",
    "plate": "biển số xe",
    "phone": "số điện thoại",
    "id_number": "số giấy tờ",
    "account": "số tài khoản",
    "name": "họ tên",
}

_MONEY = r"(?!\s*(?:đồng|đ\b|vnđ|vnd|triệu|tr\b|tỷ|tỉ\b|ha\b|m2|m²|kg|tấn))"
_FIXED = [
    (
        "case_code",
        re.compile(
            r"(?<![\w.])\d{3}(?:\.\d{2,3}){1,3}\.[A-Z]\d{1,3}(?:\.\d{2,3})?[-.]\d{6}[-.]\d{3,6}(?!\d)"
        ),
    ),
    ("email", re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    (
        "plate",
        re.compile(
            r"(?<![\w/.,-])[1-9]\d(?:[-.]?[A-ZĐ]{1,2}\d?|-?[a-zđ]{1,2}\d?(?=-)|[ -]?[A-ZĐ]\d(?=[ -]))"
            r"[-. ]{0,2}(?:\d{3}[. ]?\d{2}|\d{4})(?![\d/])"
        ),
    ),
    (
        "phone",
        re.compile(
            r"(?<![\w.,])(?:\(?\+?84\)?|\(?0)(?:[ .\-()]{0,2}\d){8,10}(?![\d/])" + _MONEY, re.IGNORECASE
        ),
    ),
    (
        "id_number",
        re.compile(
            r"(?<![\w.,/-])(?:0\d{2}(?:[ .]?\d{3}){3}|\d{12}|\d{9})(?![\d/]|[.,]\d)" + _MONEY, re.IGNORECASE
        ),
    ),
    ("account", re.compile(r"(?<![\w.,/-])\d{10,19}(?![\d/]|[.,]\d)" + _MONEY, re.IGNORECASE)),
]
# Shorter or grouped numbers count only right after a word that says what they are.
_AFTER_WORD = [
    (
        "id_number",
        re.compile(
            r"(?:cccd|cmnd|cmt|căn cước(?: công dân)?|can cuoc|chứng minh(?: nhân dân| thư)?|hộ chiếu|"
            r"mã số thuế|bhxh|bhyt)"
            r"(?:\s*(?:số|so))?[\s:.]{0,3}((?:[A-Z]{1,2})?\d(?:[ .-]?\d){6,14})(?!\d)",
            re.IGNORECASE,
        ),
    ),
    (
        "account",
        re.compile(
            r"(?:stk|số tài khoản|so tai khoan|tài khoản|tk|vietcombank|agribank|bidv|vietinbank|"
            r"sacombank|mbbank|momo)"
            r"(?:\s+(?:số|ngân hàng))?[\s:.]{0,3}(\d(?:[ .-]?\d){5,18})(?!\d)",
            re.IGNORECASE,
        ),
    ),
    (
        "phone",
        re.compile(
            r"(?:sđt|sdt|đt|điện thoại|dien thoai|zalo|hotline|gọi số|goi so|liên hệ|lh)(?:\s+số)?[\s:.]{0,3}"
            r"(0(?:[ .-]?\d){8,10})(?!\d)",
            re.IGNORECASE,
        ),
    ),
]


def suggest(text: str) -> list[Mask]:
    """Stretches that look like personal details, in order, never overlapping."""
    composed, places = _composed(text)
    taken: list[Mask] = []
    for start, end, kind in _found(composed):
        if not any(start < other.end and other.start < end for other in taken):
            taken.append(Mask(start, end, kind))
    return sorted(Mask(places[one.start], places[one.end], one.kind) for one in taken)


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    """The most telling patterns come first: a file number must not be read as a phone."""
    for kind, pattern in _FIXED[:3]:
        yield from ((found.start(), found.end(), kind) for found in pattern.finditer(text))
    for kind, pattern in _AFTER_WORD:
        yield from ((found.start(1), found.end(1), kind) for found in pattern.finditer(text))
    for kind, pattern in _FIXED[3:]:
        yield from ((found.start(), found.end(), kind) for found in pattern.finditer(text))
    yield from ((start, end, "name") for start, end in names(text))


def _composed(text: str) -> tuple[str, list[int]]:
    """The text in composed letters and, for each of its positions, the position in the given text."""
    letters: list[str] = []
    places: list[int] = []
    for cluster in re.finditer(r"(?s).[\u0300-\u036f]*", text):
        composed = unicodedata.normalize("NFC", cluster.group())
        letters.append(composed)
        places += [cluster.start()] * len(composed)
    return "".join(letters), [*places, len(text)]


def apply(text: str, masks: Iterable[Mask], word: Callable[[Mask], str] | None = None) -> str:
    """The text with each stretch replaced by what it was: [đã che số điện thoại]."""
    say = word or (lambda mask: f"[đã che {WORDS.get(mask.kind, mask.kind)}]")
    parts, done = [], 0
    for mask in sorted(masks):
        if mask.end <= done:
            continue
        parts += [text[done : max(done, mask.start)], say(mask)]
        done = mask.end
    return "".join([*parts, text[done:]])
