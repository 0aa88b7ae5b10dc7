"""Literals: numbers, strings, lists, contexts, ranges, functions."""

from __future__ import annotations

from engine.feel import nodes, temporal
from engine.feel.lexer import string_value
from engine.feel.names import words
from engine.feel.nodes import Node
from engine.feel.numbers import number
from engine.feel.parser.types import TypeGrammar
from engine.feel.typing import TypeRef

_CONSTANTS: dict[str, object] = {"true": True, "false": False, "null": None}


class LiteralGrammar(TypeGrammar):
    """Reads whatever stands for itself."""

    def constant(self) -> Node | None:
        """Read a number, a string, an `@"..."` or one of true, false, null."""
        token = self.token
        if token.kind == "name" and token.text not in _CONSTANTS:
            return None
        if token.kind in {"operator", "end"}:
            return None
        self.at += 1
        if token.kind == "number":
            return nodes.Literal(number(token.text))
        if token.kind == "string":
            return nodes.Literal(string_value(token.text))
        if token.kind == "at":
            return nodes.Literal(temporal.read_any(string_value(token.text[1:].lstrip())))
        return nodes.Literal(_CONSTANTS[token.text])

    def bracketed(self) -> Node:
        """Read what `[` opens: a list or a range that includes its start."""
        self.expect("[")
        if self.take("]"):
            return nodes.ListOf(())
        first = self.list_item()
        if self.take(".."):
            return self.range_end(first, start_included=True)
        items = [first]
        while self.take(","):
            items.append(self.list_item())
        self.expect("]")
        return nodes.ListOf(tuple(items))

    def list_item(self) -> Node:
        return self.expression()

    def range_end(self, start: Node, *, start_included: bool) -> Node:
        end = self.expression()
        if self.take("]"):
            return nodes.Interval(start, end, start_included, True)
        if self.take(")") or self.take("["):
            return nodes.Interval(start, end, start_included, False)
        raise self.wrong("cần ']' hoặc ')'", "']' or ')' was expected")

    def context(self) -> Node:
        self.expect("{")
        self.names.open()
        entries: list[tuple[str, Node]] = []
        while not self.take("}"):
            if entries:
                self.expect(",")
            key = self._key()
            self.expect(":")
            entries.append((key, self.expression()))
            # Later entries may read this one by its name.
            self.names.add(key)
        self.names.close()
        # Such keys may follow a dot or stand in a filter wherever the context ends up.
        self.keys.update(key for key, _ in entries if len(words(key)) > 1)
        return nodes.ContextOf(tuple(entries))

    def _key(self) -> str:
        if self.token.kind == "string":
            return self.string()
        key = self.name_before(":")
        if key is None:
            raise self.wrong("cần tên mục", "The name of an entry was expected")
        return key

    def function_literal(self) -> Node:
        """Read `function(a: number, b) body`."""
        self.expect("(")
        parameters: list[tuple[str, TypeRef | None]] = []
        while not self.take(")"):
            if parameters:
                self.expect(",")
            name = self.name_before(":", ",", ")")
            if name is None:
                raise self.wrong("cần tên tham số", "The name of a parameter was expected")
            parameters.append((name, self.type_ref() if self.take(":") else None))
        external = self.take("external")
        self.names.open(name for name, _ in parameters)
        body = self.expression()
        self.names.close()
        return nodes.Lambda(tuple(parameters), body, external)
