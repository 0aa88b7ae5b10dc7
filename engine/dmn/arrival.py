"""Values as they arrive from outside: JSON has no dates, so they come as texts of the type asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine import feel
from engine.dmn.types import ANY, Basic, Constrained, ListOf, Structure, Type, settled

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_WRITTEN = {
    "date": "date",
    "time": "time",
    "date and time": "date and time",
    "dateTime": "date and time",
    "days and time duration": "days and time duration",
    "day and time duration": "days and time duration",
    "dayTimeDuration": "days and time duration",
    "years and months duration": "years and months duration",
    "year and month duration": "years and months duration",
    "yearMonthDuration": "years and months duration",
}


def arrived(value: object, kind: Type) -> object:
    """Return the value with the texts in it read as what the type wants; other texts stay texts."""
    real = settled(kind)
    if isinstance(real, Constrained):
        return arrived(value, real.base)
    if isinstance(real, ListOf):
        return (
            [arrived(item, real.item) for item in value]
            if isinstance(value, list)
            else arrived(value, real.item)
        )
    if isinstance(real, Structure) and isinstance(value, Mapping):
        return {name: arrived(part, real.parts.get(name, ANY)) for name, part in value.items()}
    return _read(value, real.name) if isinstance(real, Basic) and isinstance(value, str) else value


def _read(text: str, name: str) -> object:
    if name == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if name == "number" and not _NUMBER.fullmatch(text):
        return text
    tag = "number" if name == "number" else _WRITTEN.get(name)
    if tag is None:
        return text
    try:
        return feel.from_json({"$feel": tag, "value": text})
    except ValueError:
        return text
