"""Types as `instance of` and typed parameters write them."""

from __future__ import annotations

from engine.feel import typing as types
from engine.feel.names import words
from engine.feel.parser.cursor import Cursor

_BUILT_IN = sorted((words(name) for name in (*types.BASIC, "Any")), key=len, reverse=True)


class TypeGrammar(Cursor):
    """Reads a type."""

    def type_ref(self) -> types.TypeRef:
        self.deeper()
        try:
            if self.take("list", "<"):
                return self._list_type()
            if self.take("range", "<"):
                return self._range_type()
            if self.take("context", "<"):
                return self._context_type()
            if self.take("function", "<"):
                return self._function_type()
            return self._named_type()
        finally:
            self.depth -= 1

    def _list_type(self) -> types.TypeRef:
        item = self.type_ref()
        self.expect(">")
        return types.ListType(item)

    def _range_type(self) -> types.TypeRef:
        end = self.type_ref()
        self.expect(">")
        return types.RangeType(end)

    def _context_type(self) -> types.TypeRef:
        entries: dict[str, types.TypeRef] = {}
        while not self.take(">"):
            if entries:
                self.expect(",")
            key = self.name_before(":")
            if key is None:
                raise self.wrong("cần tên mục", "The name of an entry was expected")
            self.expect(":")
            entries[key] = self.type_ref()
        return types.ContextType(entries)

    def _function_type(self) -> types.TypeRef:
        parameters: list[types.TypeRef] = []
        while not self.take(">"):
            if parameters:
                self.expect(",")
            parameters.append(self.type_ref())
        self.expect("->")
        return types.FunctionType(tuple(parameters), self.type_ref())

    def _named_type(self) -> types.TypeRef:
        for parts in _BUILT_IN:
            if self.take(*parts):
                return types.Named(" ".join(parts))
        name = self.known_name()
        if name is None:
            raise self.wrong("cần một kiểu", "A type was expected")
        while self.take("."):
            name += "." + self.new_name()
        return types.Named(name)
