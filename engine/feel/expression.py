"""The expressions and unary tests that callers hold: parsed once, evaluated often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from engine.feel import builtins, limits, parser, walk
from engine.feel.compile import compiled
from engine.feel.compile.closure import Closure
from engine.feel.scope import Scope
from engine.feel.values import normal

_LANGUAGE = Scope(builtins.TABLE, None)
_NOTHING: Mapping[str, object] = {}


def _scope(context: Mapping[str, object], functions: Mapping[str, object]) -> Scope:
    lowest = Scope(functions, _LANGUAGE, raw=True) if functions else _LANGUAGE
    return Scope(context, lowest, raw=True)


@dataclass(frozen=True)
class Expression:
    """A parsed expression; `paths` are the variables it reads from outside."""

    text: str
    paths: frozenset[tuple[str, ...]]
    _run: Closure = field(repr=False, compare=False)

    def evaluate(
        self, context: Mapping[str, object] = _NOTHING, functions: Mapping[str, object] = _NOTHING
    ) -> object:
        """Give the value in a context; what makes no sense is null, too much raises LimitExceeded."""
        with limits.Allowance():
            return self._run(_scope(context, functions))


@dataclass(frozen=True)
class UnaryTests:
    """The parsed tests of a decision table's cell."""

    text: str
    paths: frozenset[tuple[str, ...]]
    _run: Closure = field(repr=False, compare=False)

    def matches(
        self,
        value: object,
        context: Mapping[str, object] = _NOTHING,
        functions: Mapping[str, object] = _NOTHING,
    ) -> bool | None:
        """Tell whether an input value passes; None when that cannot be told."""
        with limits.Allowance():
            answer = self._run(Scope({"?": normal(value)}, _scope(context, functions)))
        return answer if isinstance(answer, bool) else None


def parse(text: str, names: Iterable[str] = ()) -> Expression:
    """Parse an expression; `names` are known names of several words or with signs in them."""
    return _parse(text, frozenset(names))


def parse_unary_tests(text: str, names: Iterable[str] = ()) -> UnaryTests:
    """Parse the tests of a cell, such as `< 5`, `"a", "b"`, `not(1)` or `-`."""
    return _parse_unary_tests(text, frozenset(names))


def _known(names: frozenset[str]) -> list[str]:
    return [*builtins.TABLE, *names]


@lru_cache(maxsize=4096)
def _parse(text: str, names: frozenset[str]) -> Expression:
    node = parser.expression(text, _known(names))
    with limits.Allowance():
        return Expression(text, walk.paths(node), compiled(node))


@lru_cache(maxsize=4096)
def _parse_unary_tests(text: str, names: frozenset[str]) -> UnaryTests:
    node = parser.unary_tests(text, _known(names))
    with limits.Allowance():
        return UnaryTests(text, walk.paths(node) - {("?",)}, compiled(node))
