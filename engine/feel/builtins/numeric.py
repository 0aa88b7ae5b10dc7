"""Numeric functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from engine.feel.builtins.binding import builtin
from engine.feel.numbers import CONTEXT, EXACT, finite, rounded
from engine.feel.values import YearsMonths


def _scale(scale: Decimal | None) -> int:
    # A scale with a fraction is cut to its whole part.
    if scale is None:
        return 0
    return int(scale) if abs(scale) < 10_000 else 10_000


def _rounding(mode: str) -> Callable[[Decimal, Decimal | None], object]:
    def apply(number: Decimal, scale: Decimal | None = None) -> object:
        return rounded(number, _scale(scale), mode)

    return apply


builtin("decimal", "n: number, scale: number")(_rounding(ROUND_HALF_EVEN))
builtin("floor", "n: number, scale?: number")(_rounding(ROUND_FLOOR))
builtin("ceiling", "n: number, scale?: number")(_rounding(ROUND_CEILING))
for _name, _mode in (
    ("round up", ROUND_UP),
    ("round down", ROUND_DOWN),
    ("round half up", ROUND_HALF_UP),
    ("round half down", ROUND_HALF_DOWN),
):
    builtin(_name, "n: number, scale?: number")(_rounding(_mode))


@builtin("abs", "n: number")
def absolute(n: Decimal) -> Decimal:
    return CONTEXT.abs(n)


@builtin("abs", "n: days and time duration")
def absolute_days(n: dt.timedelta) -> dt.timedelta:
    return abs(n)


@builtin("abs", "n: years and months duration")
def absolute_months(n: YearsMonths) -> YearsMonths:
    return YearsMonths(abs(n.months))


@builtin("modulo", "dividend: number, divisor: number")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """The remainder that has the sign of the divisor."""
    if not divisor:
        return None
    rest = EXACT.remainder(dividend, divisor)
    if rest and (rest < 0) != (divisor < 0):
        rest = EXACT.add(rest, divisor)
    return finite(CONTEXT.plus(rest))


@builtin("sqrt", "number: number")
def square_root(number: Decimal) -> Decimal | None:
    return finite(CONTEXT.sqrt(number)) if number >= 0 else None


@builtin("log", "number: number")
def logarithm(number: Decimal) -> Decimal | None:
    return finite(CONTEXT.ln(number)) if number > 0 else None


@builtin("exp", "number: number")
def exponential(number: Decimal) -> Decimal | None:
    return finite(CONTEXT.exp(number))


@builtin("odd", "number: number")
def odd(number: Decimal) -> bool:
    return abs(EXACT.remainder(number, Decimal(2))) == 1


@builtin("even", "number: number")
def even(number: Decimal) -> bool:
    return EXACT.remainder(number, Decimal(2)) == 0
