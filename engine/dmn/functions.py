"""Functions a model defines, and calls of functions by the names of their parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from engine import feel
from engine.dmn.run import Boxed, Run, Scope, bind
from engine.dmn.types import Type

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
