"""A place in the token list, with the names known there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.feel import limits
from engine.feel.errors import FeelSyntaxError, Position
from engine.feel.lexer import Token, string_value
from engine.feel.names import STOPS, KnownNames
from engine.feel.nodes import Node


class Cursor:
    """Reads tokens one after another; the grammar is built on it."""

    def __init__(self, text: str, tokens: Sequence[Token], names: KnownNames) -> None:
        self.text, self.tokens, self.names = text, tokens, names
        self.at = 0
        self.depth = self.work = 0
        self.keys: set[str] = set()

    def expression(self) -> Node:
        raise NotImplementedError

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    def looks(self, *texts: str) -> bool:
        """Tell whether the next tokens are exactly these words or signs."""
        following = self.tokens[self.at : self.at + len(texts)]
        return len(following) == len(texts) and all(
            token.text == text and token.kind in {"name", "operator"}
            for token, text in zip(following, texts, strict=True)
        )

    def take(self, *texts: str) -> bool:
        """Step over these tokens if they come next."""
        if not self.looks(*texts):
            return False
        self.at += len(texts)
        return True

    def expect(self, text: str) -> None:
        if not self.take(text):
            raise self.wrong(f"cần {text!r}", f"{text!r} was expected")

    def wrong(self, vi: str, en: str) -> FeelSyntaxError:
        """Build the error for the token that comes next."""
        token = self.token
        seen = repr(token.text) if token.kind != "end" else None
        met_vi = f"gặp {seen}" if seen else "biểu thức đã hết"
        met_en = f"but {seen} was met" if seen else "but the expression ends"
        return FeelSyntaxError(
            Position.at(self.text, token.start), f"Sai cú pháp: {vi}, nhưng {met_vi}.", f"{en}, {met_en}."
        )

    def mark(self) -> tuple[int, int, int]:
        return self.at, self.depth, self.names.depth()

    def back(self, mark: tuple[int, int, int]) -> None:
        """Return to a mark, forgetting what was read since."""
        self.at, self.depth, scopes = mark
        self.names.close_to(scopes)

    def deeper(self) -> None:
        self.depth += 1
        # Readings that are given up and tried another way must not multiply.
        self.work += 1
        if self.depth > limits.NESTING or self.work > limits.PARSE_WORK:
            raise limits.too_deep()

    def known_name(self) -> str | None:
        """Step over the longest name that starts here; None when no name does.

        Unknown words side by side have no other meaning in the language, so they are one name.
        """
        found = self.names.match(self.tokens, self.at)
        plain = self._run_of_words()
        if found is None and plain == 0:
            return None
        length, name = found or (0, "")
        if plain > length:
            length = plain
            name = " ".join(token.text for token in self.tokens[self.at : self.at + plain])
        self.at += length
        return name

    def _run_of_words(self) -> int:
        end = self.at
        while self.tokens[end].kind == "name" and self.tokens[end].text not in STOPS:
            end += 1
        return end - self.at

    def new_name(self) -> str:
        """Read a name that is being declared: plain words up to what cannot be part of one."""
        words = self._run_of_words()
        if not words:
            raise self.wrong("cần một tên", "A name was expected")
        self.at += words
        return " ".join(token.text for token in self.tokens[self.at - words : self.at])

    def name_before(self, *closers: str) -> str | None:
        """Read a name of any tokens if one of the signs closes it; otherwise stay where we are."""
        end = self.at
        while self.tokens[end].kind in {"name", "number"} or self._inside_name(end):
            end += 1
        if end == self.at or self.tokens[end].text not in closers:
            return None
        raw = self.text[self.token.start : self.tokens[end - 1].end]
        self.at = end
        return re.sub(r"\s+", " ", raw)

    def _inside_name(self, index: int) -> bool:
        return index > self.at and self.tokens[index].text in {"+", "-", "*", "/", "'", ".", "**", "%", "&"}

    def string(self) -> str:
        token = self.token
        self.at += 1
        return string_value(token.text)
