"""The forms that begin with a keyword: if, for, some, every."""

from __future__ import annotations

from engine.feel import nodes
from engine.feel.nodes import Iterator, Node
from engine.feel.parser.literals import LiteralGrammar


class FormGrammar(LiteralGrammar):
    """Reads a form by its first word."""

    def keyword_form(self) -> Node | None:
        """Read a form if its keyword comes next."""
        if self.names_a_known():
            return None
        if self.take("if"):
            return self._if()
        if self.take("for"):
            return self._for()
        if self.take("some"):
            return self._quantified(every=False)
        if self.take("every"):
            return self._quantified(every=True)
        return None

    def names_a_known(self) -> bool:
        raise NotImplementedError

    def _if(self) -> Node:
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return nodes.If(condition, then, self.expression())

    def _for(self) -> Node:
        self.names.open(("partial",))
        iterators = self._iterators()
        self.expect("return")
        body = self.expression()
        self.names.close()
        return nodes.For(iterators, body)

    def _quantified(self, *, every: bool) -> Node:
        self.names.open()
        iterators = self._iterators()
        self.expect("satisfies")
        condition = self.expression()
        self.names.close()
        return nodes.Quantified(every, iterators, condition)

    def _iterators(self) -> tuple[Iterator, ...]:
        found = [self._iterator()]
        while self.take(","):
            found.append(self._iterator())
        return tuple(found)

    def _iterator(self) -> Iterator:
        name = self.new_name()
        self.expect("in")
        domain = self.expression()
        end = self.expression() if self.take("..") else None
        self.names.add(name)
        return Iterator(name, domain, end)
