"""Small careful readings of values that came out of somebody's JSON."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from forms.schema import Option

# isinstance is asked for every option of every list, and a tuple answers faster than a union.
_PLAIN = (str, int, float, Decimal)


def option(raw: object) -> Option | None:
    """One option from {label, value[, label_en][, group]} or from a plain value."""
    if isinstance(raw, _PLAIN):
        value = plain(raw)
        return Option(value, str(value))
    if not isinstance(raw, Mapping) or not isinstance(raw.get("value"), _PLAIN):
        return None
    value = plain(raw["value"])
    label = text(raw.get("label")) or str(value)
    return Option(value, label, text(raw.get("label_en")), text(raw.get("group")))


def plain(value: str | int | float | Decimal) -> str | int | float | bool:
    """FEEL hands numbers over as Decimal; answers keep plain JSON numbers."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def feel(value: object) -> str | None:
    """The expression after its "=", or None when the value is not an expression."""
    return value[1:].strip() if isinstance(value, str) and value.startswith("=") else None


def text(value: object) -> str:
    if type(value) is str:
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else ""


def mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
