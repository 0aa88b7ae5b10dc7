"""Looking into lists."""

from __future__ import annotations

from decimal import Decimal

from engine.feel import limits
from engine.feel.builtins.binding import builtin
from engine.feel.comparison import equal
from engine.feel.numbers import whole_part

Items = list[object]


@builtin("count", "list: list")
def count(items: Items) -> Decimal:
    return Decimal(len(items))


@builtin("list contains", "list: list, element: any")
def list_contains(items: Items, element: object) -> bool:
    return any(equal(item, element) is True for item in items)


@builtin("index of", "list: list, match: any")
def index_of(items: Items, match: object) -> Items:
    return [Decimal(place) for place, item in enumerate(items, 1) if equal(item, match) is True]


@builtin("sublist", "list: list, start position: number, length?: number")
def sublist(items: Items, start: Decimal, length: Decimal | None) -> object:
    first = position(items, start)
    if first is None:
        return None
    if length is None:
        return items[first:]
    size = whole_part(length)
    if size is None or size < 0 or first + size > len(items):
        return None
    return items[first : first + size]


def position(items: Items, place: Decimal, beyond: int = 0) -> int | None:
    """Turn a place counted from 1, or from the end when negative, into an index."""
    number = whole_part(place)
    if number is None or number == 0 or not -len(items) <= number <= len(items) + beyond:
        return None
    return number - 1 if number > 0 else len(items) + number


def distinct(items: Items) -> Items:
    kept: Items = []
    for item in items:
        limits.spend(len(kept))
        if not any(equal(item, other) is True for other in kept):
            kept.append(item)
    return kept


@builtin("distinct values", "list: list")
def distinct_values(items: Items) -> Items:
    return distinct(items)
