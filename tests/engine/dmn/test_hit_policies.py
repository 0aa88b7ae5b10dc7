"""What a table says when no row, one row or several rows fire, for every hit policy."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import dmn
from tests.engine.dmn.drawing import decision, model, table

ROWS = [
    ("<= 10", '"low"', "a"),
    ("[5..20]", '"middle"', "b"),
    ("> 15", '"high"', "c"),
]


def answer(
    policy: str, x: object, *, values: str = '"high","middle","low"', aggregation: str = ""
) -> dmn.Outcome:
    drawn = table(policy, {"x": ""}, {"y": values}, ROWS, aggregation=aggregation)
    return model(decision("T", drawn)).decide("T", {"x": x})


@pytest.mark.parametrize(
    ("policy", "x", "expected"),
    [
        ("UNIQUE", 3, "low"),
        ("UNIQUE", 12, "middle"),
        ("FIRST", 7, "low"),
        ("FIRST", 17, "middle"),
        ("ANY", 3, "low"),
        ("PRIORITY", 7, "middle"),
        ("PRIORITY", 17, "high"),
        ("RULE ORDER", 7, ["low", "middle"]),
        ("OUTPUT ORDER", 7, ["middle", "low"]),
        ("COLLECT", 17, ["middle", "high"]),
        ("F", 7, "low"),
        ("UNIQUE", None, None),
        ("COLLECT", None, []),
    ],
)
def test_a_table_answers_as_its_hit_policy_says(policy: str, x: object, expected: object) -> None:
    outcome = answer(policy, x)
    assert outcome.value == expected
    assert outcome.problems == []


@pytest.mark.parametrize(
    ("aggregation", "x", "expected"),
    [
        ("SUM", 7, Decimal(30)),
        ("MIN", 7, Decimal(10)),
        ("MAX", 7, Decimal(20)),
        ("COUNT", 7, Decimal(2)),
        ("COUNT", -1, Decimal(0)),
        ("SUM", -1, None),
    ],
)
def test_collecting_can_add_count_and_pick(aggregation: str, x: int, expected: object) -> None:
    rows = [("> 0", "10"), ("> 5", "20"), ("> 9", "30")]
    drawn = table("COLLECT", {"x": ""}, {"y": ""}, rows, aggregation=aggregation)
    assert model(decision("T", drawn)).decide("T", {"x": x}).value == expected


def test_two_rows_of_a_unique_table_that_match_are_named() -> None:
    outcome = answer("UNIQUE", 7)
    assert outcome.value is None
    [problem] = outcome.problems
    assert "1 (rule_1 – a)" in problem and "2 (rule_2 – b)" in problem and "UNIQUE" in problem
    assert [hit.index for hit in outcome.tables[0].rules] == [1, 2]


def test_rows_of_an_any_table_may_agree_but_not_differ() -> None:
    differing = answer("ANY", 7)
    assert differing.value is None and "ANY" in differing.problems[0]
    rows = [("<= 10", "1"), ("> 5", "1.0")]
    agreeing = model(decision("T", table("ANY", {"x": ""}, {"y": ""}, rows))).decide("T", {"x": 7})
    assert agreeing.value == Decimal(1) and agreeing.problems == []


def test_several_outputs_come_as_a_context_and_rank_by_the_first_then_the_next() -> None:
    rows = [
        ("-", '"no"', '"b"'),
        ("> 1", '"yes"', '"b"'),
        ("> 2", '"yes"', '"a"'),
    ]
    outputs = {"verdict": '"yes","no"', "rate": '"a","b"'}
    drawn = model(decision("T", table("PRIORITY", {"x": ""}, outputs, rows)))
    assert drawn.decide("T", {"x": 3}).value == {"verdict": "yes", "rate": "a"}
    assert drawn.decide("T", {"x": 2}).value == {"verdict": "yes", "rate": "b"}
    assert drawn.decide("T", {"x": 0}).value == {"verdict": "no", "rate": "b"}


def test_without_a_matching_row_the_default_output_answers() -> None:
    drawn = table("UNIQUE", {"x": ""}, {"a": "", "b": ""}, [('"k"', "1", "2")], defaults={"a": "0"})
    outcome = model(decision("T", drawn)).decide("T", {"x": "other"})
    assert outcome.value == {"a": Decimal(0), "b": None}
    assert outcome.tables[0].defaulted


def test_a_value_outside_the_listed_input_values_is_refused_by_name() -> None:
    drawn = table("UNIQUE", {"x": '"a","b"'}, {"y": ""}, [("-", "1")])
    told = model(decision("T", drawn))
    assert told.decide("T", {"x": "a"}).value == Decimal(1)
    refused = told.decide("T", {"x": "z"})
    assert refused.value is None and "danh sách cho phép" in refused.problems[0]


def test_priorities_may_come_from_the_allowed_values_of_a_type() -> None:
    kind = '<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A","B"</text></allowedValues></itemDefinition>'
    drawn = table("PRIORITY", {"x": ""}, {"y": ""}, [("-", '"B"'), ("> 1", '"A"')], types={"y": "tGrade"})
    assert model(kind, decision("T", drawn)).decide("T", {"x": 2}).value == "A"


@pytest.mark.parametrize(
    ("cell", "value", "fires"),
    [
        ('"a","b"', "b", True),
        ('not("a","b")', "b", False),
        ('not("a","b")', "c", True),
        ("true", True, True),
        ("true", False, False),
        ("null", None, True),
        ("not(null)", None, False),
        ("[1..3], > 10", 2, True),
        ("[1..3], > 10", 11, True),
        ("[1..3], > 10", 5, False),
        ("]1..3[", 1, False),
        ("< limit", 4, True),
        ("? > 1 and ? < limit", 3, True),
        ('starts with(?, "x")', "xyz", True),
        ("", "anything", True),
    ],
)
def test_a_cell_accepts_what_feel_says(cell: str, value: object, fires: bool) -> None:
    drawn = table("FIRST", {"x": ""}, {"y": ""}, [(cell, "true"), ("-", "false")])
    assert model(decision("T", drawn)).decide("T", {"x": value, "limit": 5}).value is fires


def test_a_table_with_a_broken_cell_gives_null_and_the_reason() -> None:
    drawn = model(decision("T", table("FIRST", {"x": ""}, {"y": ""}, [("1 +", "1"), ("-", "2")])))
    outcome = drawn.decide("T", {"x": 5})
    assert outcome.value is None and "sai cú pháp" in outcome.problems[0]


def test_an_unknown_hit_policy_is_an_error() -> None:
    drawn = model(decision("T", table("LUCKY", {"x": ""}, {"y": ""}, [("-", "2")])))
    assert [finding.code for finding in dmn.check(drawn) if finding.severity == "error"] == ["dmn-hit-policy"]
    assert drawn.decide("T", {"x": 1}).value is None


def test_a_trace_can_be_stored_as_json() -> None:
    outcome = answer("UNIQUE", 3)
    stored = outcome.to_json()
    assert stored["value"] == "low"
    [told] = outcome.tables
    assert told.to_json()["rules"] == [
        {"index": 1, "id": "rule_1", "annotation": "a", "outputs": {"y": "low"}}
    ]


def test_a_value_outside_its_list_counts_as_null_for_rows_that_ask_for_null() -> None:
    rows = [('"a"', '"is a"'), ("null", '"is none"'), ("-", '"any"')]
    drawn = model(decision("D", table("FIRST", {"x": '"a","b"'}, {"y": ""}, rows)))
    refused = drawn.decide("D", {"x": "c"})
    assert refused.value == "is none" and refused.problems
    assert drawn.decide("D", {"x": "b"}).value == "any"
    plain = model(decision("D", table("FIRST", {"x": '"a","b"'}, {"y": ""}, rows[::2])))
    assert plain.decide("D", {"x": "c"}).value is None
