"""Decision tables of the file, compiled."""

from __future__ import annotations

from engine import feel
from engine.dmn.boxed import Missing, Typed
from engine.dmn.cells import constants, plain
from engine.dmn.hits import HitPolicy
from engine.dmn.reading.itemdefs import TypeBook
from engine.dmn.reading.source import Source, line_of, text_of, tidy
from engine.dmn.run import Boxed
from engine.dmn.tables import Cell, Input, Output, Rule, Table
from engine.dmn.types import ANY, Named
from engine.xmlreading import Element, child, children

_SHORT = {"U": "UNIQUE", "A": "ANY", "F": "FIRST", "P": "PRIORITY", "R": "RULE ORDER", "O": "OUTPUT ORDER"}


class TableReader:
    """Compiles one table; the texts of its cells are parsed here and never again."""

    def __init__(self, source: Source, book: TypeBook) -> None:
        self.source = source
        self.book = book
        self.broken = ""

    def read(self, element: Element, owner: str) -> Table:
        inputs = tuple(self._input(at, column, owner) for at, column in enumerate(children(element, "input")))
        outputs = tuple(
            self._output(at, column, owner) for at, column in enumerate(children(element, "output"))
        )
        rules = tuple(
            self._rule(at, rule, inputs, outputs, owner)
            for at, rule in enumerate(children(element, "rule"), start=1)
        )
        return Table(
            id=element.get("id") or owner,
            line=int(element.sourceline or 0),
            policy=self._policy(element, owner),
            inputs=inputs,
            outputs=outputs,
            rules=rules,
            broken=self.broken,
        )

    def _policy(self, element: Element, owner: str) -> HitPolicy:
        named = (element.get("hitPolicy") or "UNIQUE").strip().upper()
        name = _SHORT.get(named, named)
        aggregation = (element.get("aggregation") or "").strip().upper()
        if name == "COLLECT" and aggregation:
            name = f"COLLECT {aggregation}"
        try:
            return HitPolicy(name)
        except ValueError:
            self._break(
                element,
                owner,
                "dmn-hit-policy",
                f"Không có cách chọn dòng «{name}».",
                f"There is no hit policy “{name}”.",
            )
            return HitPolicy.UNIQUE

    def _break(self, element: Element, owner: str, code: str, vi: str, en: str) -> None:
        self.source.find(int(element.sourceline or 0), owner, code, "error", vi, en)
        self.broken = self.broken or vi

    def _input(self, at: int, element: Element, owner: str) -> Input:
        asked = child(element, "inputExpression")
        text = text_of(asked)
        label = tidy(element.get("label")) or text or f"cột {at + 1}"
        if not text:
            vi = f"Cột «{label}» không nói hỏi giá trị nào."
            self._break(
                element, owner, "dmn-empty-input", vi, f"Column “{label}” does not say what it asks for."
            )
        body = self._body(asked, owner)
        kind = self.book.named(asked.get("typeRef") if asked is not None else None, element)
        listed = child(element, "inputValues")
        allowed = self._cell(listed, owner) if listed is not None else None
        domain = plain(text_of(listed) if listed is not None else self._listed_by_type(kind))
        return Input(label, text, body, kind, None if allowed is None or allowed.dash else allowed, domain)

    def _body(self, element: Element | None, owner: str) -> Boxed:
        body = self.source.expression(element, owner)
        if isinstance(body, Missing) and body.reason:
            self.broken = self.broken or body.reason
        return body

    def _output(self, at: int, element: Element, owner: str) -> Output:
        label = tidy(element.get("label"))
        name = tidy(element.get("name")) or label or element.get("id") or f"output {at + 1}"
        kind = self.book.named(element.get("typeRef"), element)
        listed = child(element, "outputValues")
        order = text_of(listed) if listed is not None else self._listed_by_type(kind)
        default = child(element, "defaultOutputEntry")
        has_default = default is not None and text_of(default) not in ("", "-")
        return Output(
            name=name,
            label=label,
            kind=kind,
            order=tuple(constants(order)) if order else (),
            default=self._body(default, owner) if has_default else None,
        )

    def _listed_by_type(self, kind: object) -> str:
        return self.book.values.get(kind.name, "") if isinstance(kind, Named) else ""

    def _rule(
        self,
        index: int,
        element: Element,
        inputs: tuple[Input, ...],
        outputs: tuple[Output, ...],
        owner: str,
    ) -> Rule:
        entries = list(children(element, "inputEntry"))
        answers = list(children(element, "outputEntry"))
        found, wanted = (len(entries), len(answers)), (len(inputs), len(outputs))
        if found != wanted:
            vi = "Dòng {} có {} ô điều kiện và {} ô kết quả; bảng có {} và {} cột."
            en = "Row {} has {} conditions and {} answers; the table has {} and {} columns."
            told = (index, *found, *wanted)
            self._break(element, owner, "dmn-rule-cells", vi.format(*told), en.format(*told))
        return Rule(
            index=index,
            id=element.get("id") or "",
            line=int(element.sourceline or 0),
            annotation=_annotation(element),
            cells=tuple(self._cell(entry, owner) for entry in entries[: len(inputs)]),
            outputs=tuple(self._answer(answer, owner) for answer in answers[: len(outputs)]),
            output_texts=tuple(text_of(answer) for answer in answers[: len(outputs)]),
        )

    def _answer(self, element: Element, owner: str) -> Boxed:
        if text_of(element) == "-":
            return Missing("")
        body, kind = self._body(element, owner), self.book.named(element.get("typeRef"), element)
        return body if kind is ANY else Typed(body, kind, owner)

    def _cell(self, element: Element, owner: str) -> Cell:
        text, line = text_of(element), line_of(element)
        if text in ("", "-"):
            return Cell("-", line)
        if not self.source.speaks_feel(element):
            self.broken = self.broken or self.source.foreign(element, owner).reason
            return Cell(text, line)
        try:
            return Cell(text, line, feel.parse_unary_tests(text, self.source.names), plain(text))
        except feel.FeelError as error:
            reason = self.source.misspelt(error, text, line, owner)
            self.broken = self.broken or reason
            return Cell(text, line)


def _annotation(element: Element) -> str:
    texts = [text_of(note) for note in children(element, "description", "annotationEntry")]
    return "; ".join(" ".join(text.split()) for text in texts if text)
