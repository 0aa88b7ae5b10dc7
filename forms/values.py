"""One posted value as its field keeps it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from forms import moments, numbers, writing
from forms.files import accepted
from forms.problems import Wrong
from forms.schema import CHOICES, MANY, Field


def parse(field: Field, raw: Any) -> Any:
    """One value as the field keeps it; choices wait until their options are known."""
    return None if raw is None else _PARSERS[field.kind](field, raw)


def _choice(field: Field, raw: Any) -> Any:
    """Posted text as the option's own value where the form itself lists it."""
    known = {one.text: one.value for one in field.choices.fixed}
    if field.kind in MANY:
        return [known.get(str(one), one) for one in raw] if isinstance(raw, list) else []
    return None if raw == "" else known.get(str(raw), raw)


def _file_list(field: Field, raw: Sequence[Any]) -> list[dict[str, Any]]:
    return accepted(field, raw) if all(not isinstance(one, dict) for one in raw) else list(raw)


def _number(field: Field, raw: Any) -> Any:
    if isinstance(raw, bool):
        raise Wrong("not_number")
    return numbers.read_number(field, raw)


_PARSERS: dict[str, Callable[[Field, Any], Any]] = {
    "textfield": lambda field, raw: writing.read_text(field, str(raw)),
    "textarea": lambda field, raw: writing.read_text(field, str(raw)),
    "number": _number,
    "checkbox": lambda field, raw: bool(raw),
    "datetime": lambda field, raw: moments.read_moment(field, str(raw)),
    "filepicker": _file_list,
    **dict.fromkeys(CHOICES, _choice),
}
