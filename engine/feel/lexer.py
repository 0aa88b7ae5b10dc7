"""Cutting the text into tokens; names of several words are put together later, by the parser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from engine.feel.errors import FeelSyntaxError, Position

Kind = Literal["name", "number", "string", "at", "operator", "end"]

# The name characters of the standard (10.3.1.2), here as they stand in its grammar.
_START = (
    r"?A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_PART = _START + r"0-9\u00B7\u0300-\u036F\u203F-\u2040"
_SPACE = r"\s\u0085\u200B\uFEFF\u180E"
_TOKEN = re.compile(
    rf"""(?P<skip>[{_SPACE}]+|//[^\n\r]*|/\*.*?\*/)
    |(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+(?![{_PART}]))?)
    |(?P<string>"(?:[^"\\]|\\.)*")
    |(?P<at>@[{_SPACE}]*"(?:[^"\\]|\\.)*")
    |(?P<name>[{_START}][{_PART}]*)
    |(?P<operator>\*\*|\.\.|!=|<=|>=|->|[-+*/=<>()\[\]{{}},.:;'|&%$\#~^!@\\])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: what it is, what it says, and where it stands."""

    kind: Kind
    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Cut a text into tokens, closed by one of kind `end`."""
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise _stranger(text, position)
        if match.lastgroup != "skip":
            found.append(Token(match.lastgroup, match[0], position, match.end()))  # type: ignore[arg-type]
        position = match.end()
    found.append(Token("end", "", len(text), len(text)))
    return found


def _stranger(text: str, position: int) -> FeelSyntaxError:
    where = Position.at(text, position)
    if text[position] == '"':
        return FeelSyntaxError(where, "Chuỗi chưa đóng dấu nháy kép.", "The string is never closed.")
    character = text[position]
    return FeelSyntaxError(
        where,
        f"Ký tự {character!r} không dùng được ở đây.",
        f"The character {character!r} cannot stand here.",
    )


def string_value(literal: str) -> str:
    """Read a quoted string with its escapes."""
    text = _ESCAPE.sub(_unescape, literal[1:-1])
    return _SURROGATES.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


def _unescape(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code is None:
        # A backslash before anything else stays: patterns such as "\d" rely on it.
        return _SIMPLE.get(found[3], found[0])
    point = int(code, 16)
    return chr(point) if point <= 0x10FFFF else found[0]
