"""Which parts of a form are asked at all, given the answers so far, and what it works out itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from forms.places import Path, Place, at, plant
from forms.schema import CONTAINERS, Evaluate

# Hiding one field can change whether another shows; a form that never settles keeps the last round.
ROUNDS = 10

Mark = tuple[Path, str]


@dataclass(frozen=True)
class Scene:
    """The form for one set of answers: what is hidden, and the answers that are left."""

    hidden: frozenset[Mark]
    answers: Mapping[str, Any]

    def shows(self, place: Place) -> bool:
        return place.mark not in self.hidden


@dataclass(frozen=True)
class Asker:
    """Evaluates a form's expressions: case data, overlaid by the answers, overlaid by the row."""

    evaluate: Evaluate
    context: Mapping[str, object]

    def ask(self, expression: str, place: Place, answers: Mapping[str, Any]) -> object:
        data: dict[str, object] = {**self.context, **answers}
        if place.row is not None:
            row = at(answers, place.row)
            here = row if isinstance(row, Mapping) else {}
            data |= {**here, "this": here, "parent": answers, "i": int(place.row[-1]) + 1}
        return self.evaluate(expression, data)


def settle(places: Sequence[Place], values: Mapping[Path, Any], asker: Asker) -> Scene:
    """Drop hidden answers until nothing more changes."""
    hidden: frozenset[Mark] = frozenset()
    for _ in range(ROUNDS):
        answers = _answers(places, values, hidden, asker)
        now = _hidden(places, answers, asker)
        if now == hidden:
            return Scene(hidden, answers)
        hidden = now
    return Scene(hidden, _answers(places, values, hidden, asker))


def _answers(
    places: Sequence[Place], values: Mapping[Path, Any], hidden: frozenset[Mark], asker: Asker
) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    shown = [place for place in places if place.mark not in hidden]
    for place in shown:
        if place.field.kind == "dynamiclist":
            rows = {one.row for one in shown if one.above[-1:] == (place,)}
            plant(tree, place.path, [{} for _ in rows])
        elif place.field.kind not in CONTAINERS and place.path in values:
            plant(tree, place.path, values[place.path])
    for place in shown:
        if place.field.kind == "expression" and place.field.expression:
            plant(tree, place.path, plain(asker.ask(place.field.expression, place, tree)))
    return tree


def _hidden(places: Sequence[Place], answers: Mapping[str, Any], asker: Asker) -> frozenset[Mark]:
    """The parts that are hidden because they, or something they stand in, say so; containers come first."""
    found: set[Mark] = set()
    for place in places:
        within = place.above and place.above[-1].mark in found
        if within or _hides(place, answers, asker):
            found.add(place.mark)
    return frozenset(found)


def _hides(place: Place, answers: Mapping[str, Any], asker: Asker) -> bool:
    return place.field.hide is not None and asker.ask(place.field.hide, place, answers) is True


def locked(place: Place, answers: Mapping[str, Any], asker: Asker) -> bool:
    """May this answer not be changed here?"""
    field = place.field
    return field.locked or any(asker.ask(one, place, answers) is True for one in field.lock_expressions)


def plain(value: object) -> Any:
    """An evaluated value as plain JSON, because answers are stored as JSON."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
