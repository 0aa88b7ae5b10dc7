"""What a decision reads: the variables its answer can depend on, found in its text."""

from __future__ import annotations

from collections.abc import Iterator

from engine.dmn.boxed import Context, Entry, ListBox, Literal, Missing, Relation, Typed
from engine.dmn.cells import Plain
from engine.dmn.iterating import Conditional
from engine.dmn.model import Decision, InputData, Model
from engine.dmn.run import Boxed
from engine.dmn.tables import Cell, Table

Path = tuple[str, ...]


class Unknown(Exception):
    """It cannot be told what a part of a decision reads."""


def reads_of(model: Model, decision: Decision) -> frozenset[Path] | None:
    """Return the paths a decision reads of what it is given; None when that cannot be told.

    More paths than it needs do no harm. Functions of the model, imports and iterators bring names of their
    own, so that nothing is said of decisions that use them.
    """
    if model.imports:
        return None
    try:
        return frozenset(_of_decision(model, decision, ()))
    except Unknown:
        return None


def _of_decision(model: Model, decision: Decision, under_way: tuple[str, ...]) -> Iterator[Path]:
    if decision.body is None or decision.id in under_way:
        raise Unknown
    yield from _of_body(decision.body)
    for reference in decision.requires:
        found = model.resolve(reference)
        node = found[1] if found else None
        if isinstance(node, Decision):
            yield from _of_decision(model, node, (*under_way, decision.id))
        elif isinstance(node, InputData):
            yield from _of_input(node)
        else:
            raise Unknown


def _of_input(node: InputData) -> Iterator[Path]:
    """An input of a type is looked at whole, to see whether it is of that type."""
    if node.kind.name != "Any":
        yield (node.name,)


def _of_body(body: Boxed | Entry | None) -> Iterator[Path]:
    if isinstance(body, Literal):
        yield from body.expression.paths
    elif isinstance(body, Typed | Entry):
        yield from _of_body(body.body)
    elif isinstance(body, Table):
        yield from _of_table(body)
    elif isinstance(body, Context | ListBox | Relation | Conditional):
        for part in _parts(body):
            yield from _of_body(part)
    elif not isinstance(body, Missing | None):
        raise Unknown


def _parts(body: Context | ListBox | Relation | Conditional) -> tuple[Boxed | Entry, ...]:
    if isinstance(body, Context):
        return body.entries
    if isinstance(body, Relation):
        return tuple(cell for row in body.rows for cell in row)
    return body.items if isinstance(body, ListBox) else (body.condition, body.yes, body.no)


def _of_table(table: Table) -> Iterator[Path]:
    for column in table.inputs:
        yield from _of_body(column.expression)
        yield from _of_cell(column.allowed)
    for output in table.outputs:
        yield from _of_body(output.default)
    for rule in table.rules:
        for cell in rule.cells:
            yield from _of_cell(cell)
        for answer in rule.outputs:
            yield from _of_body(answer)


def _of_cell(cell: Cell | None) -> Iterator[Path]:
    if cell is not None and cell.test is not None and not isinstance(cell.plain, Plain):
        yield from cell.test.paths
