"""Unary tests, as cells of decision tables hold them."""

from __future__ import annotations

import pytest

from engine import feel


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("-", 1, True),
        ("-", None, True),
        ("1", 1, True),
        ("1", 2, False),
        ('"a"', "a", True),
        ('"a", "b"', "b", True),
        ('"a", "b"', "c", False),
        ('not("a", "b")', "c", True),
        ('not("a", "b")', "a", False),
        ("not(< 5)", 7, True),
        ("not(true)", False, True),
        ("< 5", 4, True),
        ("< 5", 5, False),
        ("<= 5", 5, True),
        ("> 5", None, None),
        ("!= 5", 6, True),
        ("[1..5]", 5, True),
        ("[1..5[", 5, False),
        ("(1..5]", 1, False),
        ("[1..5], > 10", 11, True),
        ("null", None, True),
        ("null", 1, False),
        ("true", True, True),
        ("false", True, False),
        ("? > 3 and ? < 5", 4, True),
        ('contains(?, "b")', "abc", True),
        ("[1, 2, 3]", 2, True),
        ("limit", 9, True),
        ("< limit", 8, True),
        ("limits", 7, True),
        ("limits", [7, 8], True),
        ("-1", -1, True),
        ('@"2020-01-01"', None, False),
        ('< @"P1D"', feel.from_json({"$feel": "days and time duration", "value": "PT1H"}), True),
    ],
)
def test_a_cell_accepts_or_refuses_its_input(cell: str, value: object, expected: bool | None) -> None:
    context: dict[str, object] = {"limit": 9, "limits": [7, 8]}
    assert feel.parse_unary_tests(cell).matches(value, context) is expected


@pytest.mark.parametrize("cell", ["", "not(", "1,", "< ", "1 2", "not()"])
def test_a_broken_cell_is_refused(cell: str) -> None:
    with pytest.raises(feel.FeelSyntaxError):
        feel.parse_unary_tests(cell)
