"""Reading a submitted form: answers that can be trusted, or problems that can be mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from forms import moments, posted
from forms.choosing import chosen, options
from forms.conditions import Asker, Scene, locked, settle
from forms.files import File, Uploads, refusals
from forms.places import Path, Place, at, lay_out, plant
from forms.problems import Problem, Wrong, problem
from forms.schema import CHOICES, INPUTS, Evaluate, Form, Lookups
from forms.values import parse


@dataclass(frozen=True)
class Reading:
    """What came of one submission."""

    answers: Mapping[str, Any]
    problems: tuple[Problem, ...]
    # As typed, shaped like the answers: what the page shows again.
    kept: Mapping[str, Any]
    # A row or update button was pressed: show the form again, nothing is to be saved.
    again: bool = False


def read(
    form: Form,
    submitted: Mapping[str, object],
    uploads: Uploads,
    evaluate: Evaluate,
    context: Mapping[str, object],
    lookups: Lookups,
) -> Reading:
    """1 gather along the form, 2 read each value, 3 drop what is hidden, 4 check what is left."""
    flat = posted.flatten(submitted)
    tree = posted.gather(form, flat, uploads)
    if posted.asks_again(flat):
        posted.change_rows(form, tree, flat)
        return Reading({}, (), _kept(form, tree), again=True)
    one = _Submission(form, tree, uploads, Asker(evaluate, context), lookups)
    problems = tuple(one.problems())
    return Reading({} if problems else one.answers(), problems, _kept(form, tree))


def _kept(form: Form, tree: dict[str, Any]) -> dict[str, Any]:
    """The tree with files as references, ready to be shown again."""
    for place in lay_out(form, tree):
        if place.field.kind == "filepicker":
            files = at(tree, place.path) or []
            plant(tree, place.path, [one.to_answer() for one in files if isinstance(one, File)])
    return tree


@dataclass
class _Submission:
    """One submission while it is being read."""

    form: Form
    tree: dict[str, Any]
    uploads: Uploads
    asker: Asker
    lookups: Lookups
    places: list[Place] = field(init=False)
    values: dict[Path, Any] = field(init=False, default_factory=dict)
    faults: dict[Path, Wrong] = field(init=False, default_factory=dict)
    scene: Scene = field(init=False)

    def __post_init__(self) -> None:
        self.places = lay_out(self.form, self.tree)
        for place in self._inputs():
            self._read(place)
        self.scene = settle(self.places, self._unlocked(), self.asker)
        before = dict(self.values)
        for place in self._asked():
            self._check(place)
        # Where options turned posted text into numbers, conditions and expressions look once more.
        if self.values != before:
            self.scene = settle(self.places, self._unlocked(), self.asker)

    def _inputs(self) -> Iterator[Place]:
        return (place for place in self.places if place.field.kind in INPUTS)

    def _unlocked(self) -> dict[Path, Any]:
        """Values without those of locked fields, whatever was posted for them."""
        bound = {p.path for p in self._inputs() if locked(p, self.tree, self.asker)}
        return {path: value for path, value in self.values.items() if path not in bound}

    def _asked(self) -> list[Place]:
        """Inputs the person saw and could change, outside rows left blank."""
        unlocked, blank = self._unlocked(), self._blank_rows()
        return [
            place
            for place in self._inputs()
            if self.scene.shows(place) and place.path in unlocked and not _within(place.path, blank)
        ]

    def _read(self, place: Place) -> None:
        raw = at(self.tree, place.path)
        self.values[place.path] = None
        try:
            self.values[place.path] = parse(place.field, raw)
        except Wrong as wrong:
            self.faults[place.path] = wrong

    def _check(self, place: Place) -> None:
        if place.path in self.faults:
            return
        try:
            self._check_choice(place)
            self._check_future(place)
            self._check_required(place)
        except Wrong as wrong:
            self.faults[place.path] = wrong

    def _check_choice(self, place: Place) -> None:
        if place.field.kind in CHOICES:
            offered = options(place, self.scene.answers, self.asker, self.lookups)
            self.values[place.path] = chosen(place, self.values[place.path], offered)

    def _check_future(self, place: Place) -> None:
        now, value = self.asker.context.get("now"), self.values[place.path]
        if place.field.properties.get("future") == "true" and value and isinstance(now, datetime):
            moments.check_not_passed(place.field.subtype, value, now)

    def _check_required(self, place: Place) -> None:
        if place.field.rules.required and not _filled(self.values[place.path]):
            raise Wrong(_REQUIRED.get(place.field.kind, "required"))

    def _blank_rows(self) -> frozenset[Path]:
        """Rows in which nothing was entered do not count, and are not complained about."""
        rows = {place.row for place in self._inputs() if place.row is not None}
        filled = [
            place.path
            for place in self._inputs()
            if _filled(self.values[place.path]) or place.path in self.faults
        ]
        return frozenset(row for row in rows if not any(path[: len(row)] == row for path in filled))

    def problems(self) -> Iterator[Problem]:
        asked = {place.path for place in self._asked()}
        for place in self.places:
            if place.field.kind == "filepicker" and place.path in asked:
                yield from refusals(place.name, self.uploads.get(place.name, ()))
            if place.path in asked and place.path in self.faults:
                yield problem(place.name, place.field, self.faults[place.path])
            if place.field.kind == "dynamiclist" and self.scene.shows(place):
                yield from self._too_few(place)

    def _too_few(self, place: Place) -> Iterator[Problem]:
        rows = {one.row for one in self.places if one.above[-1:] == (place,)} - self._blank_rows()
        if len(rows) < place.field.min_rows:
            yield problem(place.name, place.field, Wrong("too_few_rows", least=place.field.min_rows))

    def answers(self) -> Mapping[str, Any]:
        """The visible answers without blank rows."""
        answers = dict(self.scene.answers)
        for row in sorted(self._blank_rows(), key=_deepest_last_row_first):
            rows = at(answers, row[:-1])
            if isinstance(rows, list) and int(row[-1]) < len(rows):
                del rows[int(row[-1])]
        return answers


def _deepest_last_row_first(row: Path) -> tuple[int, str, int]:
    return -len(row), ".".join(map(str, row[:-1])), -int(row[-1])


def _within(path: Path, rows: frozenset[Path]) -> bool:
    return any(path[: len(row)] == row for row in rows)


def _filled(value: Any) -> bool:
    return value not in (None, "", False) and value != []


_REQUIRED = {
    "checkbox": "required_tick",
    "filepicker": "required_file",
    **dict.fromkeys(("select", "radio", "checklist", "taglist", "datetime"), "required_choice"),
}
