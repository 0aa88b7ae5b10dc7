"""The boxed expressions of DMN, compiled once, evaluated often."""

from __future__ import annotations

from dataclasses import dataclass

from engine import feel
from engine.dmn.functions import call, checked, function_value
from engine.dmn.run import Boxed, Functions, Run, Scope, bind
from engine.dmn.types import ANY, FunctionType, Type, settled


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
        with feel.heard() as reasons:
            value = self.expression.evaluate(scope, words)
        if value is None:
            run.learn(reasons)
        return value


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
    if isinstance(value, feel.Function):
        promised = settled(kind)
        value = checked(value, promised) if isinstance(promised, FunctionType) else value
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

    def value(self, scope: Scope, run: Run) -> object:
        value = self.body.evaluate(scope, run)
        # Where a function is named, editors write what it returns as the type of the name.
        unchecked = isinstance(value, feel.Function) and not isinstance(settled(self.kind), FunctionType)
        return value if unchecked else fitted(value, self.kind, self.name or "", run)


@dataclass(frozen=True)
class Context:
    """Named expressions, each seeing those above it."""

    entries: tuple[Entry, ...]

    def evaluate(self, scope: Scope, run: Run) -> object:
        inner = dict(scope)
        result: Scope = {}
        for entry in self.entries:
            value = entry.value(inner, run)
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
