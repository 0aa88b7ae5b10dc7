"""Sorting a list by a function that says which of two items comes first."""

from __future__ import annotations

from functools import cmp_to_key

from engine.feel.builtins.binding import BuiltIn, builtin
from engine.feel.comparison import NoOrder, ordered
from engine.feel.values import Function


@builtin("sort", "list: list, precedes: function")
def sort_by(items: list[object], precedes: Function | BuiltIn) -> object:
    if isinstance(precedes, Function) and len(precedes.parameters) != 2:
        return None

    def by_function(a: object, b: object) -> int:
        if precedes(a, b) is True:
            return -1
        return 1 if precedes(b, a) is True else 0

    return sorted(items, key=cmp_to_key(by_function))


@builtin("sort", "list: list")
def sort(items: list[object]) -> object:
    try:
        return sorted(items, key=cmp_to_key(ordered))
    except NoOrder:
        return None
