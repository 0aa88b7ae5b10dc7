"""Decision tables: which rows fire, and what the table says then."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

from engine import feel
from engine.dmn.boxed import fitted
from engine.dmn.cells import Plain
from engine.dmn.explaining import say
from engine.dmn.hits import HitPolicy, Row, broken_promise, combine
from engine.dmn.outcome import RuleHit, TableTrace
from engine.dmn.run import Boxed, Run, Scope
from engine.dmn.types import ANY, Type


@dataclass(frozen=True)
class Cell:
    """One condition of a row; a dash has no test and accepts everything."""

    text: str
    line: int
    test: feel.UnaryTests | None = None
    plain: Plain | None = None

    @property
    def dash(self) -> bool:
        return self.test is None

    def accepts(self, value: object, scope: Scope, run: Run) -> bool:
        if self.plain is not None:
            known = self.plain.accepts(value)
            if known is not None:
                return known
        return self.test is None or self.test.matches(value, scope, run.functions) is True


@dataclass(frozen=True)
class Input:
    """One column that is asked."""

    label: str
    text: str
    expression: Boxed
    kind: Type = ANY
    allowed: Cell | None = None
    # What the column can hold at all, told by its list of values or its type; used by checks only.
    domain: Plain | None = None


@dataclass(frozen=True)
class Output:
    """One column that answers."""

    name: str
    label: str
    kind: Type = ANY
    order: tuple[object, ...] = ()
    default: Boxed | None = None


@dataclass(frozen=True)
class Rule:
    """One row."""

    index: int
    id: str
    line: int
    annotation: str
    cells: tuple[Cell, ...]
    outputs: tuple[Boxed, ...]
    output_texts: tuple[str, ...]

    @property
    def asked(self) -> tuple[tuple[int, Cell], ...]:
        return tuple((column, cell) for column, cell in enumerate(self.cells) if not cell.dash)


@dataclass
class Table:
    """A decision table, compiled."""

    id: str
    line: int
    policy: HitPolicy
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    broken: str = ""
    asked: list[tuple[Rule, tuple[tuple[int, Cell], ...]]] = field(init=False)

    def __post_init__(self) -> None:
        # Dashes are dropped once, here: a table is read far more often than it is written.
        self.asked = [(rule, rule.asked) for rule in self.rules]

    def evaluate(self, scope: Scope, run: Run) -> object:
        run.spend()
        if self.broken:
            run.problem(self.broken)
            return None
        values = [self._asked_value(column, scope, run) for column in self.inputs]
        refused = self._refused_inputs(values, scope, run)
        values = [None if at in refused else value for at, value in enumerate(values)]
        hits = self._hits(values, refused.keys(), scope, run)
        rows = [self._row(rule, scope, run) for rule in hits]
        refusal = "; ".join(refused.values())
        problem = refusal if refused and not rows else broken_promise(self.policy, self._title(run), rows)
        result, defaulted = (None, False) if problem else self._result(rows, scope, run)
        run.learn(filter(None, (refusal, problem)))
        run.tables.append(self._trace(values, rows, result, problem, defaulted, run))
        return result

    def _asked_value(self, column: Input, scope: Scope, run: Run) -> object:
        value = column.expression.evaluate(scope, run)
        if column.kind is ANY:
            return value
        # Editors write `string` into every new column, so a wrong type is not the author's word.
        fits, converted = column.kind.fit(value)
        return converted if fits else value

    def _refused_inputs(self, values: list[object], scope: Scope, run: Run) -> dict[int, str]:
        """Return the columns whose value is outside their list, each with the sentence that says so."""
        return {
            at: f"Bảng «{self._title(run)}»: giá trị {say(value)} của cột "
            f"«{column.label}» không nằm trong danh sách cho phép."
            for at, (column, value) in enumerate(zip(self.inputs, values, strict=True))
            if column.allowed is not None and value is not None
            if not column.allowed.accepts(value, scope, run)
        }

    def _hits(self, values: list[object], refused: Set[int], scope: Scope, run: Run) -> list[Rule]:
        """Return the rows that fire; a refused value counts as null, for rows that ask its column only."""
        hits: list[Rule] = []
        for rule, asked in self.asked:
            if refused and not refused <= {column for column, _ in asked}:
                continue
            if all(cell.accepts(values[column], scope, run) for column, cell in asked):
                hits.append(rule)
                if self.policy is HitPolicy.FIRST:
                    break
        return hits

    def _row(self, rule: Rule, scope: Scope, run: Run) -> Row:
        values = tuple(
            fitted(body.evaluate(scope, run), output.kind, output.label or output.name, run)
            for output, body in zip(self.outputs, rule.outputs, strict=False)
        )
        return Row(rule.index, rule.id, rule.annotation, values)

    def _result(self, rows: list[Row], scope: Scope, run: Run) -> tuple[object, bool]:
        if not rows and any(output.default is not None for output in self.outputs):
            values = tuple(
                output.default.evaluate(scope, run) if output.default else None for output in self.outputs
            )
            return self._named(values), True
        return combine(self.policy, rows, [output.order for output in self.outputs], self._named), False

    def _named(self, values: tuple[object, ...]) -> object:
        if len(self.outputs) == 1:
            return values[0] if values else None
        return {output.name: value for output, value in zip(self.outputs, values, strict=False)}

    def _title(self, run: Run) -> str:
        return run.owner[-1][1] if run.owner else self.id

    def _trace(
        self,
        values: list[object],
        rows: list[Row],
        result: object,
        problem: str,
        defaulted: bool,
        run: Run,
    ) -> TableTrace:
        decision, name = run.owner[-1] if run.owner else (self.id, self.id)
        labels = [output.label or output.name for output in self.outputs]
        return TableTrace(
            decision=decision,
            name=name,
            hit_policy=self.policy.value,
            inputs=tuple((column.label, value) for column, value in zip(self.inputs, values, strict=True)),
            rules=tuple(
                RuleHit(row.index, row.id, row.annotation, tuple(zip(labels, row.values, strict=False)))
                for row in rows
            ),
            outputs=result,
            problems=(problem,) if problem else (),
            defaulted=defaulted,
        )
