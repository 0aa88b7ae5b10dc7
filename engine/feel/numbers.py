"""Exact decimal arithmetic: 34 digits, half to even, no infinities."""

from __future__ import annotations

import decimal
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Context, Decimal

# No traps: an impossible result shows as not finite and becomes null.
CONTEXT = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[])
# Signals only say what happened; sharing the context between threads is harmless because none is trapped.
EXACT = Context(prec=7000, rounding=ROUND_HALF_EVEN, Emin=-8000, Emax=8000, traps=[])


def finite(number: Decimal) -> Decimal | None:
    return number if number.is_finite() else None


def number(text: str) -> Decimal | None:
    return finite(CONTEXT.create_decimal(text))


def power(base: Decimal, exponent: Decimal) -> Decimal | None:
    return finite(CONTEXT.power(base, exponent)) if base or exponent else Decimal(1)


def whole(number: object) -> int | None:
    """Give the integer a number stands for, or None when it is not one of a usable size."""
    if type(number) is not Decimal or number != number.to_integral_value() or abs(number) > 10**12:
        return None
    return int(number)


def whole_part(number: Decimal) -> int | None:
    """Cut off a fraction, as functions do where they want an integer."""
    return whole(number.to_integral_value(ROUND_DOWN))


def rounded(number: Decimal, scale: int, mode: str) -> Decimal | None:
    """Round to so many decimal places with one of Python's rounding modes."""
    if not -6111 <= scale <= 6176:
        return None
    if scale >= 0 and -number.as_tuple().exponent <= scale:  # type: ignore[operator]
        return CONTEXT.plus(number)
    step = Decimal(1).scaleb(-scale, context=EXACT)
    result = number.quantize(step, rounding=mode, context=EXACT)
    return finite(CONTEXT.plus(result if scale >= 0 else decimal.Decimal(f"{result:f}")))


def written(number: Decimal) -> str:
    """Write a number without an exponent and without needless zeros after the point."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
