"""For, some and every, over lists and ranges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator as Items
from decimal import Decimal

from engine.feel import limits, nodes
from engine.feel.compile.closure import Closure, Compile
from engine.feel.numbers import whole
from engine.feel.scope import Scope
from engine.feel.values import Range

Domain = tuple[str, Closure, Closure | None]


class NotIterable(Exception):
    """The domain gives nothing to go over, so the whole form is null."""


def _domains(iterators: tuple[nodes.Iterator, ...], compile: Compile) -> tuple[Domain, ...]:
    return tuple(
        (each.name, compile(each.domain), compile(each.end) if each.end else None) for each in iterators
    )


def for_each(node: nodes.For, compile: Compile) -> Closure:
    domains, body = _domains(node.iterators, compile), compile(node.body)

    def run(scope: Scope) -> object:
        results: list[object] = []
        try:
            for inner in _rounds(domains, Scope({"partial": results}, scope)):
                results.append(body(inner))
                limits.check_list(len(results))
        except NotIterable:
            return None
        return results

    return run


def quantified(node: nodes.Quantified, compile: Compile) -> Closure:
    domains, condition = _domains(node.iterators, compile), compile(node.condition)
    deciding = not node.every

    def run(scope: Scope) -> object:
        unknown = False
        try:
            for inner in _rounds(domains, scope):
                answer = condition(inner)
                if answer is deciding:
                    return deciding
                if not isinstance(answer, bool | None):
                    # An answer that is no yes or no spoils the question, whatever comes later.
                    return None
                unknown = unknown or answer is None
        except NotIterable:
            return None
        return None if unknown else not deciding

    return run


def _rounds(domains: tuple[Domain, ...], scope: Scope) -> Items[Scope]:
    """Give a scope for every combination; a later domain may use the names of earlier ones."""
    if not domains:
        limits.spend()
        yield scope
        return
    name, start, end = domains[0]
    for value in _values(start(scope), end(scope) if end else None, ranged=end is not None):
        limits.spend()
        yield from _rounds(domains[1:], Scope({name: value}, scope))


def _values(value: object, end: object, *, ranged: bool) -> Items[object]:
    if ranged:
        return _between(value, end, True, True)
    if isinstance(value, Range):
        return _between(value.start, value.end, value.start_included, value.end_included)
    if value is None:
        raise NotIterable
    # A copy: `partial` may be gone over while it grows.
    return iter(list(value) if isinstance(value, list) else [value])


def _between(start: object, end: object, start_included: bool, end_included: bool) -> Items[object]:
    if type(start) is dt.date and type(end) is dt.date:
        numbers = _integers(start.toordinal(), end.toordinal(), start_included, end_included)
        return (dt.date.fromordinal(number) for number in numbers)
    first, last = whole(start), whole(end)
    if first is None or last is None:
        raise NotIterable
    return (Decimal(number) for number in _integers(first, last, start_included, end_included))


def _integers(first: int, last: int, start_included: bool, end_included: bool) -> range:
    step = 1 if first <= last else -1
    return range(first + (0 if start_included else step), last + (step if end_included else 0), step)
