"""String functions; characters are counted as Unicode code points."""

from __future__ import annotations

from decimal import Decimal

from engine.feel import limits
from engine.feel.builtins.binding import builtin
from engine.feel.numbers import whole_part
from engine.feel.regex import BadPattern, Pattern, pattern


@builtin("substring", "string: string, start position: number, length?: number")
def substring(text: str, start: Decimal, length: Decimal | None) -> object:
    first = whole_part(start)
    if first is None or first == 0 or abs(first) > len(text):
        return None
    begin = first - 1 if first > 0 else len(text) + first
    if length is None:
        return text[begin:]
    size = whole_part(length)
    return None if size is None or size < 1 else text[begin : begin + size]


@builtin("string length", "string: string")
def string_length(text: str) -> Decimal:
    return Decimal(len(text))


@builtin("upper case", "string: string")
def upper_case(text: str) -> str:
    return text.upper()


@builtin("lower case", "string: string")
def lower_case(text: str) -> str:
    return text.lower()


@builtin("substring before", "string: string, match: string")
def substring_before(text: str, match: str) -> str:
    return text.partition(match)[0] if match and match in text else ""


@builtin("substring after", "string: string, match: string")
def substring_after(text: str, match: str) -> str:
    return text.partition(match)[2] if match else text


@builtin("contains", "string: string, match: string")
def contains(text: str, match: str) -> bool:
    return match in text


@builtin("starts with", "string: string, match: string")
def starts_with(text: str, match: str) -> bool:
    return text.startswith(match)


@builtin("ends with", "string: string, match: string")
def ends_with(text: str, match: str) -> bool:
    return text.endswith(match)


def _pattern(text: str, flags: str | None) -> Pattern | None:
    try:
        return pattern(text, flags or "")
    except BadPattern:
        return None


@builtin("matches", "input: string, pattern: string, flags?: string?")
def matches(text: str, wanted: str, flags: str | None) -> object:
    compiled = _pattern(wanted, flags)
    return None if compiled is None else compiled.found_in(text)


@builtin("replace", "input: string, pattern: string, replacement: string, flags?: string?")
def replace(text: str, wanted: str, replacement: str, flags: str | None) -> object:
    compiled = _pattern(wanted, flags)
    return None if compiled is None else compiled.replaced(text, replacement)


@builtin("split", "string: string, delimiter: string")
def split(text: str, delimiter: str) -> object:
    compiled = _pattern(delimiter, None)
    return None if compiled is None else compiled.split(text)


@builtin("string join", "list: list, delimiter?: string?")
@builtin("string join", "list: list, delimiter: string?, prefix: string?, suffix: string?")
def string_join(
    items: list[object], delimiter: str | None, prefix: str | None = None, suffix: str | None = None
) -> object:
    """Join the strings of a list, leaving out nulls; a prefix comes only together with a suffix."""
    texts = [item for item in items if item is not None]
    if not all(isinstance(text, str) for text in texts):
        return None
    parts = [str(text) for text in texts]
    length = sum(map(len, parts)) + len(delimiter or "") * len(parts)
    if length > limits.STRING_LENGTH:
        raise limits.string_too_long()
    return (prefix or "") + (delimiter or "").join(parts) + (suffix or "")
