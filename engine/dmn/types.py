"""Types of a model: which values belong to them, and the few conversions the standard allows.

A value is never bent further than the standard says: a list of one becomes its item, an item becomes
a list of one, a date becomes the midnight (UTC) it begins with. Anything else of the wrong type is null.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from engine import feel


class Constraint(Protocol):
    """Whether a value is among those a model allows."""

    def __call__(self, value: object) -> bool: ...


class Type:
    """A set of values; the base holds them all."""

    name: str

    def holds(self, value: object, *, partial: bool = False) -> bool:
        """Say whether a value (not null) belongs; `partial` forgives missing parts of a context."""
        return True

    def fit(self, value: object, *, partial: bool = False) -> tuple[bool, object]:
        """Return whether the value fits, and the value after the conversions the standard allows."""
        if value is None or self.holds(value, partial=partial):
            return True, value
        for converted in _conversions(value):
            if self.holds(converted, partial=partial):
                return True, converted
        return False, None


ANY = Type()
ANY.name = "Any"


def _conversions(value: object) -> list[object]:
    if isinstance(value, list):
        return [value[0], *_unwrapped(value[0])] if len(value) == 1 else []
    return [*_midnight(value), [value], *([item] for item in _midnight(value))]


def _unwrapped(item: object) -> list[object]:
    return _conversions(item) if isinstance(item, list) else _midnight(item)


def _midnight(value: object) -> list[object]:
    if isinstance(value, datetime.datetime) or not isinstance(value, datetime.date):
        return []
    return [datetime.datetime(value.year, value.month, value.day, tzinfo=datetime.UTC)]


@dataclass(frozen=True)
class Basic(Type):
    """A type FEEL itself knows."""

    name: str
    test: Callable[[object], bool]

    def holds(self, value: object, *, partial: bool = False) -> bool:
        return self.test(value)


@dataclass
class Constrained(Type):
    """The values of another type that also satisfy a list of allowed values.

    Where the other type has a name and its own list, this list takes the place of that one.
    """

    name: str
    base: Type
    allowed: Constraint

    def holds(self, value: object, *, partial: bool = False) -> bool:
        return _unlisted(self.base).holds(value, partial=partial) and self.allowed(value)


def _unlisted(base: Type) -> Type:
    real = settled(base)
    return _unlisted(real.base) if isinstance(base, Named) and isinstance(real, Constrained) else real


@dataclass
class ListOf(Type):
    """Lists whose items all belong to one type."""

    name: str
    item: Type

    def holds(self, value: object, *, partial: bool = False) -> bool:
        return isinstance(value, list) and all(
            item is None or self.item.holds(item, partial=partial) for item in value
        )


@dataclass
class Structure(Type):
    """Contexts with these parts; more parts than these are no harm."""

    name: str
    parts: dict[str, Type] = field(default_factory=dict)

    def holds(self, value: object, *, partial: bool = False) -> bool:
        if not isinstance(value, Mapping):
            return False
        return all(self._part_holds(value, part, kind, partial) for part, kind in self.parts.items())

    @staticmethod
    def _part_holds(value: Mapping[str, object], part: str, kind: Type, partial: bool) -> bool:
        if part not in value:
            return partial
        return value[part] is None or kind.holds(value[part], partial=partial)


@dataclass
class FunctionType(Type):
    """Functions; their arguments and results are checked when they are called."""

    name: str
    result: Type
    parameters: tuple[Type, ...] = ()

    def holds(self, value: object, *, partial: bool = False) -> bool:
        return callable(value) or isinstance(value, feel.Function)


@dataclass
class Named(Type):
    """A type that may be defined later in the file, or in terms of itself."""

    name: str
    find: Callable[[], Type]

    @property
    def target(self) -> Type:
        return self.find()

    def holds(self, value: object, *, partial: bool = False) -> bool:
        return self.target.holds(value, partial=partial)


def settled(kind: Type) -> Type:
    """Return what a name stands for."""
    seen = 0
    while isinstance(kind, Named) and seen < 50:
        kind, seen = kind.target, seen + 1
    return kind


def result_of(kind: Type) -> Type:
    """Return what a knowledge model of this type gives: older files name the result, newer a function."""
    real = settled(kind)
    return real.result if isinstance(real, FunctionType) else kind


def normalised(value: object) -> object:
    """Return the value as FEEL holds it: decimals for numbers, lists and dicts for their kin."""
    if value is None or isinstance(value, bool | str | Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {str(key): normalised(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [normalised(item) for item in value]
    return value
