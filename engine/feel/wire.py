"""Values as plain data that JSON can hold, and back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from engine.feel import limits, temporal
from engine.feel.numbers import finite
from engine.feel.values import Range, kind, normal

# A context holding this one key stands for a value JSON has no form of.
_TAG = "$feel"
_READERS = {
    "date": temporal.read_date,
    "time": temporal.read_time,
    "date and time": temporal.read_date_and_time,
    "days and time duration": temporal.read_duration,
    "years and months duration": temporal.read_duration,
}


def to_json(value: object) -> object:
    """Turn a value into data for JSON; a function has no such form and becomes null."""
    with limits.Allowance():
        return _outward(normal(value))


def _outward(value: object) -> object:
    limits.spend()
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, list):
        return [_outward(item) for item in value]
    if isinstance(value, dict):
        return _outward_context(value)
    if isinstance(value, Range):
        return {_TAG: "range", "value": _outward_range(value)}
    if isinstance(value, Decimal):
        return {_TAG: "number", "value": str(value)}
    text = temporal.write(value)
    return None if text is None else {_TAG: kind(value), "value": text}


def _outward_context(value: dict[str, object]) -> object:
    entries = {key: _outward(item) for key, item in value.items()}
    # A context of the user that looks like a tag is wrapped, so that it comes back as itself.
    return {_TAG: "context", "value": entries} if _TAG in entries else entries


def _outward_range(value: Range) -> list[object]:
    return [_outward(value.start), _outward(value.end), value.start_included, value.end_included]


def from_json(value: object) -> object:
    """Turn data from JSON back into the value it was; raises ValueError for a broken tag."""
    if isinstance(value, list):
        return [from_json(item) for item in value]
    if not isinstance(value, Mapping):
        return normal(value)
    if _TAG not in value:
        return {str(key): from_json(item) for key, item in value.items()}
    return _tagged(str(value[_TAG]), value.get("value"))


def _tagged(tag: str, content: object) -> object:
    if tag == "context" and isinstance(content, Mapping):
        return {str(key): from_json(item) for key, item in content.items()}
    if tag == "range" and isinstance(content, list) and len(content) == 4:
        return Range(from_json(content[0]), from_json(content[1]), bool(content[2]), bool(content[3]))
    if isinstance(content, str):
        read = _number if tag == "number" else _READERS.get(tag)
        value = read(content) if read else None
        if value is not None:
            return value
    raise ValueError(f"not a written value of FEEL: {tag}")


def _number(text: str) -> Decimal | None:
    try:
        return finite(Decimal(text))
    except InvalidOperation:
        return None


def shown_json(value: object) -> object:
    """Turn a value into JSON for a reader: numbers as numbers, dates and durations as their text."""
    value = normal(value)
    if isinstance(value, list):
        return [shown_json(item) for item in value]
    if isinstance(value, dict):
        return {key: shown_json(item) for key, item in value.items()}
    if isinstance(value, Decimal):
        return _shown_number(value)
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Range):
        start, end = "[" if value.start_included else "(", "]" if value.end_included else ")"
        return f"{start}{shown_json(value.start)}..{shown_json(value.end)}{end}"
    return temporal.write(value)


def _shown_number(value: Decimal) -> object:
    """A JSON number where that loses nothing, else the digits as text."""
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else str(value)
