"""Where the oracle keeps its tokens: scopes within activities within scopes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from tests.engine.chance.nets import Net, Node

Data = dict[str, tuple[int, str]]  # task → when it was answered last, counted, and what
Alarm = tuple[datetime, str]


def merged(several: Iterable[Data]) -> Data:
    """What was written last wins, whichever branch it comes by."""
    data: Data = {}
    for one in several:
        data.update({key: value for key, value in one.items() if value > data.get(key, (-1, ""))})
    return data


@dataclass(eq=False)
class Part:
    """One turn of an activity: an open task, or a scope."""

    element: str
    data: Data
    turns: tuple[tuple[str, int], ...]
    scope: Scope | None = None


@dataclass(eq=False)
class Token:
    """A place where the case stands; `alarms` are the instants to come by the element they are drawn as."""

    at: Node
    came: str
    data: Data
    number: int
    alarms: dict[str, list[Alarm]] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    opened: int = 0
    done: int = 0
    brought: Data = field(init=False)

    def __post_init__(self) -> None:
        self.brought = dict(self.data)


@dataclass(eq=False)
class Scope:
    """A running process and what its ended tokens brought."""

    net: Net
    turns: tuple[tuple[str, int], ...] = ()
    outer: tuple[Scope, Token, Part] | None = None
    tokens: list[Token] = field(default_factory=list)
    gathered: Data = field(default_factory=dict)
    over: bool = False  # nothing arrives any more
    closed: bool = False

    def alive(self) -> bool:
        if self.closed or self.outer is None:
            return not self.closed
        scope, token, part = self.outer
        return part in token.parts and token in scope.tokens and scope.alive()

    def inside(self) -> Iterator[Scope]:
        """Every scope from here inwards, the innermost first."""
        for token in self.tokens:
            for part in token.parts:
                if part.scope is not None:
                    yield from part.scope.inside()
        yield self

    def standing(self) -> Iterator[tuple[Scope, Token]]:
        for scope in list(self.inside()):
            for token in list(scope.tokens):
                yield scope, token
