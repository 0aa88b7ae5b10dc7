"""Literals, lists, contexts and ranges."""

from __future__ import annotations

from engine.feel import nodes
from engine.feel.comparison import compare
from engine.feel.compile.closure import Closure, Compile
from engine.feel.scope import Scope
from engine.feel.values import Range, kind


def literal(node: nodes.Literal, compile: Compile) -> Closure:
    value = node.value
    return lambda scope: value


def list_of(node: nodes.ListOf, compile: Compile) -> Closure:
    items = tuple(compile(item) for item in node.items)
    return lambda scope: [item(scope) for item in items]


def context_of(node: nodes.ContextOf, compile: Compile) -> Closure:
    entries = tuple((key, compile(value)) for key, value in node.entries)
    # A key written twice has no single meaning.
    repeated = len({key for key, _ in entries}) < len(entries)

    def run(scope: Scope) -> object:
        if repeated:
            return None
        built: dict[str, object] = {}
        inner = Scope(built, scope)
        for key, value in entries:
            built[key] = value(inner)
        return built

    return run


_ENDS = frozenset(
    {
        "number",
        "string",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    }
)


def interval(node: nodes.Interval, compile: Compile) -> Closure:
    start, end = compile(node.start), compile(node.end)

    def run(scope: Scope) -> object:
        low, high = start(scope), end(scope)
        if not (_is_end(low) and _is_end(high)) or (low is None and high is None):
            return None
        # An end that is not there cannot be included.
        if (low is None and node.start_included) or (high is None and node.end_included):
            return None
        if low is not None and high is not None:
            order = compare(low, high)
            if order is None or order > 0:
                return None
        return Range(low, high, node.start_included, node.end_included)

    return run


def _is_end(value: object) -> bool:
    return value is None or kind(value) in _ENDS
