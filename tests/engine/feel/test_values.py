"""What callers do with values: paths, types, JSON, functions of their own; and that no text crashes."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import feel

MOMENTS = st.datetimes(min_value=dt.datetime(1, 1, 2), max_value=dt.datetime(9999, 12, 30))
LEAVES: st.SearchStrategy[object] = st.one_of(
    st.none(),
    st.booleans(),
    st.text(),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**20), max_value=10**20),
    st.dates(),
    st.times(),
    MOMENTS,
    MOMENTS.map(lambda moment: moment.replace(tzinfo=dt.UTC)),
    st.timedeltas(),
    st.integers(-10_000, 10_000).map(feel.YearsMonths),
    st.integers(0, 99).map(lambda start: feel.Range(Decimal(start), Decimal(100), True, False)),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just("$feel"), inner),
    max_leaves=12,
)
WORDS = st.sampled_from(
    [
        "1",
        "2.5",
        '"a"',
        '@"P1D"',
        "x",
        "item",
        "?",
        "+",
        "-",
        "*",
        "/",
        "**",
        "=",
        "<",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        ".",
        "..",
        "and",
        "or",
        "not",
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "between",
        "instance",
        "of",
        "function",
        "date",
        "and",
        "time",
        "null",
        "true",
        "list",
        "<",
        ">",
    ]
)


@given(VALUES)
def test_a_value_comes_back_from_json_as_it_was(value: object) -> None:
    back = feel.from_json(json.loads(json.dumps(feel.to_json(value))))
    assert feel.normal(value) == back


@given(st.text() | st.lists(WORDS, max_size=14).map(" ".join))
@settings(max_examples=400, deadline=None)
def test_no_text_does_worse_than_a_syntax_error_or_a_limit(text: str) -> None:
    for parse in (feel.parse, feel.parse_unary_tests):
        try:
            parsed = parse(text)
        except feel.FeelError:
            continue
        if isinstance(parsed, feel.Expression):
            parsed.evaluate({"x": [1, {"x": 2}]})
        else:
            parsed.matches(1, {"x": 1})


@given(st.lists(WORDS, max_size=14).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_the_value_of_whatever_parses_can_be_written_as_json(text: str) -> None:
    try:
        value = feel.parse(text).evaluate({"x": Decimal(3)})
    except feel.FeelError:
        return
    json.dumps(feel.to_json(value))


def test_a_broken_tag_is_refused() -> None:
    with pytest.raises(ValueError, match="number"):
        feel.from_json({"$feel": "number", "value": "x"})


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ('triage.outcome = "ok"', {("triage", "outcome")}),
        ("a.b.c + d", {("a", "b", "c"), ("d",)}),
        ("for x in list.items return x.price", {("list", "items")}),
        ("some x in y satisfies x = z", {("y",), ("z",)}),
        ("{a: b, c: a}", {("b",)}),
        ("function(a) a + b", {("b",)}),
        ("count(orders) > 1", {("orders",)}),
        ("a.b[item > limit].c", {("a", "b"), ("limit",)}),
        ("1 + 2", set()),
    ],
)
def test_an_expression_tells_what_it_reads(text: str, paths: set[tuple[str, ...]]) -> None:
    assert feel.parse(text).paths == paths


def test_the_callers_functions_are_words_of_the_language() -> None:
    words = {"working time": lambda days, unit="d": f"{days}{unit}", "ioc": "ioc"}
    assert feel.parse("working time(3)").evaluate({}, words) == "3d"
    assert feel.parse("working time(days: 3, unit: ioc)").evaluate({}, words) == "3ioc"
    assert feel.parse("working time()").evaluate({}, words) is None


def test_data_does_not_hide_a_function_of_the_same_name() -> None:
    assert feel.parse('date("2020-01-01") > date').evaluate({"date": dt.date(2019, 1, 1)}) is True


def test_python_numbers_become_decimals() -> None:
    assert feel.parse("a + b").evaluate({"a": 1, "b": 0.1}) == Decimal("1.1")
    assert feel.parse("sum(a.b)").evaluate({"a": {"b": (1, 2)}}) == Decimal(3)


@pytest.mark.parametrize(
    ("value", "type_name", "expected"),
    [
        (1, "number", True),
        ("1", "number", False),
        (None, "number", True),
        ([1, 2], "list<number>", True),
        ([1, "a"], "list<number>", False),
        ({"a": 1}, "context<a: number>", True),
        (dt.date(2020, 1, 1), "date", True),
        (dt.datetime(2020, 1, 1), "date", False),
        (1, "Any", True),
        (1, "no such type", False),
    ],
)
def test_a_value_conforms_to_its_type(value: object, type_name: str, expected: bool) -> None:
    assert feel.conforms(value, type_name) is expected


def test_a_type_of_the_model_is_found_by_name() -> None:
    ages = feel.ListType(feel.Named("number"))
    assert feel.conforms([1], "tAges", {"tAges": ages}.get)
    assert feel.parse("[1] instance of tAges").evaluate({}, {"tAges": ages}) is True


@pytest.mark.parametrize(
    ("value", "wanted", "expected"),
    [
        ([Decimal(1)], feel.Named("number"), Decimal(1)),
        ("a", feel.ListType(feel.Named("string")), ["a"]),
        ("a", feel.Named("number"), None),
        (dt.date(2020, 1, 1), feel.Named("date and time"), dt.datetime(2020, 1, 1, tzinfo=dt.UTC)),
    ],
)
def test_a_value_is_converted_only_as_the_standard_allows(
    value: object, wanted: feel.TypeRef, expected: object
) -> None:
    assert feel.conformed(value, wanted) == expected
