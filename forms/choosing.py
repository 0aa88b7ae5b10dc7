"""Options of a choice field, and answers checked against them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from forms.conditions import Asker
from forms.places import Place, at
from forms.problems import Wrong
from forms.raw import option
from forms.schema import MANY, Lookups, Offers, Option
from forms.writing import clean

MAX_OPTIONS = 2000


def options(place: Place, answers: Mapping[str, Any], asker: Asker, lookups: Lookups) -> tuple[Option, ...]:
    """What can be chosen here: fixed, from a named list, or worked out from the answers."""
    choices = place.field.choices
    if choices.expression:
        return _read(asker.ask(choices.expression, place, answers))
    if choices.key:
        path = tuple(choices.key.split("."))
        return _read(lookups.get(choices.key) or at(answers, path) or at(asker.context, path))
    return choices.fixed


def _read(raw: object) -> tuple[Option, ...]:
    if isinstance(raw, Offers):
        return raw.options[:MAX_OPTIONS]
    rows: Iterable[object] = raw[:MAX_OPTIONS] if isinstance(raw, list | tuple) else ()
    return tuple(one for one in map(option, rows) if one is not None)


def chosen(place: Place, raw: Any, offered: Sequence[Option]) -> Any:
    """The option's own value for what was posted; Wrong when it is not on offer."""
    if place.field.kind in MANY:
        found = [_match(place, one, offered) for one in raw]
        return [value for index, value in enumerate(found) if value not in found[:index]]
    return None if raw in ("", None) else _match(place, raw, offered)


def _match(place: Place, raw: Any, offered: Sequence[Option]) -> Any:
    text = clean(str(raw).lower() if isinstance(raw, bool) else str(raw))
    for one in offered:
        if one.text == text:
            return one.value
    # A datalist posts what the person sees, which is the label.
    if place.field.properties.get("display") == "datalist":
        named = [
            one.value for one in offered if text.casefold() in (one.label.casefold(), one.label_en.casefold())
        ]
        if len(named) == 1:
            return named[0]
    raise Wrong("not_option")
