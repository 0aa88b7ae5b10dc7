"""The types of a model as FEEL texts speak of them, allowed values aside: what `instance of` asks."""

from __future__ import annotations

from dataclasses import dataclass

from engine import feel
from engine.dmn.types import (
    ANY,
    Basic,
    Constrained,
    FunctionType,
    ListOf,
    Structure,
    Type,
    settled,
)


@dataclass(frozen=True, eq=False)
class Spoken(feel.TypeRef):
    """A type of the model under its name in a FEEL text."""

    kind: Type

    def holds(self, value: object, find: feel.Find) -> bool | None:
        real = self.plain(find)
        return self.kind.holds(value) if real is None else real.holds(value, find)

    def admits(self, value: object, find: feel.Find) -> bool:
        """Tell whether an argument may be this: here the allowed values count."""
        return self.kind.holds(value)

    def plain(self, find: feel.Find) -> feel.TypeRef | None:
        """Translate one level; the parts stay names, so a type may speak of itself."""
        match settled(self.kind):
            case Constrained(base=base):
                return Spoken(base).plain(find)
            case ListOf(item=item):
                return feel.ListType(Spoken(item))
            case Structure(parts=parts):
                return feel.ContextType({name: Spoken(part) for name, part in parts.items()})
            case FunctionType(parameters=parameters, result=result):
                return feel.FunctionType(tuple(map(Spoken, parameters)), Spoken(result))
            case Basic(name=name):
                return feel.parse_type(name)
        return feel.parse_type(ANY.name)

    def __call__(self) -> None:
        """Do nothing: being callable lets the type travel among the words of a model."""
