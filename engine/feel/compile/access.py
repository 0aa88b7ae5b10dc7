"""Names, paths and filters."""

from __future__ import annotations

from decimal import Decimal

from engine.feel import limits, nodes, temporal
from engine.feel.compile.closure import Closure, Compile
from engine.feel.numbers import whole
from engine.feel.scope import MISSING, Scope
from engine.feel.values import Range


def name(node: nodes.Name, compile: Compile) -> Closure:
    key = node.name

    def run(scope: Scope) -> object:
        value = scope.find(key)
        return None if value is MISSING else value

    return run


def path(node: nodes.Path, compile: Compile) -> Closure:
    names = _names(node)
    if names:
        return _plain_path(names)
    base, last = compile(node.base), node.name
    return lambda scope: property_of(base(scope), last)


def _names(node: nodes.Node) -> tuple[str, ...]:
    """Give the names of a path that begins with a name, or nothing for another path."""
    names: list[str] = []
    while isinstance(node, nodes.Path):
        names.append(node.name)
        node = node.base
    if not isinstance(node, nodes.Name):
        return ()
    return (node.name, *reversed(names))


def _plain_path(names: tuple[str, ...]) -> Closure:
    def run(scope: Scope) -> object:
        value, used = scope.find_path(names)
        for key in names[used:]:
            value = property_of(value, key)
        return value

    return run


def property_of(value: object, key: str) -> object:
    """Read an entry of a context, of every item of a list, or a property of another value."""
    if type(value) is dict:
        return value.get(key)
    if type(value) is list:
        limits.spend(len(value))
        return [property_of(item, key) for item in value]
    if type(value) is Range:
        return _range_property(value, key)
    return temporal.property_of(value, key)


def _range_property(value: Range, key: str) -> object:
    properties: dict[str, object] = {
        "start": value.start,
        "end": value.end,
        "start included": value.start_included,
        "end included": value.end_included,
    }
    return properties.get(key)


def filtered(node: nodes.Filter, compile: Compile) -> Closure:
    base, condition = compile(node.base), compile(node.condition)

    def run(scope: Scope) -> object:
        value = base(scope)
        items = value if type(value) is list else [] if value is None else [value]
        index = _index(node.condition, condition, scope, items)
        if index is not None:
            return _at(items, index)
        limits.spend(len(items))
        return [item for item in items if condition(_about(item, scope)) is True]

    return run


def _index(node: nodes.Node, condition: Closure, scope: Scope, items: list[object]) -> Decimal | None:
    """Give the position a filter asks for; None when it is a condition instead."""
    if isinstance(node, nodes.Binary) and node.operator not in {"+", "-", "*", "/", "**"}:
        return None
    value = condition(_about(items[0], scope) if items else scope)
    return value if type(value) is Decimal else None


def _about(item: object, scope: Scope) -> Scope:
    names: dict[str, object] = {"item": item}
    if type(item) is dict:
        # An entry that is itself called item is meant when the item is a context.
        names.update(item)
    return Scope(names, scope)


def _at(items: list[object], index: Decimal) -> object:
    position = whole(index)
    if position is None or position == 0 or abs(position) > len(items):
        return None
    return items[position - 1 if position > 0 else position]
