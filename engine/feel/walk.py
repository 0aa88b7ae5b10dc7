"""Walking over parsed shapes: what they mention and which variables they read."""

from __future__ import annotations

from collections.abc import Iterator

from engine.feel import nodes
from engine.feel.nodes import Node

Paths = Iterator[tuple[str, ...]]


def children(node: object) -> Iterator[Node]:
    """Give the shapes right below one."""
    for slot in getattr(type(node), "__slots__", ()):
        yield from _inside(getattr(node, slot))


def _inside(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _inside(item)
    elif isinstance(value, nodes.Iterator):
        yield from children(value)


def mentions(node: Node, name: str) -> bool:
    """Tell whether a name is read anywhere below."""
    if isinstance(node, nodes.Name):
        return node.name == name
    return any(mentions(child, name) for child in children(node))


def paths(node: Node) -> frozenset[tuple[str, ...]]:
    """Give the paths of the variables that must come from outside."""
    return frozenset(_paths(node, frozenset()))


def _paths(node: Node, bound: frozenset[str]) -> Paths:
    if isinstance(node, nodes.Name):
        yield from () if node.name in bound else [(node.name,)]
    elif isinstance(node, nodes.Path):
        yield from _of_path(node, bound)
    elif isinstance(node, nodes.Call):
        yield from _of_call(node, bound)
    elif isinstance(node, nodes.Filter):
        yield from _paths(node.base, bound)
        yield from _paths(node.condition, bound | {"item"})
    elif isinstance(node, nodes.For | nodes.Quantified):
        yield from _of_iteration(node, bound)
    elif isinstance(node, nodes.ContextOf):
        yield from _of_context(node, bound)
    elif isinstance(node, nodes.Lambda):
        yield from _paths(node.body, bound | {name for name, _ in node.parameters})
    else:
        for child in children(node):
            yield from _paths(child, bound)


def _of_path(node: nodes.Path, bound: frozenset[str]) -> Paths:
    names: list[str] = [node.name]
    base = node.base
    while isinstance(base, nodes.Path):
        names.append(base.name)
        base = base.base
    if not isinstance(base, nodes.Name):
        yield from _paths(base, bound)
    elif base.name not in bound:
        yield (base.name, *reversed(names))


def _of_call(node: nodes.Call, bound: frozenset[str]) -> Paths:
    # The name of a called function is a word of the language, not data.
    if not isinstance(node.function, nodes.Name):
        yield from _paths(node.function, bound)
    for argument in node.arguments:
        yield from _paths(argument, bound)


def _of_iteration(node: nodes.For | nodes.Quantified, bound: frozenset[str]) -> Paths:
    if isinstance(node, nodes.For):
        bound |= {"partial"}
    for each in node.iterators:
        yield from _paths(each.domain, bound)
        if each.end:
            yield from _paths(each.end, bound)
        bound |= {each.name}
    yield from _paths(node.body if isinstance(node, nodes.For) else node.condition, bound)


def _of_context(node: nodes.ContextOf, bound: frozenset[str]) -> Paths:
    for key, value in node.entries:
        yield from _paths(value, bound)
        bound |= {key}
