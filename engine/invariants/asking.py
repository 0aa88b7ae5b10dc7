"""An invariant is a named question whose answer is the list of what breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from engine.work import Platform, Work


@dataclass(frozen=True)
class Invariant:
    """One promise: its name, what it says, and the question that finds what breaks it."""

    name: str
    vi: str
    en: str
    ask: Callable[[Work], Iterable[str]]


@dataclass(frozen=True)
class Broken:
    """A promise that does not hold, and where."""

    invariant: Invariant
    found: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.invariant.name} {self.invariant.en}: {'; '.join(self.found[:10])}"


def broken(platform: Platform, invariants: Iterable[Invariant]) -> list[Broken]:
    """Every promise that does not hold, asked of one moment."""
    with still(platform) as work:
        answers = [(one, tuple(one.ask(work))) for one in invariants]
    return [Broken(one, found) for one, found in answers if found]


@contextmanager
def still(platform: Platform) -> Iterator[Work]:
    """A view in which nothing moves between one question and the next."""
    if platform.engine.dialect.name != "postgresql":
        with platform.look() as work:
            yield work
        return
    with platform.engine.connect() as connection:
        frozen = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield Work(platform, frozen, platform.clock())
