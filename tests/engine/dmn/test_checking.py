"""Gaps, overlaps, rows that never fire: found without running the table."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from engine import dmn
from engine.findings import Finding
from tests.engine.dmn.drawing import decision, model, table

ENUM = '"a","b","c"'


def check(
    policy: str, inputs: dict[str, str], rows: Sequence[Sequence[str]], **more: object
) -> list[Finding]:
    outputs = more.pop("outputs", {"y": ""})
    drawn = table(policy, inputs, outputs, rows, **more)  # type: ignore[arg-type]
    return dmn.check(model(decision("T", drawn)))


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("inputs", "rows"),
    [
        ({"x": ENUM}, [('"a"', "1"), ('"b","c"', "2")]),
        ({"x": ENUM}, [('"a"', "1"), ('not("a")', "2")]),
        ({"x": ""}, [("true", "1"), ("false", "2")]),
        ({"x": ""}, [("< 10", "1"), (">= 10", "2")]),
        ({"x": "[0..100]"}, [("[0..50)", "1"), ("[50..100]", "2")]),
        ({"x": ""}, [('< date("2025-07-01")', "1"), ('>= date("2025-07-01")', "2")]),
        ({"x": ENUM, "z": ""}, [('"a"', "true", "1"), ('"a"', "false", "2"), ('not("a")', "-", "3")]),
        ({"x": ""}, [("-", "1")]),
    ],
)
def test_a_complete_table_without_overlaps_has_no_findings(
    inputs: dict[str, str], rows: list[tuple[str, ...]]
) -> None:
    assert check("UNIQUE", inputs, rows) == []


@pytest.mark.parametrize(
    ("inputs", "rows", "example"),
    [
        ({"x": ENUM}, [('"a"', "1"), ('"b"', "2")], "x = «c»"),
        ({"x": ""}, [("true", "1")], "x = sai"),
        ({"x": ""}, [("< 10", "1"), ("> 10", "2")], "x = 10"),
        ({"x": ""}, [("[0..9]", "1"), ("[10..20]", "2")], "x = nhỏ hơn 0"),
        ({"x": "[0..20]"}, [("[0..9]", "1"), ("[10..20]", "2")], "x = giữa 9 và 10"),
        ({"x": ""}, [('< date("2025-07-01")', "1"), ('> date("2025-07-01")', "2")], "x = 01/07/2025"),
        ({"x": ENUM, "z": ""}, [('"a"', "true", "1"), ('not("a")', "-", "3")], "x = «a», z = sai"),
    ],
)
def test_a_gap_is_a_warning_with_an_example(
    inputs: dict[str, str], rows: list[tuple[str, ...]], example: str
) -> None:
    [finding] = check("UNIQUE", inputs, rows)
    assert (finding.code, finding.severity) == ("dmn-gap", "warning")
    assert example in finding.vi


def test_days_that_follow_each_other_leave_no_gap() -> None:
    rows = [('<= date("2025-06-30")', "1"), ('>= date("2025-07-01")', "2")]
    assert check("UNIQUE", {"x": ""}, rows) == []


def test_a_default_output_closes_every_gap() -> None:
    assert check("UNIQUE", {"x": ENUM}, [('"a"', "1")], defaults={"y": "0"}) == []


def test_a_table_that_lists_rows_may_have_gaps() -> None:
    assert check("COLLECT", {"x": ENUM}, [('"a"', "1")]) == []


def test_rows_of_a_unique_table_that_overlap_are_named_with_an_example() -> None:
    found = check("UNIQUE", {"x": "[0..30]"}, [("<= 10", "1"), ("[10..20]", "2"), ("> 20", "3")])
    [finding] = found
    assert (finding.code, finding.severity, finding.line) == ("dmn-overlap", "error", 5)
    assert "1 (rule_1)" in finding.vi and "2 (rule_2)" in finding.vi and "x = 10" in finding.vi


def test_rows_of_an_any_table_may_overlap_when_they_say_the_same() -> None:
    assert check("ANY", {"x": ""}, [("-", "1"), ("> 1", "1")]) == []
    assert codes(check("ANY", {"x": ""}, [("-", "1"), ("> 1", "2")])) == ["dmn-overlap"]


def test_overlaps_need_every_column_to_overlap() -> None:
    rows = [('"a"', "> 1", "1"), ('"a"', "<= 1", "2"), ('"b","c"', "-", "3")]
    assert check("UNIQUE", {"x": ENUM, "n": ""}, rows) == []


def test_a_row_below_a_catch_all_is_unreachable() -> None:
    rows = [('"a"', "1"), ('not("a")', "2"), ('"b"', "3")]
    [finding] = check("FIRST", {"x": ENUM}, rows)
    assert (finding.code, finding.line) == ("dmn-unreachable-row", 6)
    assert "dòng 3" in finding.vi


def test_a_row_hidden_by_several_rows_together_is_unreachable() -> None:
    rows = [("< 10", "1"), (">= 10", "2"), ("[5..15]", "3"), ("-", "4")]
    assert codes(check("FIRST", {"x": ""}, rows)) == ["dmn-unreachable-row", "dmn-unreachable-row"]


def test_a_row_that_asks_for_what_is_not_allowed_is_dead() -> None:
    assert codes(check("UNIQUE", {"x": ENUM}, [('"z"', "1"), ("-", "2")])) == ["dmn-dead-row"]


def test_priorities_without_a_list_are_an_error() -> None:
    assert codes(check("PRIORITY", {"x": ""}, [("-", "1")])) == ["dmn-no-priorities"]


def test_an_output_outside_the_ranking_is_an_error() -> None:
    found = check("PRIORITY", {"x": ""}, [("-", '"z"')], outputs={"y": '"a","b"'})
    assert codes(found) == ["dmn-unranked-output"]


def test_a_table_without_rows_is_a_warning() -> None:
    assert codes(check("UNIQUE", {"x": ""}, [])) == ["dmn-no-rules"]


def test_cells_that_say_more_are_left_alone() -> None:
    assert check("UNIQUE", {"x": ""}, [("? > limit", "1"), ("> 5", "2")]) == []


def test_columns_of_a_type_take_its_allowed_values() -> None:
    kind = '<itemDefinition name="tKind"><typeRef>string</typeRef><allowedValues><text>"a","b"</text></allowedValues></itemDefinition>'
    drawn = table("UNIQUE", {"x": ""}, {"y": ""}, [('"a"', "1")], types={"x": "tKind"})
    [finding] = dmn.check(model(kind, decision("T", drawn)))
    assert finding.code == "dmn-gap" and "x = «b»" in finding.vi


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST"])
def test_a_large_table_is_checked_in_bounded_time(policy: str) -> None:
    inputs = {f"x{column}": "" for column in range(8)}
    rows = []
    for number in range(300):
        cells = [
            f"[{(number * 7 + column * 13) % 50}..{(number * 7 + column * 13) % 50 + 40}]"
            for column in range(8)
        ]
        rows.append((*cells, str(number)))
    drawn = model(decision("T", table(policy, inputs, {"y": ""}, rows)))
    start = time.perf_counter()
    dmn.check(drawn)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST"])
def test_a_table_too_large_to_compare_is_said_to_be_so(policy: str) -> None:
    drawn = model(decision("T", table(policy, {"x": ""}, {"y": ""}, [(f"> {n}", "1") for n in range(3000)])))
    start = time.perf_counter()
    assert codes(dmn.check(drawn)) == ["dmn-table-too-large"]
    assert time.perf_counter() - start < 2


def test_a_table_of_very_many_columns_does_not_break_the_check() -> None:
    inputs = {f"x{column}": "" for column in range(1500)}
    drawn = model(decision("T", table("FIRST", inputs, {"y": ""}, [(*["true"] * 1500, "1")])))
    assert codes(dmn.check(drawn)) == ["dmn-table-too-large"]
