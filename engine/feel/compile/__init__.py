"""Turning parsed shapes into closures, once; running them is then only calling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.feel import nodes
from engine.feel.compile import (
    access,
    calls,
    collections,
    conditions,
    iteration,
    operators,
    tests,
)
from engine.feel.compile.closure import Closure

_COMPILERS: dict[type[nodes.Node], Callable[[Any, Callable[[nodes.Node], Closure]], Closure]] = {
    nodes.Literal: collections.literal,
    nodes.ListOf: collections.list_of,
    nodes.ContextOf: collections.context_of,
    nodes.Interval: collections.interval,
    nodes.Compared: tests.compared,
    nodes.Name: access.name,
    nodes.Path: access.path,
    nodes.Filter: access.filtered,
    nodes.Call: calls.call,
    nodes.Lambda: calls.function,
    nodes.Binary: operators.binary,
    nodes.Negation: operators.negation,
    nodes.Between: conditions.between,
    nodes.If: conditions.choice,
    nodes.InstanceOf: conditions.instance,
    nodes.In: tests.contained,
    nodes.Tests: tests.tests,
    nodes.For: iteration.for_each,
    nodes.Quantified: iteration.quantified,
}


def compiled(node: nodes.Node) -> Closure:
    """Turn one shape, with all below it, into a closure."""
    return _COMPILERS[type(node)](node, compiled)
