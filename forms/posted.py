"""What a browser (or a JSON caller) sent, gathered along the form; everything else is ignored."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from forms.places import Place, at, inside, plant, top
from forms.schema import INPUTS, MANY, SINGLE, Form

MAX_VALUES = 500
MAX_DEPTH = 8
ROW = "_row"
UPDATE = "_update"

Flat = dict[str, list[Any]]


def flatten(submitted: Mapping[str, object]) -> Flat:
    """Name to values, from a MultiDict, a plain dictionary or nested JSON answers."""
    flat: Flat = {}
    getlist = getattr(submitted, "getlist", None)
    for key, value in submitted.items():
        if isinstance(key, str):
            _spread(flat, key, getlist(key) if getlist else value, 0)
    return flat


def _spread(flat: Flat, name: str, value: object, depth: int) -> None:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, Mapping):
        for key, inner in value.items():
            _spread(flat, f"{name}.{key}", inner, depth + 1)
    elif isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value):
        for index, inner in enumerate(value[:MAX_VALUES]):
            _spread(flat, f"{name}.{index}", inner, depth + 1)
    else:
        flat[name] = list(_scalars(value))


def _scalars(value: object) -> Iterator[Any]:
    for one in list(value)[:MAX_VALUES] if isinstance(value, list | tuple) else [value]:
        if isinstance(one, str | bool | int | float | Decimal):
            yield one


def gather(form: Form, flat: Flat, uploads: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """The raw answers as a tree shaped like the form."""
    tree: dict[str, Any] = {}
    for place in _reachable(top(form), flat):
        if place.field.kind == "dynamiclist":
            plant(tree, place.path, [{} for _ in range(_rows(place, flat))])
        elif place.field.kind in INPUTS and not _unseen(place, flat):
            plant(tree, place.path, _raw(place, flat, uploads))
    return tree


def _unseen(place: Place, flat: Flat) -> bool:
    """A field that was not on the page keeps its default for when it appears."""
    field = place.field
    starts_filled = field.default is not None or field.prefill is not None
    return starts_filled and field.kind in SINGLE and place.name not in flat


def _reachable(places: Sequence[Place], flat: Flat) -> Iterator[Place]:
    for place in places:
        yield place
        for group in inside(place, _rows(place, flat)):
            yield from _reachable(group, flat)


def _rows(place: Place, flat: Flat) -> int:
    """How many rows were sent: the page says so itself; a JSON caller shows it by its names."""
    if place.field.kind != "dynamiclist":
        return 0
    told = next(iter(flat.get(f"{place.name}.rows", [])), None)
    if isinstance(told, str) and re.fullmatch(r"[0-9]{1,4}", told):
        return min(int(told), place.field.max_rows)
    numbered = re.compile(re.escape(place.name) + r"\.([0-9]{1,4})\.")
    numbers = [int(found[1]) for name in flat if (found := numbered.match(name))]
    return min(max(numbers, default=-1) + 1, place.field.max_rows)


def _raw(place: Place, flat: Flat, uploads: Mapping[str, Sequence[Any]]) -> Any:
    values = flat.get(place.name, [])
    if place.field.kind == "filepicker":
        return list(uploads.get(place.name, ()))
    if place.field.kind == "checkbox":
        return bool(values) and values[-1] not in (False, "", "false", "0", 0)
    if place.field.kind in MANY:
        return values
    return values[-1] if values else ""


def asks_again(flat: Flat) -> bool:
    """Was a button pressed that only redraws the form?"""
    return ROW in flat or UPDATE in flat


def change_rows(form: Form, tree: dict[str, Any], flat: Flat) -> None:
    """Do what the row button asked: add a row at the end or take one out."""
    verb, _, name = str(next(iter(flat.get(ROW, [])), "")).partition(":")
    for place in _reachable(top(form), flat):
        if place.field.kind == "dynamiclist" and place.field.grows:
            _change(place, tree, verb, name)


def _change(place: Place, tree: dict[str, Any], verb: str, name: str) -> None:
    rows = at(tree, place.path)
    if not isinstance(rows, list):
        return
    if verb == "add" and name == place.name and len(rows) < place.field.max_rows:
        rows.append({})
    base, _, index = name.rpartition(".")
    if (
        verb == "remove"
        and base == place.name
        and re.fullmatch(r"[0-9]{1,4}", index)
        and int(index) < len(rows)
    ):
        del rows[int(index)]


def kept_files(form: Form, submitted: Mapping[str, object]) -> dict[str, list[str]]:
    """Identifiers of files the page still holds and the person did not drop, by field name."""
    flat = flatten(submitted)
    found: dict[str, list[str]] = {}
    for place in _reachable(top(form), flat):
        if place.field.kind == "filepicker":
            dropped = set(map(str, flat.get(f"{place.name}.drop", [])))
            kept = [str(one) for one in flat.get(f"{place.name}.kept", []) if str(one) not in dropped]
            found[place.name] = kept[: place.field.max_files]
    return found
