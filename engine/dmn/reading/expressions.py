"""Boxed expressions of the file, compiled."""

from __future__ import annotations

from collections.abc import Callable

from engine.dmn.boxed import Context, Entry, FunctionBox, Invocation, ListBox, Missing, Relation, Typed
from engine.dmn.hits import SINGLE
from engine.dmn.iterating import Conditional, Filter, For, Quantified
from engine.dmn.reading.itemdefs import TypeBook
from engine.dmn.reading.source import Source, text_of, tidy
from engine.dmn.reading.tables import TableReader
from engine.dmn.run import Boxed
from engine.dmn.tables import Table
from engine.dmn.types import ANY, Type, result_of
from engine.xmlreading import Element, child, children, local_name

EXPRESSIONS = (
    "literalExpression",
    "decisionTable",
    "context",
    "invocation",
    "list",
    "relation",
    "functionDefinition",
    "conditional",
    "filter",
    "for",
    "some",
    "every",
)


class ExpressionReader:
    """Compiles the expressions of one file; `owner` is the element findings are told of."""

    def __init__(self, source: Source, book: TypeBook) -> None:
        self.source = source
        self.book = book
        self.tables: list[tuple[str, str, Table]] = []
        self.readers: dict[str, Callable[[Element, str], Boxed]] = {
            "literalExpression": self.source.expression,
            "decisionTable": self._table,
            "context": self._context,
            "invocation": self._invocation,
            "list": self._list,
            "relation": self._relation,
            "functionDefinition": self.function,
            "conditional": self._conditional,
            "filter": self._filter,
            "for": self._for,
            "some": self._quantified,
            "every": self._quantified,
        }
        self.title = ""

    def inside(self, element: Element | None, owner: str) -> Boxed | None:
        """Compile the expression an element holds, if it holds one."""
        found = child(element, *EXPRESSIONS)
        return None if found is None else self.read(found, owner)

    def part(self, element: Element, name: str, owner: str) -> Boxed:
        """Compile the expression in a named part, such as `then`; a missing part is null."""
        holder = child(element, name)
        body = self.inside(holder, owner)
        if body is None or holder is None:
            return Missing("")
        return self._typed(body, self._kind(holder), name)

    def read(self, element: Element, owner: str) -> Boxed:
        tag = local_name(element)
        body = self.readers[tag](element, owner)
        # A table that lists often names the type of its items; functions check what they return.
        if tag == "functionDefinition" or (isinstance(body, Table) and body.policy not in SINGLE):
            return body
        return self._typed(body, self._kind(element), tidy(element.get("label")) or self.title or owner)

    def _kind(self, element: Element) -> Type:
        return self.book.named(element.get("typeRef"), element)

    @staticmethod
    def _typed(body: Boxed, kind: Type, label: str) -> Boxed:
        return body if kind is ANY else Typed(body, kind, label)

    def _table(self, element: Element, owner: str) -> Boxed:
        table = TableReader(self.source, self.book).read(element, owner)
        self.tables.append((owner, self.title, table))
        return table

    def _context(self, element: Element, owner: str) -> Boxed:
        return Context(tuple(self._entry(entry, owner) for entry in children(element, "contextEntry")))

    def _entry(self, element: Element, owner: str) -> Entry:
        body = self.inside(element, owner) or Missing("")
        variable = child(element, "variable")
        if variable is None or not tidy(variable.get("name")):
            return Entry(None, body)
        return Entry(tidy(variable.get("name")), body, self._kind(variable))

    def _invocation(self, element: Element, owner: str) -> Boxed:
        callee = child(element, *EXPRESSIONS)
        bindings = tuple(self._binding(binding, owner) for binding in children(element, "binding"))
        if callee is None:
            return Missing("Lời gọi hàm không nói gọi hàm nào.")
        body = self.source.expression(callee, owner)
        if isinstance(body, Missing) and not body.reason:
            return Missing("Lời gọi hàm không nói gọi hàm nào.")
        return Invocation(body, text_of(callee), bindings)

    def _binding(self, element: Element, owner: str) -> tuple[str, Boxed]:
        parameter = child(element, "parameter")
        name = tidy(parameter.get("name")) if parameter is not None else ""
        body = self.inside(element, owner) or Missing("")
        return name, body if parameter is None else self._typed(body, self._kind(parameter), name)

    def _list(self, element: Element, owner: str) -> Boxed:
        return ListBox(tuple(self.read(item, owner) for item in children(element, *EXPRESSIONS)))

    def _relation(self, element: Element, owner: str) -> Boxed:
        columns = tuple((tidy(c.get("name")), self._kind(c)) for c in children(element, "column"))
        rows = tuple(
            tuple(self.read(cell, owner) for cell in children(row, *EXPRESSIONS))
            for row in children(element, "row")
        )
        return Relation(columns, rows)

    def function(self, element: Element, owner: str) -> Boxed:
        """Compile a function definition, of a knowledge model or boxed."""
        return FunctionBox(self.parameters(element), self.function_body(element, owner))

    def parameters(self, element: Element | None) -> tuple[tuple[str, Type], ...]:
        return tuple(
            (tidy(parameter.get("name")), self._kind(parameter))
            for parameter in children(element, "formalParameter")
        )

    def function_body(self, element: Element | None, owner: str) -> Boxed:
        if element is None:
            return Missing("")
        kind = element.get("kind", "FEEL")
        if kind.upper() != "FEEL":
            return self._external(element, kind, owner)
        body = self.inside(element, owner) or Missing("")
        return self._typed(body, result_of(self._kind(element)), owner)

    def _external(self, element: Element, kind: str, owner: str) -> Boxed:
        vi = f"Hàm viết bằng {kind} không được chạy ở đây."
        en = f"A function written in {kind} is not run here."
        self.source.find(int(element.sourceline or 0), owner, "dmn-external-function", "warning", vi, en)
        return Missing(vi)

    def _conditional(self, element: Element, owner: str) -> Boxed:
        return Conditional(*(self.part(element, name, owner) for name in ("if", "then", "else")))

    def _filter(self, element: Element, owner: str) -> Boxed:
        return Filter(self.part(element, "in", owner), self.part(element, "match", owner))

    def _for(self, element: Element, owner: str) -> Boxed:
        variable = tidy(element.get("iteratorVariable")) or "item"
        return For(variable, self.part(element, "in", owner), self.part(element, "return", owner))

    def _quantified(self, element: Element, owner: str) -> Boxed:
        variable = tidy(element.get("iteratorVariable")) or "item"
        source, body = self.part(element, "in", owner), self.part(element, "satisfies", owner)
        return Quantified(local_name(element) == "every", variable, source, body)
