"""Calling functions, and making them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping

from engine.feel import limits, nodes
from engine.feel.builtins.binding import BuiltIn
from engine.feel.coercion import coerced
from engine.feel.compile.closure import Closure, Compile
from engine.feel.inference import signature
from engine.feel.scope import Scope
from engine.feel.typing import TypeRef
from engine.feel.values import Function, Parameter, normal


def call(node: nodes.Call, compile: Compile) -> Closure:
    function = _callee(node.function, compile)
    arguments = tuple(compile(argument) for argument in node.arguments)
    names = node.names

    def run(scope: Scope) -> object:
        called = function(scope)
        values = [argument(scope) for argument in arguments]
        if names is None:
            return invoke(called, values)
        if len(set(names)) < len(names):
            return None
        return invoke_named(called, dict(zip(names, values, strict=True)))

    return run


def _callee(node: nodes.Node, compile: Compile) -> Closure:
    if isinstance(node, nodes.Name):
        name = node.name
        return lambda scope: scope.find_function(name)
    return compile(node)


def invoke(called: object, values: list[object]) -> object:
    """Call a function of the language, of a model or of the caller with positional arguments."""
    limits.spend()
    if isinstance(called, BuiltIn | Function):
        return _checked(called(*values))
    if not callable(called) or not _fits(called, values, {}):
        return None
    return normal(called(*values))


def invoke_named(called: object, values: dict[str, object]) -> object:
    """Call with named arguments; for a Python function blanks in names become underscores."""
    limits.spend()
    if isinstance(called, BuiltIn | Function):
        return _checked(called.call_named(values))
    words = {name.replace(" ", "_"): value for name, value in values.items()}
    if not callable(called) or not _fits(called, [], words):
        return None
    return normal(called(**words))


def _checked(result: object) -> object:
    if type(result) is str:
        limits.check_string(result)
    elif type(result) is list:
        limits.check_list(len(result))
        limits.spend(len(result))
    return result


def _fits(function: Callable[..., object], values: list[object], named: Mapping[str, object]) -> bool:
    try:
        inspect.signature(function).bind(*values, **named)
    except TypeError:
        return False
    except ValueError:
        return True
    return True


def function(node: nodes.Lambda, compile: Compile) -> Closure:
    if node.external:
        # Calling out to Java or PMML has no place here.
        return lambda scope: None
    body = compile(node.body)
    names = [name for name, _ in node.parameters]
    written = signature(node)

    def make(scope: Scope) -> object:
        parameters = tuple(_parameter(name, type_ref, scope) for name, type_ref in node.parameters)

        def run(*values: object) -> object:
            return body(Scope(dict(zip(names, values, strict=True)), scope))

        return Function(parameters, run, signature=written)

    return make


def _parameter(name: str, written: TypeRef | None, scope: Scope) -> Parameter:
    if written is None:
        return Parameter(name)

    def find(type_name: str) -> TypeRef | None:
        found = scope.find(type_name)
        return found if isinstance(found, TypeRef) else None

    return Parameter(
        name,
        accepts=lambda value: written.admits(value, find),
        coerce=lambda value: coerced(value, written, find),
    )
