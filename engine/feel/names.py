"""Known names of several tokens, and which of them starts at a place of the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from engine.feel.errors import FeelSyntaxError
from engine.feel.lexer import Token, tokens

KEYWORDS = frozenset(
    {"and", "or", "between", "in", "if", "then", "else", "for", "return", "some", "every", "satisfies"}
    | {"instance", "function", "external", "true", "false", "null", "not"}
)
# `not` and `function` also stand inside ordinary names, so only these end a run of plain words.
STOPS = KEYWORDS - {"not", "function", "external"}


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """Cut a name into tokens; a name that cannot be cut is never met in a text."""
    try:
        return tuple(token.text for token in tokens(name)[:-1])
    except FeelSyntaxError:
        return ()


class KnownNames:
    """Scopes of names, innermost last; the longest name that fits wins."""

    def __init__(self, names: Iterable[str]) -> None:
        self._scopes: list[dict[str, list[tuple[tuple[str, ...], str]]]] = []
        self.open(names)

    def open(self, names: Iterable[str] = ()) -> None:
        self._scopes.append({})
        for name in names:
            self.add(name)

    def close(self) -> None:
        self._scopes.pop()

    def depth(self) -> int:
        return len(self._scopes)

    def close_to(self, depth: int) -> None:
        """Drop the scopes opened since, after a reading that was given up."""
        del self._scopes[depth:]

    def add(self, name: str) -> None:
        parts = words(name)
        if parts:
            self._scopes[-1].setdefault(parts[0], []).append((parts, name))

    def match(self, text: Sequence[Token], at: int) -> tuple[int, str] | None:
        """Find the longest known name that starts at a token: how many tokens it takes, and its spelling."""
        best: tuple[int, str] | None = None
        for scope in reversed(self._scopes):
            for parts, name in scope.get(text[at].text, ()):
                if (best is None or len(parts) > best[0]) and _stands(text, at, parts):
                    best = len(parts), name
        return best


def _stands(text: Sequence[Token], at: int, parts: tuple[str, ...]) -> bool:
    if at + len(parts) > len(text):
        return False
    return all(text[at + index].text == part for index, part in enumerate(parts))
