"""Functions a model defines, and calls of functions by the names of their parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from engine import feel
from engine.dmn.run import Boxed, Run, Scope, bind
from engine.dmn.types import FunctionType, Type

Parameters = tuple[tuple[str, Type], ...]


def function_of(parameters: Iterable[tuple[str, Type]], body: Callable[..., object]) -> feel.Function:
    """Return a FEEL function whose arguments are fitted to the types of its parameters."""
    return feel.Function(
        tuple(feel.Parameter(name, coerce=_fitting(kind)) for name, kind in parameters), body
    )


def _fitting(kind: Type) -> Callable[[object], object]:
    return lambda value: kind.fit(value)[1]


def function_value(
    parameters: Parameters, body: Boxed, scope: Callable[[], Scope], run: Run
) -> feel.Function:
    """Return a FEEL function; its scope is asked for at each call, so that functions may know each other."""

    def evaluate(*arguments: object) -> object:
        inner = scope()
        for (name, _), argument in zip(parameters, arguments, strict=True):
            bind(inner, name, argument)
        run.enter()
        try:
            return body.evaluate(inner, run)
        finally:
            run.leave()

    return function_of(parameters, evaluate)


def checked(function: feel.Function, kind: FunctionType) -> feel.Function:
    """Return the function with the arguments and the result its type promises."""
    parameters = function.parameters
    if len(parameters) == len(kind.parameters):
        coerced = (
            _both(own.coerce, _fitting(type)) for own, type in zip(parameters, kind.parameters, strict=True)
        )
        parameters = tuple(replace(own, coerce=fit) for own, fit in zip(parameters, coerced, strict=True))
    return replace(
        function, parameters=parameters, body=lambda *values: kind.result.fit(function.body(*values))[1]
    )


def _both(
    first: Callable[[object], object] | None, second: Callable[[object], object]
) -> Callable[[object], object]:
    return (lambda value: second(first(value))) if first else second


def parameter_names(function: feel.Function) -> tuple[str, ...]:
    return tuple(parameter.name for parameter in function.parameters)


def call(function: object, name: str, named: Mapping[str, object], run: Run) -> object:
    """Call a function with its parameters bound by name."""
    if not isinstance(function, feel.Function):
        return _call_by_text(name, named, run)
    known = parameter_names(function)
    unknown = [parameter for parameter in named if parameter not in known]
    if unknown:
        run.problem(f"Hàm «{name}» không có tham số {', '.join(unknown)}.")
        return None
    return function(*(named.get(parameter) for parameter in known))


def _call_by_text(name: str, named: Mapping[str, object], run: Run) -> object:
    """Call what is no value of the model, such as a function FEEL brings along."""
    values = {f"argument{at}": value for at, value in enumerate(named.values())}
    arguments = ", ".join(f"{parameter}: {alias}" for parameter, alias in zip(named, values, strict=True))
    try:
        result = feel.parse(f"{name}({arguments})").evaluate(values, run.functions)
    except feel.FeelSyntaxError:
        result = None
    if result is None:
        run.problem(f"Không gọi được hàm «{name}».")
    return result
