"""The values of the language and how Python data becomes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import total_ordering

from engine.feel import limits
from engine.feel.moments import FarDate, FarMoment, FineDuration, FineMoment, FineTime


class Opaque:
    """Something a name may stand for that is no data, such as a type."""


@total_ordering
@dataclass(frozen=True)
class YearsMonths:
    """A duration counted in whole months."""

    months: int

    def __lt__(self, other: YearsMonths) -> bool:
        return self.months < other.months


@dataclass(frozen=True)
class Range:
    """An interval; an end that is None is unbounded."""

    start: object
    end: object
    start_included: bool = True
    end_included: bool = True


@dataclass(frozen=True)
class Parameter:
    """A parameter of a function, with a check of its argument where a type was given."""

    name: str
    accepts: Callable[[object], bool] | None = None
    coerce: Callable[[object], object] | None = None


@dataclass(frozen=True, eq=False)
class Function:
    """A function that expressions may call; the body takes one argument for each parameter."""

    parameters: tuple[Parameter, ...]
    body: Callable[..., object]
    name: str = ""
    # The type of the function, where its text tells it.
    signature: Opaque | None = None

    def __call__(self, *arguments: object) -> object:
        """Call with positional arguments; a wrong number or type gives null."""
        if len(arguments) != len(self.parameters):
            return None
        checked: list[object] = []
        for parameter, argument in zip(self.parameters, arguments, strict=True):
            value = parameter.coerce(argument) if parameter.coerce else argument
            if value is not None and parameter.accepts and not parameter.accepts(value):
                return None
            checked.append(value)
        with limits.Allowance():
            limits.spend()
            return self.body(*checked)

    def call_named(self, arguments: Mapping[str, object]) -> object:
        """Call with named arguments; an unknown or missing name gives null."""
        names = [parameter.name for parameter in self.parameters]
        if set(names) != set(arguments):
            return None
        return self(*(arguments[name] for name in names))


KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    dt.date: "date",
    dt.time: "time",
    dt.datetime: "date and time",
    dt.timedelta: "days and time duration",
    FarDate: "date",
    FarMoment: "date and time",
    FineTime: "time",
    FineMoment: "date and time",
    FineDuration: "days and time duration",
    YearsMonths: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    Function: "function",
}


def kind(value: object) -> str:
    """Name the type of a value as the language does."""
    found = KINDS.get(type(value))
    if found:
        return found
    return "function" if callable(value) else "unknown"


_PLAIN = frozenset(KINDS) - {list, dict, Range}


def normal(value: object) -> object:
    """Turn Python data into a value of the language; what is already one is returned as it is."""
    kind_of = type(value)
    if kind_of in _PLAIN:
        return value
    if kind_of is list:
        return _normal_list(value)  # type: ignore[arg-type]
    if kind_of is dict:
        return _normal_context(value)  # type: ignore[arg-type]
    return _convert(value)


def _normal_list(values: list[object]) -> list[object]:
    converted = [normal(value) for value in values]
    same = all(new is old for new, old in zip(converted, values, strict=True))
    return values if same else converted


def _normal_context(entries: dict[str, object]) -> dict[str, object]:
    converted = {key: normal(value) for key, value in entries.items()}
    same = all(converted[key] is entries[key] for key in entries)
    return entries if same else converted


_SUBCLASSES: tuple[tuple[type, Callable[..., object]], ...] = (
    (int, Decimal),
    (str, str.__str__),
    (dt.timedelta, lambda value: dt.timedelta(value.days, value.seconds, value.microseconds)),
    (tuple, lambda value: [normal(item) for item in value]),
    (list, lambda value: [normal(item) for item in value]),
    (set, lambda value: [normal(item) for item in sorted(value)]),
    (frozenset, lambda value: [normal(item) for item in sorted(value)]),
    (Mapping, lambda value: {str(key): normal(item) for key, item in value.items()}),
    (Decimal, Decimal),
)


def _convert(value: object) -> object:
    if isinstance(value, Range):
        return Range(normal(value.start), normal(value.end), value.start_included, value.end_included)
    if isinstance(value, float):
        number = Decimal(repr(value))
        return number if number.is_finite() else None
    for python_type, convert in _SUBCLASSES:
        if isinstance(value, python_type):
            return convert(value)
    if callable(value) or isinstance(value, Opaque):
        return value
    raise TypeError(f"{type(value).__name__} is not a value of FEEL")
