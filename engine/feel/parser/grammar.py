"""Operators from the loosest to the tightest, and the tests of decision tables."""

from __future__ import annotations

from engine.feel import nodes
from engine.feel.errors import FeelSyntaxError
from engine.feel.nodes import Node
from engine.feel.parser.postfix import COMPARISONS, PostfixGrammar


class Grammar(PostfixGrammar):
    """Reads expressions and unary tests; every level calls the one that binds tighter."""

    def whole_expression(self) -> Node:
        node = self.expression()
        if self.token.kind != "end":
            raise self.wrong("cần một phép toán hoặc hết biểu thức", "An operator or the end was expected")
        return node

    def expression(self) -> Node:
        self.deeper()
        node = self.keyword_form() or self._disjunction()
        self.depth -= 1
        return node

    def _disjunction(self) -> Node:
        node = self._conjunction()
        while self.take("or"):
            node = nodes.Binary("or", node, self._conjunction())
        return node

    def _conjunction(self) -> Node:
        node = self._comparison()
        while self.take("and"):
            node = nodes.Binary("and", node, self._comparison())
        return node

    def _comparison(self) -> Node:
        node = self.sum()
        while True:
            following = self._one_comparison(node)
            if following is None:
                return node
            node = following

    def _one_comparison(self, left: Node) -> Node | None:
        for operator in COMPARISONS:
            if self.take(operator):
                return nodes.Binary(operator, left, self._compared_to())
        if self.take("between"):
            low = self.sum()
            self.expect("and")
            return nodes.Between(left, low, self.sum())
        if self.take("in"):
            return nodes.In(left, self._tests_after_in())
        return None

    def _compared_to(self) -> Node:
        # The right side may be an unbounded range without parentheses: r = >= 2.
        for operator in ("<=", ">=", "<", ">"):
            if self.take(operator):
                return nodes.Compared(operator, self.sum())
        return self.keyword_form() or self.sum()

    def _tests_after_in(self) -> tuple[Node, ...]:
        if not self.looks("("):
            return (self.positive_test(),)
        start = self.mark()
        # A parenthesis opens a list of tests, or a range such as (1..5], or an ordinary expression.
        try:
            return self._tests_in_parentheses()
        except FeelSyntaxError:
            self.back(start)
            return (self.positive_test(),)

    def _tests_in_parentheses(self) -> tuple[Node, ...]:
        self.expect("(")
        tests = self.positive_tests()
        self.expect(")")
        return tests

    def positive_tests(self) -> tuple[Node, ...]:
        tests = [self.positive_test()]
        while self.take(","):
            tests.append(self.positive_test())
        return tuple(tests)

    def positive_test(self) -> Node:
        for operator in COMPARISONS:
            if self.take(operator):
                return nodes.Compared(operator, self.sum())
        return self.expression()

    def sum(self) -> Node:
        node = self._product()
        while self.looks("+") or self.looks("-"):
            operator = self.token.text
            self.at += 1
            node = nodes.Binary(operator, node, self._product())
        return node

    def _product(self) -> Node:
        node = self._power()
        while self.looks("*") or self.looks("/"):
            operator = self.token.text
            self.at += 1
            node = nodes.Binary(operator, node, self._power())
        return node

    def _power(self) -> Node:
        node = self._negation()
        while self.take("**"):
            node = nodes.Binary("**", node, self._negation())
        return node

    def _negation(self) -> Node:
        if self.take("-"):
            self.deeper()
            operand = self._negation()
            self.depth -= 1
            return nodes.Negation(operand)
        return self._instance()

    def _instance(self) -> Node:
        node = self.postfix()
        while self.take("instance", "of"):
            node = nodes.InstanceOf(node, self.type_ref())
        return node

    def list_item(self) -> Node:
        return self.positive_test()

    def whole_tests(self) -> Node:
        """Read all the tests of a cell."""
        tests = self._cell()
        if self.token.kind != "end":
            raise self.wrong("cần dấu phẩy hoặc hết ô", "A comma or the end was expected")
        return tests

    def _cell(self) -> Node:
        if self.looks("-") and self.tokens[self.at + 1].kind == "end":
            self.at += 1
            return nodes.Tests(())
        if self.looks("not", "("):
            start = self.mark()
            self.at += 1
            tests = self._tests_in_parentheses()
            if self.token.kind == "end":
                return nodes.Tests(tests, negated=True)
            self.back(start)
        return nodes.Tests(self.positive_tests())
