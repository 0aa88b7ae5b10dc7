"""What can go wrong with an expression, told with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Position:
    """A place in an expression; line and column count from one."""

    line: int
    column: int

    @classmethod
    def at(cls, text: str, offset: int) -> Position:
        before = text[:offset]
        return cls(before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


class FeelError(Exception):
    """Base of everything this package raises on purpose."""


class FeelSyntaxError(FeelError):
    """The text is not an expression."""

    def __init__(self, position: Position, vi: str, en: str) -> None:
        super().__init__(f"{position.line}:{position.column}: {en}")
        self.position, self.vi, self.en = position, vi, en


class LimitExceeded(FeelError):
    """The expression is legal, but asks for more than one evaluation may use."""

    def __init__(self, limit: str, vi: str, en: str) -> None:
        super().__init__(en)
        self.limit, self.vi, self.en = limit, vi, en
