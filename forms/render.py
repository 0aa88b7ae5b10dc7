"""Forms as plain HTML that works without JavaScript: one macro per component type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from forms import places
from forms.choosing import options
from forms.conditions import Asker, Scene, locked, plain, settle
from forms.places import Place, at, inside, lay_out, row_count
from forms.problems import Problem, Wrong
from forms.schema import CHOICES, INPUTS, QUIET, Evaluate, Form, Lookups, walk
from forms.values import parse
from forms.view import Row, View, with_choices, with_value
from forms.wording import filled, markdown, word


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("forms"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _draw(kind: str, *facts: object, macro: str = "field") -> Markup:
    """A macro of an autoescaping template gives markup in which every value was escaped."""
    return cast(Markup, getattr(_environment().get_template(f"{kind}.html").module, macro)(*facts))


def render(
    form: Form,
    values: Mapping[str, Any],
    problems: Sequence[Problem],
    evaluate: Evaluate,
    context: Mapping[str, object],
    lookups: Lookups | None = None,
    *,
    language: str = "vi",
) -> Markup:
    """The fields of a form; the form element, its token and its submit button are the page's."""
    asker = Asker(evaluate, context)
    values = _with_defaults(form, values, asker)
    scene = settle(lay_out(form, values), _typed(form, values), asker)
    page = _Page(values, problems, asker, scene, lookups or {}, language)
    content = Markup("").join(page.draw(place) for place in places.top(form))
    redraws = any(field.hide or field.choices.expression for field in walk(form.components))
    grows = any(field.kind == "dynamiclist" for field in walk(form.components))
    return _draw("form", content, redraws, redraws or grows, word("update", language), macro="form")


def summary(problems: Sequence[Problem], language: str = "vi") -> Markup:
    """Every problem in one box, each linked to its field; nothing when there is none."""
    if not problems:
        return Markup("")
    lines = [(f"#f-{problem.key}", problem.says(language)) for problem in problems]
    return _draw("summary", word("summary", language, n=len(lines)), lines, macro="summary")


def _with_defaults(form: Form, values: Mapping[str, Any], asker: Asker) -> dict[str, Any]:
    """The values, with what the case or the form suggests where nothing was filled in yet."""
    tree: dict[str, Any] = _copied(values)
    for place in lay_out(form, tree):
        if place.field.kind == "dynamiclist" and at(tree, place.path) is None:
            places.plant(tree, place.path, [{} for _ in range(place.field.default_rows)])
        holder = at(tree, place.path[:-1]) if place.path else None
        asked = isinstance(holder, Mapping) and place.path[-1] in holder
        if place.field.kind in INPUTS and not asked:
            suggested = _suggested(place, asker, tree)
            if suggested is not None:
                places.plant(tree, place.path, suggested)
    return tree


def _suggested(place: Place, asker: Asker, tree: Mapping[str, Any]) -> Any:
    known = plain(asker.ask(place.field.prefill, place, tree)) if place.field.prefill else None
    return place.field.default if known is None else known


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value


def _typed(form: Form, tree: Mapping[str, Any]) -> dict[places.Path, Any]:
    """Values as conditions see them; text that cannot be read counts as no answer."""
    found: dict[places.Path, Any] = {}
    for place in lay_out(form, tree):
        if place.field.kind in INPUTS:
            try:
                found[place.path] = parse(place.field, at(tree, place.path))
            except Wrong:
                found[place.path] = None
    return found


@dataclass(frozen=True)
class _Page:
    """A form while it is being drawn."""

    values: Mapping[str, Any]
    problems: Sequence[Problem]
    asker: Asker
    scene: Scene
    lookups: Lookups
    language: str

    def draw(self, place: Place) -> Markup:
        shows = self.scene.shows(place)
        content = self._field(place) if shows else Markup("")
        if place.field.hide is None:
            return content
        return _draw("conditional", content, shows, macro="conditional")

    def _field(self, place: Place) -> Markup:
        return _draw(place.field.kind, self._view(place))

    def _view(self, place: Place) -> View:
        view = self._plain(place)
        if place.field.kind == "group":
            return self._with_parts(view, place)
        if place.field.kind == "dynamiclist":
            return self._with_rows(view, place)
        if place.field.kind in CHOICES:
            offered = options(place, self.scene.answers, self.asker, self.lookups)
            return with_choices(view, place, at(self.values, place.path), offered)
        if place.field.kind in INPUTS:
            return with_value(view, place, at(self.values, place.path))
        if place.field.kind == "expression":
            return with_value(view, place, at(self.scene.answers, place.path))
        return view

    def _plain(self, place: Place) -> View:
        field = place.field
        return View(
            name=place.name or field.id,
            label=self._fill(field.says(self.language), place),
            hint=self._fill(field.explains(self.language), place),
            language=self.language,
            required=field.rules.required or field.min_rows > 0,
            locked=field.kind not in QUIET and locked(place, self.scene.answers, self.asker),
            errors=tuple(p.says(self.language) for p in self.problems if place.path and p.key == place.name),
            prefix=self._fill(field.prefix, place),
            suffix=self._fill(field.suffix, place),
            content=markdown(self._fill(self._text(place), place)),
        )

    def _with_parts(self, view: View, place: Place) -> View:
        parts = inside(place)[0]
        names = {part.name for part in parts}
        return replace(
            view,
            content=Markup("").join(map(self.draw, parts)),
            folded=place.field.properties.get("folded") == "true",
            # A fault must not hide behind a fold.
            unfolded=any(problem.key in names for problem in self.problems),
        )

    def _text(self, place: Place) -> str:
        english = place.field.properties.get("text_en", "") if self.language == "en" else ""
        return english or place.field.text

    def _fill(self, text: str, place: Place) -> str:
        return filled(text, lambda expression: self.asker.ask(expression, place, self.scene.answers))

    def _with_rows(self, view: View, place: Place) -> View:
        groups = inside(place, row_count(place, self.values))
        grows = place.field.grows and not view.locked
        rows = tuple(
            Row(
                title=word("row", self.language, n=n + 1),
                content=Markup("").join(map(self.draw, group)),
                remove=f"remove:{place.name}.{n}" if grows else "",
            )
            for n, group in enumerate(groups)
        )
        return replace(
            view, rows=rows, add=f"add:{place.name}" if grows and len(rows) < place.field.max_rows else ""
        )
