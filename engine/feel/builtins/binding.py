"""Declaring a built-in function: its parameters by name and type, and the call by either."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.feel import reasons
from engine.feel.values import kind

_MISSING = object()
Body = Callable[..., object]

GROUPS: dict[str, frozenset[str]] = {
    "any": frozenset(),
    "point": frozenset(
        {
            "number",
            "string",
            "date",
            "time",
            "date and time",
            "days and time duration",
            "years and months duration",
        }
    ),
    "calendar": frozenset({"date", "date and time"}),
    "duration": frozenset({"days and time duration", "years and months duration"}),
}


@dataclass(frozen=True)
class Slot:
    """A parameter: `name: type`, with `?` after the name if it may be left out, `...` if it repeats,
    and `?` after the type if it may be null."""

    name: str
    type: str
    optional: bool
    repeats: bool
    nullable: bool

    @classmethod
    def read(cls, text: str) -> Slot:
        name, _, type_name = (part.strip() for part in text.partition(":"))
        bare = type_name.rstrip("?")
        return cls(
            name.rstrip("?."),
            bare,
            optional=name.endswith("?"),
            repeats=name.endswith("..."),
            nullable=type_name.endswith("?") or bare == "any",
        )

    def take(self, value: object) -> object:
        """Give the value this parameter gets, or _MISSING when it may not have it."""
        if value is None:
            return None if self.nullable else _MISSING
        if self._accepts(value):
            return value
        if self.type == "list":
            return [value]
        if isinstance(value, list) and len(value) == 1 and self._accepts(value[0]):
            return value[0]
        return _MISSING

    def _accepts(self, value: object) -> bool:
        if self.type == "any":
            return True
        return kind(value) in GROUPS.get(self.type, (self.type,))


@dataclass(frozen=True)
class Overload:
    """One way to call a function."""

    slots: tuple[Slot, ...]
    body: Body

    def positional(self, values: tuple[object, ...]) -> list[object] | None:
        """Match positional arguments; None when they do not fit."""
        if self.slots and self.slots[-1].repeats:
            return self._repeated(values)
        if len(values) > len(self.slots):
            return None
        taken: list[object] = []
        for slot, value in zip(self.slots, values, strict=False):
            fitting = slot.take(value)
            if fitting is _MISSING:
                return None
            taken.append(fitting)
        for slot in self.slots[len(values) :]:
            if not slot.optional:
                return None
            taken.append(None)
        return taken

    def _repeated(self, values: tuple[object, ...]) -> list[object] | None:
        fixed = len(self.slots) - 1
        if len(values) < fixed + 1:
            return None
        taken = [slot.take(value) for slot, value in zip(self.slots, values[:fixed], strict=False)]
        taken += [self.slots[-1].take(value) for value in values[fixed:]]
        return None if any(value is _MISSING for value in taken) else taken

    def named(self, given: Mapping[str, object]) -> list[object] | None:
        """Match named arguments; None when they do not fit."""
        if not set(given) <= {slot.name for slot in self.slots}:
            return None
        taken: list[object] = []
        for slot in self.slots:
            if slot.name not in given:
                if not slot.optional:
                    return None
                taken.append(None)
                continue
            value = slot.take(given[slot.name])
            if value is _MISSING:
                return None
            taken.append(value)
        return taken


@dataclass(frozen=True)
class BuiltIn:
    """A function of the language; wrong arguments give null."""

    name: str
    overloads: list[Overload] = field(default_factory=list)

    def __call__(self, *values: object) -> object:
        for overload in self.overloads:
            taken = overload.positional(values)
            if taken is not None:
                return overload.body(*taken)
        reasons.function_refused(self.name, values)
        return None

    def call_named(self, given: Mapping[str, object]) -> object:
        for overload in self.overloads:
            if overload.slots and overload.slots[-1].repeats:
                continue
            taken = overload.named(given)
            if taken is not None:
                return overload.body(*taken)
        reasons.names_refused(self.name, given)
        return None


TABLE: dict[str, BuiltIn] = {}


def builtin(name: str, signature: str = "") -> Callable[[Body], Body]:
    """Enter a Python function into the table of built-ins; several signatures are tried in order."""

    def enter(body: Body) -> Body:
        slots = tuple(Slot.read(part) for part in signature.split(",")) if signature else ()
        TABLE.setdefault(name, BuiltIn(name)).overloads.append(Overload(slots, body))
        return body

    return enter
