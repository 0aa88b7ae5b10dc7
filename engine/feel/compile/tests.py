"""Unary tests: the cells of decision tables and the right side of `in`."""

from __future__ import annotations

from collections.abc import Callable

from engine.feel import limits, nodes
from engine.feel.comparison import equal, includes
from engine.feel.compile.closure import Closure, Compile
from engine.feel.compile.operators import OPERATIONS
from engine.feel.scope import MISSING, Scope
from engine.feel.values import Range
from engine.feel.walk import mentions

Test = Callable[[object, Scope], bool | None]
INPUT = "?"


def compared(node: nodes.Compared, compile: Compile) -> Closure:
    """Build the range a comparison stands for when it is used as a value."""
    operand = compile(node.operand)
    touching = node.operator in {"<=", ">="}

    def run(scope: Scope) -> object:
        end = operand(scope)
        if end is None:
            return None
        if node.operator in {"=", "!="}:
            # The standard writes "anything else" as a range that leaves out both its equal ends.
            return Range(end, end, node.operator == "=", node.operator == "=")
        below = node.operator in {"<", "<="}
        return Range(None, end, False, touching) if below else Range(end, None, touching, False)

    return run


def contained(node: nodes.In, compile: Compile) -> Closure:
    value, matches = compile(node.value), [_test(test, compile) for test in node.tests]
    return lambda scope: _any(matches, value(scope), scope)


def tests(node: nodes.Tests, compile: Compile) -> Closure:
    if not node.tests:
        return lambda scope: True
    matches = [_test(test, compile) for test in node.tests]

    def run(scope: Scope) -> object:
        given = scope.find(INPUT)
        answer = _any(matches, None if given is MISSING else given, scope)
        if node.negated:
            return None if answer is None else not answer
        return answer

    return run


def _any(matches: list[Test], value: object, scope: Scope) -> bool | None:
    unknown = False
    for match in matches:
        answer = match(value, scope)
        if answer is True:
            return True
        unknown = unknown or answer is None
    return None if unknown else False


def _test(node: nodes.Node, compile: Compile) -> Test:
    if isinstance(node, nodes.Compared):
        return _comparison(node, compile)
    closure = compile(node)
    if mentions(node, INPUT):
        # A test that speaks of its input is a condition; it may still name a value or list to match.
        return lambda value, scope: _condition(closure(scope), value)
    if isinstance(node, nodes.Interval):
        return lambda value, scope: _inside(closure(scope), value)
    return lambda value, scope: accepts(closure(scope), value)


def _comparison(node: nodes.Compared, compile: Compile) -> Test:
    operand, apply = compile(node.operand), OPERATIONS[node.operator]

    def run(value: object, scope: Scope) -> bool | None:
        answer = apply(value, operand(scope))
        return answer if isinstance(answer, bool) else None

    return run


def _inside(interval: object, value: object) -> bool | None:
    # Ends that make no range leave open whether the value lies between them.
    return None if interval is None else accepts(interval, value)


def _condition(answer: object, value: object) -> bool | None:
    return answer if isinstance(answer, bool) else accepts(answer, value)


def accepts(expected: object, value: object) -> bool | None:
    """Tell whether a value is the expected one, lies in the expected range, or is in the expected list."""
    if isinstance(expected, Range) and not isinstance(value, Range):
        return includes(expected, value)
    if isinstance(expected, list):
        return _among(expected, value)
    return equal(value, expected)


def _among(expected: list[object], value: object) -> bool:
    limits.spend(len(expected))
    if isinstance(value, list) and equal(expected, value):
        return True
    return any(_member(item, value) for item in expected)


def _member(item: object, value: object) -> bool:
    if isinstance(item, Range) and not isinstance(value, Range):
        return includes(item, value) is True
    return equal(item, value) is True
