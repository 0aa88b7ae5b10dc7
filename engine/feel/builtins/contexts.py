"""Functions on contexts."""

from __future__ import annotations

from engine.feel.builtins.binding import builtin

Context = dict[str, object]


@builtin("get value", "m: context, key: string")
@builtin("get value", "context: context, key: string")
def get_value(context: Context, key: str) -> object:
    return context.get(key)


@builtin("get value", "context: context, keys: list")
def get_value_deep(context: Context, keys: list[object]) -> object:
    value: object = context
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


@builtin("get entries", "m: context")
@builtin("get entries", "context: context")
def get_entries(context: Context) -> object:
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context", "entries: list")
def context(entries: list[object]) -> object:
    built: Context = {}
    for entry in entries:
        if not isinstance(entry, dict) or not {"key", "value"} <= entry.keys():
            return None
        key = entry["key"]
        if not isinstance(key, str) or key in built:
            return None
        built[key] = entry["value"]
    return built


@builtin("context put", "context: context, key: string, value: any")
def context_put(context: Context, key: str, value: object) -> object:
    return {**context, key: value}


@builtin("context put", "context: context, keys: list, value: any")
def context_put_deep(context: Context, keys: list[object], value: object) -> object:
    if not keys or not all(isinstance(key, str) for key in keys):
        return None
    return _put(context, [str(key) for key in keys], value)


def _put(context: Context, keys: list[str], value: object) -> object:
    first, *rest = keys
    if not rest:
        return {**context, first: value}
    below = context.get(first)
    if not isinstance(below, dict):
        return None
    changed = _put(below, rest, value)
    return None if changed is None else {**context, first: changed}


@builtin("context merge", "contexts: list")
def context_merge(contexts: list[object]) -> object:
    merged: Context = {}
    for context in contexts:
        if not isinstance(context, dict):
            return None
        merged.update(context)
    return merged
