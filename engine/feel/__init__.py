"""FEEL, the expression language of DMN: parse once, evaluate often, never run Python."""

from __future__ import annotations

from functools import lru_cache

from engine.feel.coercion import coerced, conformed
from engine.feel.comparison import compare, equal, includes
from engine.feel.compile.tests import accepts
from engine.feel.errors import FeelError, FeelSyntaxError, LimitExceeded, Position
from engine.feel.expression import Expression, UnaryTests, parse, parse_unary_tests
from engine.feel.lexer import tokens
from engine.feel.names import KnownNames
from engine.feel.parser.grammar import Grammar
from engine.feel.reasons import heard
from engine.feel.typing import (
    ContextType,
    Find,
    FunctionType,
    ListType,
    Named,
    RangeType,
    TypeRef,
    nothing,
)
from engine.feel.values import Function, Parameter, Range, YearsMonths, kind, normal
from engine.feel.wire import from_json, shown_json, to_json
from engine.feel.writing import as_string

__all__ = [
    "ContextType",
    "Expression",
    "FeelError",
    "FeelSyntaxError",
    "Find",
    "Function",
    "FunctionType",
    "LimitExceeded",
    "ListType",
    "Named",
    "Parameter",
    "Position",
    "Range",
    "RangeType",
    "TypeRef",
    "UnaryTests",
    "YearsMonths",
    "accepts",
    "as_string",
    "coerced",
    "compare",
    "conformed",
    "conforms",
    "equal",
    "from_json",
    "heard",
    "includes",
    "kind",
    "normal",
    "parse",
    "parse_type",
    "parse_unary_tests",
    "shown_json",
    "to_json",
]


@lru_cache(maxsize=1024)
def parse_type(text: str) -> TypeRef:
    """Read a type such as `number`, `list<string>` or the name of one a model defines."""
    grammar = Grammar(text, tokens(text), KnownNames(()))
    found = grammar.type_ref()
    if grammar.token.kind != "end":
        raise grammar.wrong("cần hết tên kiểu", "The end of the type was expected")
    return found


def conforms(value: object, type_name: str, find: Find = nothing) -> bool:
    """Tell whether a value may stand where a type is wanted; null may stand anywhere."""
    value = normal(value)
    return value is None or parse_type(type_name).holds(value, find) is True
