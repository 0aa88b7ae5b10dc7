"""The grammar of DMN's FEEL, from text to the shapes of `engine.feel.nodes`."""

from __future__ import annotations

from collections.abc import Iterable

from engine.feel import limits
from engine.feel.errors import LimitExceeded
from engine.feel.lexer import tokens
from engine.feel.names import KnownNames
from engine.feel.nodes import Node
from engine.feel.parser.grammar import Grammar


def expression(text: str, names: Iterable[str]) -> Node:
    """Parse one whole expression."""
    return _parse(text, names, unary=False)


def unary_tests(text: str, names: Iterable[str]) -> Node:
    """Parse the tests of a decision table's cell."""
    return _parse(text, names, unary=True)


def _parse(text: str, names: Iterable[str], *, unary: bool) -> Node:
    if len(text) > limits.TEXT_LENGTH:
        raise LimitExceeded(
            "text",
            f"Biểu thức quá dài (trên {limits.TEXT_LENGTH} ký tự).",
            f"The expression is too long (over {limits.TEXT_LENGTH} characters).",
        )
    grammar = Grammar(text, tokens(text), KnownNames(names))
    try:
        return grammar.whole_tests() if unary else grammar.whole_expression()
    except RecursionError as error:
        raise limits.too_deep() from error
