"""If, between and instance of."""

from __future__ import annotations

from engine.feel import nodes
from engine.feel.comparison import compare
from engine.feel.compile.closure import Closure, Compile
from engine.feel.scope import Scope
from engine.feel.typing import TypeRef


def choice(node: nodes.If, compile: Compile) -> Closure:
    condition, then, otherwise = compile(node.condition), compile(node.then), compile(node.otherwise)
    return lambda scope: then(scope) if condition(scope) is True else otherwise(scope)


def between(node: nodes.Between, compile: Compile) -> Closure:
    value, low, high = compile(node.value), compile(node.low), compile(node.high)

    def run(scope: Scope) -> object:
        middle = value(scope)
        above, below = compare(low(scope), middle), compare(middle, high(scope))
        if above is None or below is None:
            return None
        return above <= 0 and below <= 0

    return run


def instance(node: nodes.InstanceOf, compile: Compile) -> Closure:
    value = compile(node.value)

    def run(scope: Scope) -> object:
        def find(name: str) -> TypeRef | None:
            found = scope.find(name)
            return found if isinstance(found, TypeRef) else None

        tested = value(scope)
        if tested is None:
            return node.type.holds_null()
        return node.type.holds(tested, find)

    return run
