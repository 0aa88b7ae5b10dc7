"""Syntax errors with their place, and limits no expression gets around."""

from __future__ import annotations

import time

import pytest

from engine import feel


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1),
        ("1 +", 1, 4),
        ("1 +\n  * 2", 2, 3),
        ('"open', 1, 1),
        ("[1, 2", 1, 6),
        ("if true then 1", 1, 15),
        ("for x in", 1, 9),
        ("some x in [1]", 1, 14),
        ("{a 1}", 1, 2),
        ("a b c = 1 2", 1, 11),
        ("f(a: 1, 2)", 1, 11),
        ("1 between 2", 1, 12),
        ("x instance of", 1, 14),
        ("`", 1, 1),
    ],
)
def test_a_syntax_error_tells_its_place_in_both_languages(text: str, line: int, column: int) -> None:
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.parse(text)
    assert caught.value.position == feel.Position(line, column)
    assert caught.value.vi
    assert caught.value.en


@pytest.mark.parametrize(
    "text",
    [
        "1" + "+1" * 20_000,
        "(" * 200 + "1" + ")" * 200,
        "-" * 5_000 + "1",
        "1 in (" * 59 + "+",
        "{f: function(n) f(n + 1), r: f(1)}.r",
        "count(for i in 1..100000000 return i)",
        "some i in 1..100000000 satisfies false",
        "count(for i in 1..1000, j in 1..1000 return 1)",
        '{d: function(s, n) if n = 0 then s else d(s + s, n - 1), r: d("ab", 40)}.r',
        "string length(string(for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]]))",
        "count(flatten(for i in 1..60 return if i = 1 then [1] else [partial[-1], partial[-1]]))",
        'matches("' + "a" * 40 + '", "(a+)+b")',
        'matches("' + "a" * 40 + '", "(a|a)*b")',
        'matches("' + "a" * 60 + '", "' + "a?" * 60 + "a{60}b" + '")',
        'matches("' + "a" * 60 + '", "' + "(a|a)" * 60 + "b" + '")',
        'matches("' + "a" * 20 + '", "(((a+)+)+)+b")',
        'matches("' + "a" * 20_000 + '", "a*a*a*b")',
        "{l: for i in 1..1000 return i, r: for i in 1..100000 return concatenate(l, l)}.r",
    ],
)
def test_asking_for_too_much_is_refused_soon(text: str) -> None:
    started = time.perf_counter()
    with pytest.raises((feel.LimitExceeded, feel.FeelSyntaxError)):
        feel.parse(text).evaluate()
    assert time.perf_counter() - started < 10


def test_deep_data_compared_with_itself_is_bounded() -> None:
    build = "for i in 1..40 return if i = 1 then [1] else [partial[-1], partial[-1]]"
    with pytest.raises(feel.LimitExceeded):
        feel.parse(f"({build}) = ({build})").evaluate()


def test_a_limit_counts_anew_for_every_evaluation() -> None:
    expression = feel.parse("count(for i in 1..50000 return i)")
    assert [expression.evaluate() for _ in range(12)] == [50_000] * 12
