"""Given answers as a person reads them later: labels and words instead of keys and codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from forms import moments, numbers
from forms.choosing import options
from forms.conditions import Asker, plain
from forms.places import Place, at, lay_out
from forms.schema import CHOICES, INPUTS, Evaluate, Form, Lookups, Option
from forms.wording import filled, word
from forms.writing import shown_phone


def show(
    form: Form,
    answers: Mapping[str, Any],
    evaluate: Evaluate,
    lookups: Lookups | None = None,
    *,
    language: str = "vi",
) -> list[tuple[str, str]]:
    """(label, what was answered), in the order of the form; what has no answer is left out."""
    return list(_lines(form, answers, Asker(evaluate, {}), lookups or {}, language))


def _lines(
    form: Form, answers: Mapping[str, Any], asker: Asker, lookups: Lookups, language: str
) -> Iterator[tuple[str, str]]:
    for place in lay_out(form, answers):
        value = at(answers, place.path) if place.path else None
        answered = value is not None and value != "" and value != []
        if answered and (place.field.kind in INPUTS or place.field.kind == "expression"):
            offered = options(place, answers, asker, lookups) if place.field.kind in CHOICES else ()
            say = partial(_ask, asker, place, answers)
            yield filled(_label(place, language), say), _words(place, value, offered, language)


def _ask(asker: Asker, place: Place, answers: Mapping[str, Any], expression: str) -> object:
    return asker.ask(expression, place, answers)


def _label(place: Place, language: str) -> str:
    own = place.field.says(language) or place.field.key
    if place.row is None:
        return own
    number = word("row", language, n=int(place.row[-1]) + 1)
    holder = next((p for p in reversed(place.above) if p.field.kind == "dynamiclist"), place)
    return f"{holder.field.says(language) or number} {int(place.row[-1]) + 1} – {own}"


def _words(place: Place, value: Any, offered: tuple[Option, ...], language: str) -> str:
    kind = place.field.kind
    if kind in CHOICES:
        values = value if isinstance(value, list) else [value]
        return ", ".join(_option(one, offered, language) for one in values)
    if kind == "filepicker":
        return ", ".join(str(one.get("name", "")) for one in value if isinstance(one, Mapping))
    if kind == "datetime":
        return moments.shown(place.field.subtype, str(value))
    if place.field.rules.kind == "phone":
        return shown_phone(str(value))
    return _plain(plain(value), language)


def _plain(value: Any, language: str) -> str:
    if isinstance(value, bool):
        return word("yes" if value else "no", language)
    if isinstance(value, int | float):
        return numbers.shown(value, language)
    if isinstance(value, list):
        return ", ".join(_plain(one, language) for one in value)
    return str(value)


def _option(value: Any, offered: tuple[Option, ...], language: str) -> str:
    """The option's label; a code nobody offers any more is shown as it stands."""
    found = next((one for one in offered if one.value == value), None)
    if found is None:
        return str(value)
    return found.label_en if language == "en" and found.label_en else found.label
