"""Arithmetic, comparison and the logic of three values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from engine.feel import limits, nodes, reasons
from engine.feel.comparison import compare, equal
from engine.feel.compile.closure import Closure, Compile
from engine.feel.numbers import CONTEXT, finite, power
from engine.feel.scope import Scope
from engine.feel.temporal import arithmetic as moments
from engine.feel.values import YearsMonths

Operation = Callable[[object, object], object]
_DURATIONS = (dt.timedelta, YearsMonths)


def add(a: object, b: object) -> object:
    if type(a) is Decimal and type(b) is Decimal:
        return finite(CONTEXT.add(a, b))
    if type(a) is str and type(b) is str:
        return limits.check_string(a + b)
    if isinstance(b, _DURATIONS):
        return moments.shift(a, b, 1)
    return moments.shift(b, a, 1)


def subtract(a: object, b: object) -> object:
    if type(a) is Decimal and type(b) is Decimal:
        return finite(CONTEXT.subtract(a, b))
    if isinstance(b, _DURATIONS):
        return moments.shift(a, b, -1)
    return moments.between(a, b)


def multiply(a: object, b: object) -> object:
    if type(a) is Decimal:
        return finite(CONTEXT.multiply(a, b)) if type(b) is Decimal else moments.scale(b, a)
    return moments.scale(a, b) if type(b) is Decimal else None


def divide(a: object, b: object) -> object:
    if type(a) is Decimal:
        return finite(CONTEXT.divide(a, b)) if type(b) is Decimal and b else None
    return moments.divide(a, b)


def raise_to(a: object, b: object) -> object:
    return power(a, b) if type(a) is Decimal and type(b) is Decimal else None


def unequal(a: object, b: object) -> object:
    same = equal(a, b)
    return None if same is None else not same


def _ordered(test: Callable[[int], bool]) -> Operation:
    def apply(a: object, b: object) -> object:
        order = compare(a, b)
        return None if order is None else test(order)

    return apply


OPERATIONS: dict[str, Operation] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": raise_to,
    "=": equal,
    "!=": unequal,
    "<": _ordered(lambda order: order < 0),
    "<=": _ordered(lambda order: order <= 0),
    ">": _ordered(lambda order: order > 0),
    ">=": _ordered(lambda order: order >= 0),
}


def binary(node: nodes.Binary, compile: Compile) -> Closure:
    left, right = compile(node.left), compile(node.right)
    if node.operator == "and":
        return _decided(left, right, by=False)
    if node.operator == "or":
        return _decided(left, right, by=True)
    sign, apply = node.operator, OPERATIONS[node.operator]

    def run(scope: Scope) -> object:
        one, other = left(scope), right(scope)
        result = apply(one, other)
        if result is None:
            reasons.sign_refused(sign, one, other)
        return result

    return run


def _decided(left: Closure, right: Closure, *, by: bool) -> Closure:
    """Build `and` (decided by false) or `or` (decided by true); anything not boolean is unknown."""

    def run(scope: Scope) -> object:
        first = left(scope)
        if first is by:
            return by
        second = right(scope)
        if second is by:
            return by
        return (not by) if first is second is (not by) else None

    return run


def negation(node: nodes.Negation, compile: Compile) -> Closure:
    operand = compile(node.operand)

    def run(scope: Scope) -> object:
        value = operand(scope)
        if type(value) is Decimal:
            return CONTEXT.minus(value)
        if isinstance(value, dt.timedelta):
            return -value
        return YearsMonths(-value.months) if isinstance(value, YearsMonths) else None

    return run
