"""What every written type can tell, and the types that have a name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.feel.values import Opaque, kind

BASIC = {
    "number": "number",
    "string": "string",
    "boolean": "boolean",
    "date": "date",
    "time": "time",
    "date and time": "date and time",
    "dateTime": "date and time",
    "days and time duration": "days and time duration",
    "day and time duration": "days and time duration",
    "dayTimeDuration": "days and time duration",
    "years and months duration": "years and months duration",
    "year and month duration": "years and months duration",
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

    def admits(self, value: object, find: Find) -> bool:
        """Tell whether an argument may be this: of the type, and among the values a model allows."""
        return self.holds(value, find) is not False

    def holds_null(self) -> bool:
        """Tell whether null is an instance: only of the type that has nothing else."""
        return False

    def plain(self, find: Find) -> TypeRef | None:
        """Give the type itself where this one only names it; None when nobody knows the name."""
        return self

    def within(self, other: TypeRef, find: Find) -> bool | None:
        """Tell whether every value of this plain type is of another plain one; None if unknown."""
        return None


Find = Callable[[str], TypeRef | None]


def nothing(name: str) -> TypeRef | None:
    """Find no types by name: only those of the language are known."""
    return None


def conforms(one: TypeRef, other: TypeRef, find: Find) -> bool | None:
    """Tell whether every value of one type is of the other; None when either is unknown."""
    narrow, wide = one.plain(find), other.plain(find)
    if wide == ANY:
        return True
    return None if narrow is None or wide is None else narrow.within(wide, find)


@dataclass(frozen=True)
class Unknown(TypeRef):
    """The type of a value that only shows when it is computed."""

    def holds(self, value: object, find: Find) -> bool | None:
        return None

    def plain(self, find: Find) -> TypeRef | None:
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

    def admits(self, value: object, find: Find) -> bool:
        known = self.name == "Any" or self.name in BASIC
        defined = None if known else find(self.name)
        return defined.admits(value, find) if defined else super().admits(value, find)

    def holds_null(self) -> bool:
        return self.name == "Null"

    def plain(self, find: Find) -> TypeRef | None:
        if self.name in BASIC or self.name == "Any":
            return self
        defined = find(self.name)
        return defined.plain(find) if defined else None

    def within(self, other: TypeRef, find: Find) -> bool | None:
        return isinstance(other, Named) and BASIC.get(self.name) == BASIC.get(other.name)


ANY, UNKNOWN = Named("Any"), Unknown()


def all_of(answers: Iterable[bool | None]) -> bool | None:
    unknown = False
    for answer in answers:
        if answer is False:
            return False
        unknown = unknown or answer is None
    return None if unknown else True
