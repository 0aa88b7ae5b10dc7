"""Making new lists out of lists."""

from __future__ import annotations

from decimal import Decimal

from engine.feel import limits
from engine.feel.builtins.binding import BuiltIn, builtin
from engine.feel.builtins.lists import Items, distinct, position
from engine.feel.values import Function


@builtin("append", "list: list?, item...: any")
def append(items: Items | None, *more: object) -> object:
    return [*(items if items is not None else [None]), *more]


@builtin("concatenate", "list...: list")
def concatenate(*lists: Items) -> Items:
    return [item for items in lists for item in items]


@builtin("union", "list...: list")
def union(*lists: Items) -> Items:
    return distinct([item for items in lists for item in items])


@builtin("insert before", "list: list, position: number, newItem: any")
def insert_before(items: Items, place: Decimal, item: object) -> object:
    index = position(items, place)
    return None if index is None else [*items[:index], item, *items[index:]]


@builtin("remove", "list: list, position: number")
def remove(items: Items, place: Decimal) -> object:
    index = position(items, place)
    return None if index is None else [*items[:index], *items[index + 1 :]]


@builtin("list replace", "list: list, position: number, newItem: any")
def list_replace(items: Items, place: Decimal, item: object) -> object:
    index = position(items, place)
    return None if index is None else [*items[:index], item, *items[index + 1 :]]


@builtin("list replace", "list: list, match: function, newItem: any")
def list_replace_matching(items: Items, match: Function | BuiltIn, new: object) -> object:
    if isinstance(match, Function) and len(match.parameters) != 2:
        return None
    replaced: Items = []
    for item in items:
        answer = match(item, new)
        if not isinstance(answer, bool):
            return None
        replaced.append(new if answer else item)
    return replaced


@builtin("reverse", "list: list")
def reverse(items: Items) -> Items:
    return items[::-1]


@builtin("flatten", "list: list")
def flatten(items: Items) -> Items:
    flat: Items = []
    _flatten(items, flat)
    return flat


def _flatten(items: Items, into: Items) -> None:
    # Shared parts count each time they are met, or a small value could grow without end.
    limits.spend(len(items))
    limits.check_list(len(into))
    for item in items:
        if isinstance(item, list):
            _flatten(item, into)
        else:
            into.append(item)
