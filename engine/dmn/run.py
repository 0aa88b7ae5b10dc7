"""One act of deciding: what it has seen so far, and how much more it may do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from engine import feel
from engine.dmn.outcome import TableTrace

MAX_STEPS = 50_000
MAX_CALLS = 60
MAX_PROBLEMS = 100

Scope = dict[str, object]
Functions = Mapping[str, Callable[..., object]]


class Boxed(Protocol):
    """An expression of the DMN notation: text, table, context, list…"""

    def evaluate(self, scope: Scope, run: Run) -> object:
        """Give the value in this scope; what cannot be computed is null and a problem of the run."""
        ...


@dataclass
class Run:
    """The notes one decision makes while it is taken."""

    given: Scope
    functions: Functions
    tables: list[TableTrace] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    values: dict[tuple[int, str], object] = field(default_factory=dict)
    under_way: list[tuple[int, str]] = field(default_factory=list)
    owner: list[tuple[str, str]] = field(default_factory=list)
    steps: int = 0
    calls: int = 0

    def problem(self, text: str) -> None:
        if len(self.problems) < MAX_PROBLEMS and text not in self.problems:
            self.problems.append(text)

    def learn(self, reasons: Iterable[str]) -> None:
        for reason in reasons:
            self.problem(reason)

    def spend(self) -> None:
        """Count one step, and stop a model that would run away."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise feel.LimitExceeded(
                "steps",
                f"Quyết định cần hơn {MAX_STEPS} bước.",
                f"The decision takes more than {MAX_STEPS} steps.",
            )

    def enter(self) -> None:
        self.calls += 1
        if self.calls > MAX_CALLS:
            raise feel.LimitExceeded(
                "calls",
                f"Các hàm gọi nhau sâu hơn {MAX_CALLS} bậc.",
                f"Functions call each other deeper than {MAX_CALLS} levels.",
            )

    def leave(self) -> None:
        self.calls -= 1


def bind(scope: Scope, name: str, value: object) -> None:
    """Put a value under its name; a dotted name is readable as a path too."""
    scope[name] = value
    first, dot, rest = name.partition(".")
    if dot and rest:
        inside = scope.get(first)
        branch: Scope = dict(inside) if isinstance(inside, Mapping) else {}
        bind(branch, rest, value)
        scope[first] = branch
