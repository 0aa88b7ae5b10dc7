"""Forms and the real expression language together."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

import forms
from engine import feel

FORM = forms.read_form(
    json.dumps(
        {
            "schemaVersion": 19,
            "components": [
                {"type": "radio", "key": "outcome", "label": "Kết quả", "values": ["accept", "refuse"]},
                {
                    "type": "textarea",
                    "key": "why",
                    "label": "Vì sao",
                    "conditional": {"hide": '=not(outcome = "refuse" and case.urgency != "emergency")'},
                    "validate": {"required": True},
                },
                {"type": "number", "key": "days", "label": "Số ngày", "conditional": {"hide": "=outcome = null"}},
                {"type": "expression", "key": "hours", "expression": "=if days = null then null else days * 8"},
                {"type": "select", "key": "unit", "label": "Đơn vị", "valuesExpression": "=for u in units return {value: u.code, label: u.name}"},
                {"type": "text", "text": "Phản ánh {{case.number}}"},
            ],
        }
    ).encode()
)  # fmt: skip
CASE = {"case": {"urgency": "normal", "number": "PA-7"}, "units": [{"code": "team-643", "name": "Tổ Một"}]}


def evaluate(expression: str, context: Mapping[str, object], /) -> object:
    return feel.parse(expression).evaluate(context)


@pytest.mark.parametrize(
    ("posted", "answers"),
    [
        ({"outcome": "accept", "days": "1,5", "why": "x"}, {"outcome": "accept", "days": 1.5, "hours": 12, "unit": None}),
        ({"outcome": "refuse", "why": "trùng", "days": ""}, {"outcome": "refuse", "why": "trùng", "days": None, "hours": None, "unit": None}),
        ({"days": "3", "unit": "team-643"}, {"outcome": None, "hours": None, "unit": "team-643"}),
    ],
)  # fmt: skip
def test_conditions_options_and_sums_are_worked_out_in_feel(
    posted: dict[str, object], answers: dict[str, object]
) -> None:
    reading = FORM.read(posted, {}, evaluate, CASE)
    assert (reading.problems, reading.answers) == ((), answers)


def test_the_page_is_drawn_with_feel() -> None:
    html = forms.render(FORM, {"outcome": "refuse"}, (), evaluate, CASE)
    assert "<p>Phản ánh PA-7</p>" in html and 'name="why"' in html
    assert '<option value="team-643">Tổ Một</option>' in html


def test_the_parser_tells_which_data_a_form_reads() -> None:
    read = forms.reads(FORM, lambda text: feel.parse(text).paths)
    assert read[0].paths == {("outcome",), ("case", "urgency")}
    assert {read.part for read in forms.reads(FORM)} == {
        "conditional.hide",
        "expression",
        "valuesExpression",
        "text",
    }
