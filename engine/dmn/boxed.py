"""The boxed expressions of DMN, compiled once, evaluated often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from engine import feel
from engine.dmn.functions import call, function_value
from engine.dmn.run import Boxed, Functions, Run, Scope, bind
from engine.dmn.types import ANY, Type


@dataclass(frozen=True)
class Missing:
    """Where a model has nothing to evaluate, or nothing we can: null, and the reason."""

    reason: str

    def evaluate(self, scope: Scope, run: Run) -> object:
        if self.reason:
            run.problem(self.reason)
        return None


@dataclass(frozen=True)
class Literal:
    """A FEEL text; a text that speaks of types is given those of its model."""

    expression: feel.Expression
    types: Functions | None = None

    def evaluate(self, scope: Scope, run: Run) -> object:
        run.spend()
        words = {**self.types, **run.functions} if self.types else run.functions
        return self.expression.evaluate(scope, words)


@dataclass(frozen=True)
class Typed:
    """An expression whose value must belong to a type."""

    body: Boxed
    kind: Type
    label: str

    def evaluate(self, scope: Scope, run: Run) -> object:
        return fitted(self.body.evaluate(scope, run), self.kind, self.label, run)


def fitted(value: object, kind: Type, label: str, run: Run, *, partial: bool = False) -> object:
    """Return the value as the type wants it; a value of another type becomes null and a problem."""
    fits, converted = kind.fit(value, partial=partial)
    if not fits:
        run.problem(f"Giá trị của «{label}» không thuộc kiểu {kind.name}.")
    return converted


@dataclass(frozen=True)
class Entry:
    """One line of a boxed context; without a name it is the result."""

    name: str | None
    body: Boxed
    kind: Type = ANY


@dataclass(frozen=True)
class Context:
    """Named expressions, each seeing those above it."""

    entries: tuple[Entry, ...]

    def evaluate(self, scope: Scope, run: Run) -> object:
        inner = dict(scope)
        result: Scope = {}
        for entry in self.entries:
            value = fitted(entry.body.evaluate(inner, run), entry.kind, entry.name or "", run)
            if entry.name is None:
                return value
            result[entry.name] = value
            bind(inner, entry.name, value)
        return result


@dataclass(frozen=True)
class ListBox:
    """One expression per item."""

    items: tuple[Boxed, ...]

    def evaluate(self, scope: Scope, run: Run) -> object:
        return [item.evaluate(scope, run) for item in self.items]


@dataclass(frozen=True)
class Relation:
    """A list of contexts written as a table."""

    columns: tuple[tuple[str, Type], ...]
    rows: tuple[tuple[Boxed, ...], ...]

    def evaluate(self, scope: Scope, run: Run) -> object:
        return [self._row(row, scope, run) for row in self.rows]

    def _row(self, row: tuple[Boxed, ...], scope: Scope, run: Run) -> Scope:
        return {
            name: fitted(cell.evaluate(scope, run), kind, name, run)
            for (name, kind), cell in zip(self.columns, row, strict=False)
        }


@dataclass(frozen=True)
class FunctionBox:
    """A function that sees the scope it was written in."""

    parameters: tuple[tuple[str, Type], ...]
    body: Boxed

    def evaluate(self, scope: Scope, run: Run) -> object:
        return function_value(self.parameters, self.body, lambda: dict(scope), run)


@dataclass(frozen=True)
class Invocation:
    """A call of a function with its parameters bound by name."""

    callee: Boxed
    callee_name: str
    bindings: tuple[tuple[str, Boxed], ...]

    def evaluate(self, scope: Scope, run: Run) -> object:
        function = self.callee.evaluate(scope, run)
        named = {name: body.evaluate(scope, run) for name, body in self.bindings}
        return call(function, self.callee_name, named, run)


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
    """Return what an iterator walks over: a list, a range of whole numbers, or a single value."""
    if value is None:
        return None
    if isinstance(value, list):
        return value
    if isinstance(value, feel.Range):
        return _whole_numbers(value)
    return [value]


def _whole_numbers(span: feel.Range) -> list[object] | None:
    start, end = span.start, span.end
    if not isinstance(start, Decimal) or not isinstance(end, Decimal) or abs(end - start) > 100_000:
        return None
    step = 1 if end >= start else -1
    return [Decimal(number) for number in range(int(start), int(end) + step, step)]


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
            if isinstance(verdict, bool) and verdict is not self.every:
                return verdict
            unknown = unknown or not isinstance(verdict, bool)
        return None if unknown else self.every
