"""Boolean functions."""

from __future__ import annotations

from engine.feel.builtins.binding import builtin


@builtin("not", "negand: boolean")
def negate(negand: bool) -> bool:
    return not negand


@builtin("all", "list: list")
@builtin("and", "list: list")
def every(items: list[object]) -> object:
    return _decided(items, by=False)


@builtin("any", "list: list")
@builtin("or", "list: list")
def some(items: list[object]) -> object:
    return _decided(items, by=True)


@builtin("all", "b...: any")
@builtin("and", "b...: any")
def every_of(*items: object) -> object:
    return _decided(items, by=False)


@builtin("any", "b...: any")
@builtin("or", "b...: any")
def some_of(*items: object) -> object:
    return _decided(items, by=True)


def _decided(items: list[object] | tuple[object, ...], *, by: bool) -> object:
    if any(item is by for item in items):
        return by
    return None if any(not isinstance(item, bool) for item in items) else not by
