"""What one template needs to know about one field: everything worked out, nothing left to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from markupsafe import Markup

from forms import moments, numbers
from forms.places import Place
from forms.schema import MANY, Option
from forms.wording import word

MAX_CHECK_BOXES = 12
_AUTOCOMPLETE = frozenset({"name", "tel", "email", "street-address", "organization", "off"})
_NATIVE = {"date": "date", "time": "time", "datetime": "datetime-local"}


@dataclass(frozen=True)
class Choice:
    """One option as drawn."""

    id: str
    value: str
    label: str
    group: str
    chosen: bool


@dataclass(frozen=True)
class Row:
    """One row of a list as drawn."""

    title: str
    content: Markup
    remove: str


@dataclass(frozen=True)
class View:
    """One field as drawn."""

    name: str
    label: str
    hint: str
    language: str
    required: bool = False
    locked: bool = False
    errors: tuple[str, ...] = ()
    value: str = ""
    ticked: bool = False
    type: str = "text"
    inputmode: str = ""
    autocomplete: str = ""
    accept: str = ""
    capture: bool = False
    multiple: bool = False
    prefix: str = ""
    suffix: str = ""
    choices: tuple[Choice, ...] = ()
    files: tuple[dict[str, Any], ...] = ()
    content: Markup = Markup("")
    rows: tuple[Row, ...] = ()
    add: str = ""
    datalist: bool = False
    folded: bool = False
    unfolded: bool = False
    lines: int = 5

    @property
    def id(self) -> str:
        return f"f-{self.name}"

    @property
    def described_by(self) -> str:
        """Ids of the hint and the error, in the order they should be read out."""
        spoken = [("hint", self.hint), ("error", self.errors)]
        return " ".join(f"{self.id}-{part}" for part, there in spoken if there)

    @property
    def groups(self) -> list[tuple[str, list[Choice]]]:
        """Options by group, groups in the order in which they first appear."""
        order = list(dict.fromkeys(choice.group for choice in self.choices))
        ranked = sorted(self.choices, key=lambda choice: order.index(choice.group))
        return [(name, list(members)) for name, members in groupby(ranked, key=lambda choice: choice.group)]

    @property
    def long(self) -> bool:
        return len(self.choices) > MAX_CHECK_BOXES

    def word(self, key: str, **facts: object) -> str:
        return word(key, self.language, **facts)


def with_value(view: View, place: Place, value: Any) -> View:
    """The view showing an answer, or text that could not be read as one."""
    field = place.field
    if field.kind == "checkbox":
        return replace(view, ticked=bool(value))
    if field.kind == "filepicker":
        files = tuple(one for one in value or [] if isinstance(one, dict))
        return replace(
            view, files=files, multiple=field.multiple, accept=field.accept, capture=_captures(place)
        )
    if field.kind == "datetime":
        return _moment(view, field.subtype, str(value or ""))
    text = numbers.written(value) if _is_number(value) else str("" if value is None else value)
    return replace(view, value=text, **_keyboard(place))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _captures(place: Place) -> bool:
    return place.field.properties.get("capture", "false") not in ("false", "")


def _moment(view: View, subtype: str, value: str) -> View:
    """A native input drops text it cannot read, so such text is kept in a plain one."""
    native = moments.typed(subtype, value) if value else ""
    if native is None:
        return replace(view, value=value, type="text")
    return replace(view, value=native, type=_NATIVE[subtype])


def _keyboard(place: Place) -> dict[str, Any]:
    field = place.field
    kept: dict[str, Any] = {"lines": int(field.properties.get("rows", 5))}
    if field.kind == "number":
        kept["inputmode"] = "numeric" if field.decimal_digits == 0 else "decimal"
    if field.rules.kind == "phone":
        kept |= {"type": "tel", "inputmode": "tel"}
    if field.rules.kind == "email":
        kept |= {"type": "email", "inputmode": "email"}
    if field.properties.get("autocomplete") in _AUTOCOMPLETE:
        kept["autocomplete"] = field.properties["autocomplete"]
    return kept


def with_choices(view: View, place: Place, value: Any, offered: Sequence[Option]) -> View:
    picked = {
        _posted(one) for one in (value if place.field.kind in MANY and isinstance(value, list) else [value])
    }
    choices = tuple(
        Choice(
            id=view.id if n == 0 else f"{view.id}-{n}",
            value=one.text,
            label=one.label_en if view.language == "en" and one.label_en else one.label,
            group=one.group,
            chosen=one.text in picked,
        )
        for n, one in enumerate(offered)
    )
    datalist = place.field.properties.get("display") == "datalist"
    shown = next((choice.label for choice in choices if choice.chosen), str(value or ""))
    return replace(view, choices=choices, datalist=datalist, value=shown if datalist else "")


def _posted(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
