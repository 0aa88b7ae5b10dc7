"""The boxed expressions that choose and go over lists: conditional, filter, for, some and every."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from engine import feel
from engine.dmn.run import Boxed, Run, Scope, bind

_EACH = feel.parse("for each in source return each")


@dataclass(frozen=True)
class Conditional:
    """If, then, else; only true takes the first way."""

    condition: Boxed
    yes: Boxed
    no: Boxed

    def evaluate(self, scope: Scope, run: Run) -> object:
        chosen = self.yes if self.condition.evaluate(scope, run) is True else self.no
        return chosen.evaluate(scope, run)


def items_of(value: object) -> list[object] | None:
    """Return what an iterator walks over: a list, what is in a range, or a single value."""
    if isinstance(value, list):
        return value
    items = _EACH.evaluate({"source": value})
    return items if isinstance(items, list) else None


def _element_scope(scope: Scope, item: object) -> Scope:
    """Name the item, and its parts when it is a context, as a filter in FEEL does."""
    inner = dict(scope)
    if isinstance(item, Mapping):
        for name, value in item.items():
            bind(inner, str(name), value)
    inner["item"] = item
    return inner


@dataclass(frozen=True)
class Filter:
    """The items of a list for which the match is true, or the item at a position."""

    source: Boxed
    match: Boxed

    def evaluate(self, scope: Scope, run: Run) -> object:
        items = items_of(self.source.evaluate(scope, run))
        if items is None:
            return None
        kept: list[object] = []
        for item in items:
            verdict = self.match.evaluate(_element_scope(scope, item), run)
            if isinstance(verdict, Decimal):
                return _at(items, verdict)
            if verdict is True:
                kept.append(item)
        return kept


def _at(items: list[object], position: Decimal) -> object:
    index = int(position)
    if index == 0 or abs(index) > len(items):
        return None
    return items[index - 1 if index > 0 else index]


@dataclass(frozen=True)
class For:
    """One value for each item; `partial` holds the values so far."""

    variable: str
    source: Boxed
    body: Boxed

    def evaluate(self, scope: Scope, run: Run) -> object:
        items = items_of(self.source.evaluate(scope, run))
        if items is None:
            return None
        values: list[object] = []
        for item in items:
            inner = dict(scope)
            inner["partial"] = values
            bind(inner, self.variable, item)
            values.append(self.body.evaluate(inner, run))
        return values


@dataclass(frozen=True)
class Quantified:
    """Whether some, or every, item satisfies a condition, in three-valued logic."""

    every: bool
    variable: str
    source: Boxed
    body: Boxed

    def evaluate(self, scope: Scope, run: Run) -> object:
        items = items_of(self.source.evaluate(scope, run))
        if items is None:
            return None
        unknown = False
        for item in items:
            inner = dict(scope)
            bind(inner, self.variable, item)
            verdict = self.body.evaluate(inner, run)
            if verdict is not None and verdict is not self.every:
                # The opposite decides; what is no yes or no spoils the question.
                return verdict if isinstance(verdict, bool) else None
            unknown = unknown or verdict is None
        return None if unknown else self.every
