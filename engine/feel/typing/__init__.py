"""Types as they are written, and whether a value is of one."""

from __future__ import annotations

from engine.feel.typing.built import ContextType, FunctionType, ListType, RangeType
from engine.feel.typing.named import (
    ANY,
    BASIC,
    UNKNOWN,
    Find,
    Named,
    TypeRef,
    Unknown,
    conforms,
    nothing,
)

__all__ = [
    "ANY",
    "BASIC",
    "UNKNOWN",
    "ContextType",
    "Find",
    "FunctionType",
    "ListType",
    "Named",
    "RangeType",
    "TypeRef",
    "Unknown",
    "conforms",
    "nothing",
]
