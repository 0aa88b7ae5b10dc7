"""Functions that sum up a list of numbers or other things with an order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from engine.feel.builtins.binding import builtin
from engine.feel.comparison import compare
from engine.feel.compile.operators import add
from engine.feel.numbers import CONTEXT, finite
from engine.feel.temporal.arithmetic import divide
from engine.feel.values import kind

Summary = Callable[[Sequence[object]], object]
_SUMMABLE = {"number", "days and time duration", "years and months duration"}


def _summary(name: str) -> Callable[[Summary], Summary]:
    """Enter a function that takes one list or the items one by one."""

    def enter(body: Summary) -> Summary:
        builtin(name, "list: list")(body)
        builtin(name, "n...: any")(lambda *items: body(items))
        return body

    return enter


def _numbers(items: Sequence[object]) -> list[Decimal] | None:
    numbers = [item for item in items if type(item) is Decimal]
    return numbers if numbers and len(numbers) == len(items) else None


@_summary("min")
def smallest(items: Sequence[object]) -> object:
    return _outermost(items, -1)


@_summary("max")
def greatest(items: Sequence[object]) -> object:
    return _outermost(items, 1)


def _outermost(items: Sequence[object], side: int) -> object:
    best: object = None
    for index, item in enumerate(items):
        order = compare(item, best if index else item)
        if order is None:
            return None
        if index == 0 or order == side:
            best = item
    return best


@_summary("sum")
def total(items: Sequence[object]) -> object:
    if not items or any(kind(item) not in _SUMMABLE for item in items):
        return None
    result = items[0]
    for item in items[1:]:
        result = add(result, item)
    return result


@_summary("mean")
def mean(items: Sequence[object]) -> object:
    result = total(items)
    if isinstance(result, Decimal):
        return finite(CONTEXT.divide(result, Decimal(len(items))))
    return divide(result, Decimal(len(items))) if items else None


@_summary("product")
def product(items: Sequence[object]) -> object:
    numbers = _numbers(items)
    if numbers is None:
        return None
    result = Decimal(1)
    for number in numbers:
        result = CONTEXT.multiply(result, number)
    return finite(result)


@_summary("median")
def median(items: Sequence[object]) -> object:
    numbers = _numbers(items)
    if numbers is None:
        return None
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return CONTEXT.divide(CONTEXT.add(ordered[middle - 1], ordered[middle]), Decimal(2))


@_summary("stddev")
def deviation(items: Sequence[object]) -> object:
    """The standard deviation of a sample."""
    numbers = _numbers(items)
    if numbers is None or len(numbers) < 2:
        return None
    middle = mean(numbers)
    if not isinstance(middle, Decimal):
        return None
    squares = Decimal(0)
    for number in numbers:
        away = CONTEXT.subtract(number, middle)
        squares = CONTEXT.add(squares, CONTEXT.multiply(away, away))
    return finite(CONTEXT.sqrt(CONTEXT.divide(squares, Decimal(len(numbers) - 1))))


@_summary("mode")
def mode(items: Sequence[object]) -> object:
    """The numbers that come most often, in ascending order."""
    if not items:
        return []
    numbers = _numbers(items)
    if numbers is None:
        return None
    counts: dict[Decimal, int] = {}
    for number in numbers:
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values())
    return sorted(number for number, count in counts.items() if count == most)
