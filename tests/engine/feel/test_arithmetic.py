"""Which kinds of values may be added, subtracted, multiplied and divided; every other pair is null."""

from __future__ import annotations

import itertools

import pytest

from tests.engine.feel.conftest import Show

SAMPLES = {
    "number": "10",
    "string": '"10"',
    "boolean": "true",
    "date": '@"2021-01-01"',
    "moment": '@"2021-01-01T10:10:10"',
    "time": '@"10:10:10"',
    "days": '@"P1D"',
    "months": '@"P1Y"',
    "list": "[10]",
    "context": "{a: 10}",
    "range": "[1..10]",
    "function": "(function(a) a)",
    "null": "null",
}
ALLOWED = {
    "+": "number+number string+string days+days months+months date+days date+months moment+days moment+months "
    "time+days days+date months+date days+moment months+moment days+time",
    "-": "number-number days-days months-months date-date moment-moment time-time "
    "date-days date-months moment-days moment-months time-days",
    "*": "number*number number*days number*months days*number months*number",
    "/": "number/number days/number months/number days/days months/months",
    "**": "number**number",
}
PAIRS = [
    (operator, left, right) for operator in ALLOWED for left, right in itertools.product(SAMPLES, SAMPLES)
]


@pytest.mark.parametrize(("operator", "left", "right"), PAIRS)
def test_only_the_pairs_of_the_standard_can_be_calculated(
    show: Show, operator: str, left: str, right: str
) -> None:
    allowed = f"{left}{operator}{right}" in ALLOWED[operator].split()
    assert (show(f"{SAMPLES[left]} {operator} {SAMPLES[right]}") != "null") is allowed
