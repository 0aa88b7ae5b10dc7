"""Writing any value as a string, the way `string()` does."""

from __future__ import annotations

import re
from decimal import Decimal

from engine.feel import limits, temporal
from engine.feel.numbers import written
from engine.feel.values import Range

_NAME = re.compile(r"[^\W\d]\w*(?: \w+)*")


def as_string(value: object) -> str | None:
    """Write a value; null stays null."""
    if value is None:
        return None
    if isinstance(value, str):
        return value
    parts: list[str] = []
    _write(value, parts, _Room())
    return "".join(parts)


class _Room:
    """Keeps count of the characters, since a small value may share parts and write out huge."""

    def __init__(self) -> None:
        self.left = limits.STRING_LENGTH

    def take(self, length: int) -> None:
        self.left -= length
        if self.left < 0:
            raise limits.string_too_long()


def _write(value: object, parts: list[str], room: _Room) -> None:
    if isinstance(value, list):
        _write_all("[", [("", item) for item in value], "]", parts, room)
    elif isinstance(value, dict):
        _write_all("{", [(f"{_key(key)}: ", item) for key, item in value.items()], "}", parts, room)
    elif isinstance(value, Range):
        _write_range(value, parts, room)
    else:
        _put(_written(value), parts, room)


def _write_all(start: str, items: list[tuple[str, object]], end: str, parts: list[str], room: _Room) -> None:
    _put(start, parts, room)
    for index, (label, item) in enumerate(items):
        _put((", " if index else "") + label, parts, room)
        _write(item, parts, room)
    _put(end, parts, room)


def _write_range(value: Range, parts: list[str], room: _Room) -> None:
    if value.start is None or value.end is None:
        sign = ("<" if value.start is None else ">") + (
            "=" if value.start_included or value.end_included else ""
        )
        _put(f"({sign} ", parts, room)
        _write(value.end if value.start is None else value.start, parts, room)
        _put(")", parts, room)
        return
    _put("[" if value.start_included else "(", parts, room)
    _write(value.start, parts, room)
    _put("..", parts, room)
    _write(value.end, parts, room)
    _put("]" if value.end_included else ")", parts, room)


def _put(text: str, parts: list[str], room: _Room) -> None:
    room.take(len(text))
    parts.append(text)


def _key(key: str) -> str:
    return key if _NAME.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _written(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return written(value)
    if isinstance(value, str):
        return _quoted(value)
    return temporal.write(value) or "function"
