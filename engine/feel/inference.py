"""The type of a value as far as the text alone tells it, such as what a function gives back."""

from __future__ import annotations

from collections.abc import Mapping

from engine.feel import nodes
from engine.feel.typing import ANY, UNKNOWN, ContextType, FunctionType, ListType, Named, TypeRef
from engine.feel.values import kind

Known = Mapping[str, TypeRef]
_NOTHING: Known = {}


def signature(node: nodes.Lambda, known: Known = _NOTHING) -> FunctionType:
    """Give the type of a function that is written out."""
    parameters = {name: written or ANY for name, written in node.parameters}
    return FunctionType(tuple(parameters.values()), inferred(node.body, {**known, **parameters}))


def inferred(node: nodes.Node, known: Known) -> TypeRef:
    """Give the type of an expression, unknown where only running it tells."""
    match node:
        case nodes.Literal(value):
            # Null is of every type.
            return UNKNOWN if value is None else Named(kind(value))
        case nodes.Name(name):
            return known.get(name, UNKNOWN)
        case nodes.ListOf(items):
            return ListType(_common([inferred(item, known) for item in items]))
        case nodes.ContextOf(entries):
            return _context(entries, known)
        case nodes.Lambda():
            return signature(node, known)
    return UNKNOWN


def _context(entries: tuple[tuple[str, nodes.Node], ...], known: Known) -> ContextType:
    found: dict[str, TypeRef] = {}
    for key, value in entries:
        # Later entries read earlier ones by name, whatever else bears it outside.
        found[key] = inferred(value, {**known, **found})
    return ContextType(found)


def _common(types: list[TypeRef]) -> TypeRef:
    if not types or UNKNOWN in types:
        return UNKNOWN
    return types[0] if all(each == types[0] for each in types) else ANY
