"""Types as they are written, and whether a value is of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from engine.feel.values import Function, Opaque, Range, kind

BASIC = {
    "number": "number",
    "string": "string",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "date and time": "date and time",
    "dateTime": "date and time",
    "days and time duration": "days and time duration",
    "dayTimeDuration": "days and time duration",
    "years and months duration": "years and months duration",
    "yearMonthDuration": "years and months duration",
    "list": "list",
    "context": "context",
    "range": "range",
    "function": "function",
    "Null": "null",
}


class TypeRef(Opaque):
    """Base of every written type."""

    def holds(self, value: object, find: Find) -> bool | None:
        """Tell whether a value that is not null is of this type; None when the type is unknown."""
        raise NotImplementedError

    def holds_null(self) -> bool:
        """Tell whether null is an instance: only of the type that has nothing else."""
        return False


Find = Callable[[str], TypeRef | None]


def nothing(name: str) -> TypeRef | None:
    """Find no types by name: only those of the language are known."""
    return None


@dataclass(frozen=True)
class Named(TypeRef):
    """A type by its name: one of the language, or one that a model defines."""

    name: str

    def holds(self, value: object, find: Find) -> bool | None:
        if self.name == "Any":
            return True
        basic = BASIC.get(self.name)
        if basic:
            return kind(value) == basic
        defined = find(self.name)
        return defined.holds(value, find) if defined else None

    def holds_null(self) -> bool:
        return self.name == "Null"


@dataclass(frozen=True)
class ListType(TypeRef):
    """A list whose every item is of one type."""

    item: TypeRef

    def holds(self, value: object, find: Find) -> bool | None:
        if not isinstance(value, list):
            return False
        return _all(True if item is None else self.item.holds(item, find) for item in value)


@dataclass(frozen=True)
class ContextType(TypeRef):
    """A context that has at least these entries, each of its type."""

    entries: Mapping[str, TypeRef] = field(hash=False)

    def holds(self, value: object, find: Find) -> bool | None:
        if not isinstance(value, dict) or not self.entries.keys() <= value.keys():
            return False
        return _all(
            True if value[key] is None else entry.holds(value[key], find)
            for key, entry in self.entries.items()
        )


@dataclass(frozen=True)
class RangeType(TypeRef):
    """A range between values of one type."""

    end: TypeRef

    def holds(self, value: object, find: Find) -> bool | None:
        if not isinstance(value, Range):
            return False
        return _all(self.end.holds(end, find) for end in (value.start, value.end) if end is not None)


@dataclass(frozen=True)
class FunctionType(TypeRef):
    """A function of so many parameters."""

    parameters: tuple[TypeRef, ...]
    result: TypeRef | None

    def holds(self, value: object, find: Find) -> bool | None:
        return isinstance(value, Function) and len(value.parameters) == len(self.parameters)


def _all(answers: Iterable[bool | None]) -> bool | None:
    unknown = False
    for answer in answers:
        if answer is False:
            return False
        unknown = unknown or answer is None
    return None if unknown else True
