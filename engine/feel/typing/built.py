"""Types that are built from others: lists, contexts, ranges and functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce

from engine.feel.typing.named import ANY, Find, Named, TypeRef, all_of, conforms
from engine.feel.values import Function, Range


@dataclass(frozen=True)
class ListType(TypeRef):
    """A list whose every item is of one type."""

    item: TypeRef

    def holds(self, value: object, find: Find) -> bool | None:
        if not isinstance(value, list):
            return False
        shared = _shared_signature(value)
        if shared is not None:
            return conforms(shared, self.item, find) is not False
        return all_of(True if item is None else self.item.holds(item, find) for item in value)

    def within(self, other: TypeRef, find: Find) -> bool | None:
        return conforms(self.item, other.item, find) if isinstance(other, ListType) else other == _LIST


@dataclass(frozen=True)
class ContextType(TypeRef):
    """A context that has at least these entries, each of its type."""

    entries: Mapping[str, TypeRef] = field(hash=False)

    def holds(self, value: object, find: Find) -> bool | None:
        if not isinstance(value, dict) or not self.entries.keys() <= value.keys():
            return False
        return all_of(
            True if value[key] is None else entry.holds(value[key], find)
            for key, entry in self.entries.items()
        )

    def within(self, other: TypeRef, find: Find) -> bool | None:
        if not isinstance(other, ContextType):
            return other == _CONTEXT
        if not other.entries.keys() <= self.entries.keys():
            return False
        return all_of(conforms(self.entries[key], entry, find) for key, entry in other.entries.items())


@dataclass(frozen=True)
class RangeType(TypeRef):
    """A range between values of one type."""

    end: TypeRef

    def holds(self, value: object, find: Find) -> bool | None:
        if not isinstance(value, Range):
            return False
        return all_of(self.end.holds(end, find) for end in (value.start, value.end) if end is not None)

    def within(self, other: TypeRef, find: Find) -> bool | None:
        return conforms(self.end, other.end, find) if isinstance(other, RangeType) else other == _RANGE


@dataclass(frozen=True)
class FunctionType(TypeRef):
    """A function that takes at least these arguments and gives no more than this result."""

    parameters: tuple[TypeRef, ...]
    result: TypeRef

    def holds(self, value: object, find: Find) -> bool | None:
        if not isinstance(value, Function) or len(value.parameters) != len(self.parameters):
            return False
        signature = value.signature
        return not isinstance(signature, FunctionType) or signature.within(self, find) is not False

    def within(self, other: TypeRef, find: Find) -> bool | None:
        if not isinstance(other, FunctionType):
            return other == _FUNCTION
        if len(self.parameters) != len(other.parameters):
            return False
        pairs = zip(other.parameters, self.parameters, strict=True)
        taken = [conforms(theirs, ours, find) for theirs, ours in pairs]
        return all_of([*taken, conforms(self.result, other.result, find)])

    def joined(self, other: FunctionType) -> FunctionType:
        """Give the type the items of a list share: where two differ, anything."""
        pairs = zip(self.parameters, other.parameters, strict=True)
        parameters = tuple(one if one == two else ANY for one, two in pairs)
        return FunctionType(parameters, self.result if self.result == other.result else ANY)


_LIST, _CONTEXT, _RANGE, _FUNCTION = Named("list"), Named("context"), Named("range"), Named("function")


def _shared_signature(items: list[object]) -> FunctionType | None:
    """Give the one type of a list of several functions; None for any other list."""
    types = [item.signature for item in items if isinstance(item, Function)]
    known = [signature for signature in types if isinstance(signature, FunctionType)]
    if len(known) < 2 or len(known) < len(items):
        return None
    if len({len(signature.parameters) for signature in known}) > 1:
        return None
    return reduce(FunctionType.joined, known)
