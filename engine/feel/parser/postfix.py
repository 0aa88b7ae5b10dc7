"""Values and what may follow them: paths, filters and calls."""

from __future__ import annotations

from engine.feel import nodes
from engine.feel.errors import FeelSyntaxError
from engine.feel.nodes import Node
from engine.feel.parser.forms import FormGrammar

COMPARISONS = ("=", "!=", "<=", ">=", "<", ">")
_PROPERTIES = ("start included", "end included", "time offset")


class PostfixGrammar(FormGrammar):
    """Reads a value with its paths, filters and calls."""

    def sum(self) -> Node:
        raise NotImplementedError

    def postfix(self) -> Node:
        node = self._primary()
        while True:
            following = self._one_postfix(node)
            if following is None:
                return node
            node = following

    def _one_postfix(self, base: Node) -> Node | None:
        if self.take("."):
            return nodes.Path(base, self._property())
        if self.looks("["):
            return self._filter(base)
        if self.looks("("):
            return self._call(base)
        return None

    def _property(self) -> str:
        self.names.open((*self.keys, *_PROPERTIES))
        name = self.known_name()
        self.names.close()
        if name is None and self.token.kind == "name":
            name = self.token.text
            self.at += 1
        if name is None:
            raise self.wrong("cần tên thuộc tính", "The name of a property was expected")
        return name

    def _filter(self, base: Node) -> Node | None:
        start = self.mark()
        self.expect("[")
        self.names.open(("item", *self.keys))
        try:
            condition = self.expression()
            self.expect("]")
        except FeelSyntaxError:
            if not self._closes_range(start[0]):
                raise
            self.back(start)
            return None
        self.names.close()
        return nodes.Filter(base, condition)

    def _closes_range(self, at: int) -> bool:
        # In ]1..5[ the last bracket closes the range, it opens no filter.
        return any(token.text == ".." for token in self.tokens[:at])

    def _call(self, function: Node) -> Node:
        self.expect("(")
        names: list[str] = []
        arguments: list[Node] = []
        while not self.take(")"):
            if arguments:
                self.expect(",")
            name = self.argument_name()
            if name is not None:
                names.append(name)
            arguments.append(self.expression())
        if names and len(names) != len(arguments):
            raise self.wrong("đối số phải đều có tên", "Either all arguments are named or none")
        return nodes.Call(function, tuple(arguments), tuple(names) if names else None)

    def argument_name(self) -> str | None:
        name = self.string_name() or self.name_before(":")
        if name is not None:
            self.expect(":")
        return name

    def string_name(self) -> str | None:
        if self.token.kind == "string" and self.tokens[self.at + 1].text == ":":
            return self.string()
        return None

    def _primary(self) -> Node:
        if self.looks("["):
            return self.bracketed()
        if self.take("]"):
            return self._open_range()
        if self.looks("{"):
            return self.context()
        if self.take("("):
            return self._parenthesised()
        if self.names_a_known():
            return nodes.Name(self.known_name() or "")
        if self.looks("function", "("):
            self.at += 1
            return self.function_literal()
        node = self.constant()
        if node is not None:
            return node
        name = self.known_name()
        if name is None:
            raise self.wrong("cần một giá trị", "A value was expected")
        return nodes.Name(name)

    def names_a_known(self) -> bool:
        """Tell whether a known name of several tokens starts here, perhaps with a keyword."""
        found = self.names.match(self.tokens, self.at)
        return found is not None and found[0] > 1

    def _open_range(self) -> Node:
        start = self.expression()
        self.expect("..")
        return self.range_end(start, start_included=False)

    def _parenthesised(self) -> Node:
        for operator in COMPARISONS:
            if self.take(operator):
                node: Node = nodes.Compared(operator, self.sum())
                self.expect(")")
                return node
        node = self.expression()
        if self.take(".."):
            return self.range_end(node, start_included=False)
        self.expect(")")
        return node
