"""Where a name finds its value while an expression runs."""

from __future__ import annotations

from collections.abc import Mapping

from engine.feel.values import normal

MISSING = object()


class Scope:
    """One layer of names over another; the lowest holds what the caller gave and may be raw Python data."""

    __slots__ = ("names", "parent", "raw")

    def __init__(self, names: Mapping[str, object], parent: Scope | None, *, raw: bool = False) -> None:
        self.names, self.parent, self.raw = names, parent, raw

    def find(self, name: str) -> object:
        """Give the value of a name, or MISSING."""
        scope: Scope | None = self
        while scope is not None:
            value = scope.names.get(name, MISSING)
            if value is not MISSING:
                return normal(value) if scope.raw else value
            scope = scope.parent
        return MISSING

    def find_path(self, path: tuple[str, ...]) -> tuple[object, int]:
        """Follow names down plain contexts: the value reached, and how many names were used.

        Raw data is turned into values only at the end, so a big case costs no more than what is read.
        """
        scope: Scope | None = self
        while scope is not None:
            value = scope.names.get(path[0], MISSING)
            if value is not MISSING:
                return _descend(value, path, scope.raw)
            scope = scope.parent
        return None, 1

    def find_function(self, name: str) -> object:
        """Give the nearest value of a name that can be called, so that data cannot hide a function."""
        scope: Scope | None = self
        while scope is not None:
            value = scope.names.get(name)
            if callable(value):
                return value
            scope = scope.parent
        return None


def _descend(value: object, path: tuple[str, ...], raw: bool) -> tuple[object, int]:
    used = 1
    while used < len(path) and type(value) is dict and path[used] in value:
        value = value[path[used]]
        used += 1
    return (normal(value) if raw else value), used
