"""Rules of the standard that its conformance suite asks about: types of functions, ranges, arithmetic."""

from __future__ import annotations

import itertools

import pytest

from engine import feel
from tests.engine.feel.conftest import Show

ROWS = r"""
(function() "a") instance of function<>->string => true
(function() "a") instance of function<>->Any => true
(function() 1) instance of function<>->string => false
(function() null) instance of function<>->string => true
(function(a: string) 1) instance of function<string>->number => true
(function(a: number) 1) instance of function<string>->number => false
(function(a) 1) instance of function<string>->number => true
(function(a: string) a) instance of function<string>->string => true
(function(a: string) a) instance of function<string>->number => false
(function(a) a + 1) instance of function<number>->string => true
(function(a: string, b: string) 1) instance of function<string>->number => false
(function() [1, 2]) instance of function<>->list<number> => true
(function() [1, "a"]) instance of function<>->list<number> => false
(function() [1, "a"]) instance of function<>->list => true
(function() {b: 1, c: 2}) instance of function<>->context<b: number> => true
(function() {b: 1}) instance of function<>->context<b: number, c: number> => false
(function() {b: 1}) instance of function<>->context => true
(function(a: string) {a: 1, b: a}) instance of function<string>->context<b: number> => true
(function(a: context<x: string>) 1) instance of function<context<x: string, y: string>>->number => true
(function(a: context<x: string, y: string>) 1) instance of function<context<x: string>>->number => false
(function(r: range<number>) r) instance of function<range<number>>->range<number> => true
(function(r: range<number>) r) instance of function<range<number>>->range<string> => false
(function() function(a: number) 1) instance of function<>->function<number>->number => true
(function() function(a: number) 1) instance of function<>->function<string>->number => false
(function() function(a: number) 1) instance of function<>->function => true
[function(a: string) 1, function(b: string) 2] instance of list<function<string>->number> => true
[function(a: string) 1, function(b: string) "x"] instance of list<function<string>->number> => false
[function(a: string) 1, function(b: number) 1] instance of list<function<number>->number> => true
[function() 1, function(b: number) 1] instance of list<function<number>->number> => false
[function(a: string) 1, "x"] instance of list<function<string>->number> => false
{f: function(a: string) 1} instance of context<f: function<number>->number> => false
@"P1D" instance of day and time duration => true
@"P1M" instance of year and month duration => true
5 in (null..10] => true
5 in [1..null) => true
5 in [null..10] => null
5 in [1..null] => null
[1..null] => null
(< 10) = (null..10) => true
(>= 10) = [10..null) => true
[1..3] in [1..3] => true
(= 10) => [10..10]
(!= 10).start => 10
(!= 10).end included => false
(= null) => null
abs(n: -1) => 1
abs(number: -1) => null
"""


@pytest.mark.parametrize("row", ROWS.strip().splitlines())
def test_an_expression_gives_what_the_standard_says(row: str, show: Show) -> None:
    text, _, expected = row.rpartition(" => ")
    assert show(text) == expected


SAMPLES = {
    "number": "10",
    "string": '"10"',
    "boolean": "true",
    "date": '@"2021-01-01"',
    "moment": '@"2021-01-01T10:10:10"',
    "time": '@"10:10:10"',
    "list": "[10]",
    "context": "{a: 10}",
    "days": '@"P1D"',
    "months": '@"P1Y"',
    "range": "[1..10]",
    "function": "(function(a) a)",
    "null": "null",
}
DEFINED = {
    "*": {"number number", "number days", "number months", "days number", "months number"},
    "/": {"number number", "days number", "days days", "months number", "months months"},
    "**": {"number number"},
    "+": {"number number", "string string", "days days", "months months", "time days", "days time"}
    | {f"{moment} {size}" for moment in ("date", "moment") for size in ("days", "months")}
    | {f"{size} {moment}" for moment in ("date", "moment") for size in ("days", "months")},
    "-": {"number number", "days days", "months months", "date date", "moment moment"}
    | {"time time", "time days", "date days", "date months", "moment days", "moment months"},
}


@pytest.mark.parametrize("operator", DEFINED)
def test_arithmetic_is_null_for_every_pair_of_kinds_it_is_not_defined_for(operator: str) -> None:
    given = {
        f"{left} {right}"
        for left, right in itertools.product(SAMPLES, SAMPLES)
        if feel.parse(f"{SAMPLES[left]} {operator} {SAMPLES[right]}").evaluate() is not None
    }
    assert given == DEFINED[operator]
