"""Numbers as they are written here: a comma before the decimals, dots between thousands."""

from __future__ import annotations

import re
from decimal import Decimal

from forms.problems import Wrong
from forms.schema import Field

MAX_DIGITS = 15
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?\Z", re.ASCII)
_DOTS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+\Z", re.ASCII)


def read_number(field: Field, raw: str | int | float | Decimal) -> int | float | None:
    """A plain JSON number; at most 15 digits, so that a float keeps every one of them."""
    text = re.sub(r"[\s_\u202f\u00a0]", "", str(raw)).replace("\u2212", "-")
    if not text:
        return None
    number = _decimal(text, field) if isinstance(raw, str) else _typed(text)
    _check(field, number)
    return int(number) if number == number.to_integral_value() else float(number)


def _typed(text: str) -> Decimal:
    """A number that never was text has no thousands to guess about."""
    if not re.fullmatch(r"-?\d{1,40}(\.\d{1,40})?", text):
        raise Wrong("not_number")
    return Decimal(text)


def _decimal(text: str, field: Field) -> Decimal:
    """Read 1.234,5 and 1,5 and 1.5; 1.500 is fifteen hundred unless the field has three decimals or more."""
    if len(text) > 40:
        raise Wrong("too_many_digits")
    last_comma, last_dot = text.rfind(","), text.rfind(".")
    if last_comma > last_dot:
        text = text.replace(".", "") if _DOTS.match(text[:last_comma]) or last_dot < 0 else text
        text = text.replace(",", ".", 1)
    elif last_comma >= 0:
        text = text.replace(",", "")
    elif _DOTS.match(text) and (field.decimal_digits or 0) < 3:
        text = text.replace(".", "")
    if not _PLAIN.match(text):
        raise Wrong("not_number")
    return Decimal(text)


def _check(field: Field, number: Decimal) -> None:
    rules, exact = field.rules, number.normalize()
    if len(exact.as_tuple().digits) > MAX_DIGITS or abs(number) >= 10**MAX_DIGITS:
        raise Wrong("too_many_digits")
    digits = max(0, -int(exact.as_tuple().exponent))
    if field.decimal_digits is not None and digits > field.decimal_digits:
        raise Wrong("too_precise" if field.decimal_digits else "not_whole", digits=field.decimal_digits)
    if rules.minimum is not None and number < rules.minimum:
        raise Wrong("too_small", least=written(rules.minimum))
    if rules.maximum is not None and number > rules.maximum:
        raise Wrong("too_big", most=written(rules.maximum))


def written(number: int | float | Decimal) -> str:
    """The number with a decimal comma, without dots so that typing it back reads the same."""
    return format(Decimal(str(number)), "f").replace(".", ",")


def shown(number: int | float | Decimal, language: str = "vi") -> str:
    """The number as a person reads it on a page: thousands grouped."""
    grouped = format(Decimal(str(number)), ",f")
    return grouped if language == "en" else grouped.translate(str.maketrans(",.", ".,"))
