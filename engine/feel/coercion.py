"""The implicit conversions of the standard: singleton lists, and a date where a moment is wanted."""

from __future__ import annotations

import datetime as dt

from engine.feel.typing import Find, ListType, Named, TypeRef, nothing


def coerced(value: object, wanted: TypeRef, find: Find = nothing) -> object:
    """Convert a value to a type if the standard allows it, else give it back as it is."""
    if value is None or wanted.holds(value, find) is not False:
        return value
    if isinstance(value, list) and len(value) == 1 and wanted.holds(value[0], find):
        return value[0]
    if isinstance(wanted, ListType) and wanted.holds([value], find):
        return [value]
    if wanted in (Named("date and time"), Named("dateTime")) and type(value) is dt.date:
        return dt.datetime.combine(value, dt.time(), dt.UTC)
    return value


def conformed(value: object, wanted: TypeRef, find: Find = nothing) -> object:
    """Convert a value to a type, or give null when it is not of that type."""
    value = coerced(value, wanted, find)
    return value if value is None or wanted.holds(value, find) is not False else None
