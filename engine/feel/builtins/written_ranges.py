"""Reading a range from a string, such as `range("[18..21)")`; its ends must be literals."""

from __future__ import annotations

from decimal import Decimal

from engine.feel import nodes, parser
from engine.feel.builtins.binding import TABLE, builtin
from engine.feel.comparison import compare
from engine.feel.errors import FeelError
from engine.feel.lexer import tokens
from engine.feel.values import Range

_MAKERS = frozenset({"date", "time", "date and time", "duration"})


class _NotLiteral(Exception):
    """An end of the range is no literal."""


@builtin("range", "from: string")
def range_of_string(text: str) -> object:
    text = text.strip()
    if len(text) < 4 or text[0] not in "[(]" or text[-1] not in "])[":
        return None
    try:
        low, high = _ends(text[1:-1])
    except (FeelError, _NotLiteral):
        return None
    return _range(low, high, text[0] == "[", text[-1] == "]")


def _ends(text: str) -> tuple[object, object]:
    dots = [token for token in tokens(text) if token.text == ".." and token.kind == "operator"]
    if len(dots) != 1:
        raise _NotLiteral
    return _end(text[: dots[0].start]), _end(text[dots[0].end :])


def _end(text: str) -> object:
    if not text.strip():
        return None
    value = _literal(parser.expression(text, TABLE))
    if value is None:
        raise _NotLiteral
    return value


def _literal(node: nodes.Node) -> object:
    match node:
        case nodes.Literal(value):
            return value
        case nodes.Negation(nodes.Literal(Decimal() as value)):
            return -value
        case nodes.Call(nodes.Name(name), (nodes.Literal(value),), None) if name in _MAKERS:
            return TABLE[name](value)
    raise _NotLiteral


def _range(low: object, high: object, low_included: bool, high_included: bool) -> Range | None:
    # An end that is left open cannot be included.
    if (low is None and low_included) or (high is None and high_included) or (low is None and high is None):
        return None
    if low is not None and high is not None:
        order = compare(low, high)
        if order is None or order > 0:
            return None
    return Range(low, high, low_included, high_included)
