"""A release's form on a page: in sections, with what is seldom needed folded away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

import forms
from engine.cases.lookups import lookups
from engine.cases.opening import evaluate
from engine.work import Work
from webui import here

# Where a field stands unless its property `section` says otherwise; what is not named is folded away.
SECTIONS = {
    "what": "what",
    "photos": "what",
    "in_danger": "what",
    "commune": "where",
    "hamlet": "where",
    "place_near": "where",
    "phone": "who",
    "phone_if_any": "who",
    "name": "who",
}
ORDER = ("what", "where", "who", "more")
FOLDED = "more"


@dataclass(frozen=True)
class Section:
    """Some fields under one heading."""

    name: str
    content: Markup
    folded: bool = False
    opened: bool = False


def sections(
    work: Work, form: forms.Form, values: Mapping[str, Any], problems: Sequence[forms.Problem]
) -> list[Section]:
    """The form in its sections; conditions see the answers of every section."""
    offered = lookups(work)
    found = []
    for name in ORDER:
        parts = tuple(one for one in form.components if _section(one) == name)
        if not parts:
            continue
        part = forms.Form(form.id, parts)
        context = {**_answered(values), "now": work.now}
        content = forms.render(part, values, problems, evaluate, context, offered, language=here.language())
        keys = set(_keys(parts))
        opened = any(one.key in keys for one in problems) or any(values.get(key) for key in keys)
        found.append(Section(name, content, name == FOLDED, opened))
    return found


def whole(
    work: Work, form: forms.Form, values: Mapping[str, Any], problems: Sequence[forms.Problem]
) -> Markup:
    """A short form in one piece."""
    return forms.render(
        form, values, problems, evaluate, {"now": work.now}, lookups(work), language=here.language()
    )


def _section(field: forms.Field) -> str:
    named = field.properties.get("section") or SECTIONS.get(field.key, FOLDED)
    return named if named in ORDER else FOLDED


def _keys(fields: Sequence[forms.Field]) -> list[str]:
    return [key for field in fields for key in (field.key, *_keys(field.components)) if key]


def _answered(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if not isinstance(value, list)}
