"""Moments finer than a microsecond and years Python has no dates for."""

from __future__ import annotations

import pytest

from engine import feel
from tests.engine.feel.conftest import Show

FINE = """
time("10:00:00.123456789") => 10:00:00.123456789
time("10:00:00.1234567899") => 10:00:00.123456789
time(10, 0, 1.000000001) => 10:00:01.000000001
date and time("2017-01-01T10:00:00.123456789@Europe/Paris") => 2017-01-01T10:00:00.123456789@Europe/Paris
date and time(date("2017-01-01"), time("10:00:00.987654321")) => 2017-01-01T10:00:00.987654321
time(date and time("2017-01-01T10:00:00.987654321Z")) => 10:00:00.987654321Z
time("10:00:00.123456789").second => 0.123456789
time("10:00:00.123456789") = time("10:00:00.123456") => false
time("10:00:00.123456789") > time("10:00:00.123456") => true
distinct values([@"10:00:00.1234567", @"10:00:00.1234567", @"10:00:00.1"]) => [10:00:00.1234567, 10:00:00.1]
time("10:00:00.123456789") + duration("PT1S") => 10:00:01.123456
duration("PT1000M0.999999999S") => PT16H40M0.999999999S
duration("-PT0.0000005S") => -PT0.0000005S
duration("-PT0.0000005S") < duration("PT0S") => true
duration("PT0.0000005S") = duration("PT0S") => false
-duration("PT1.0000005S") => -PT1.0000005S
abs(duration("-PT1.0000005S")) => PT1.0000005S
duration("PT1M1.0000005S").seconds => 1.0000005
"""
FAR = """
date("-2017-12-31") => -2017-12-31
date("-0044-03-15") => -0044-03-15
date(999999999, 12, 31) => 999999999-12-31
date("9999999999-12-31") => null
date("0000-01-01") => null
date("-2017-02-29") => null
date(12016, 2, 29) => 12016-02-29
date and time("-99999-12-31T11:22:33.5+01:35") => -99999-12-31T11:22:33.5+01:35
@"12017-12-31T10:00:00Z" => 12017-12-31T10:00:00Z
date and time(date("12017-12-31"), time("10:00:00")) => 12017-12-31T10:00:00
date(date and time("12017-12-31T10:00:00")) => 12017-12-31
time(date and time("12017-12-31T10:00:00")) => 10:00:00
date and time("12017-12-31T10:00:00+07:00").year => 12017
date and time("12017-12-31T10:00:00+07:00").hour => 10
date and time("12017-12-31T10:00:00+07:00").time offset => PT7H
date("12017-12-31").weekday = date("2017-12-31").weekday => true
day of week(date("12017-12-31")) => "Sunday"
day of year(date("-2000-12-31")) => 366
week of year(date("12017-12-31")) = week of year(date("2017-12-31")) => true
sort([@"12017-01-01", @"-2017-01-01", @"2017-01-01", @"-2018-01-01"]) => [-2018-01-01, -2017-01-01, 2017-01-01, 12017-01-01]
date and time("12017-12-31T10:00:00Z") = date and time("12017-12-31T11:00:00+01:00") => true
date and time("12017-12-31T10:00:00Z") > date and time("2017-12-31T10:00:00Z") => true
date("-2017-12-31") in [date("-2018-01-01")..date("2000-01-01")] => true
date("12017-12-31") instance of date => true
date and time("12017-12-31T10:00:00") instance of date and time => true
date("12017-12-31") + duration("P1D") => null
date("12017-12-31") - date("12017-12-30") => null
years and months duration(date("2014-12-31"), date("-2019-10-01")) => -P4033Y2M
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [row.rsplit(" => ", 1) for row in (FINE + FAR).strip().splitlines() if row],
)
def test_a_moment_python_cannot_hold_keeps_its_value(show: Show, text: str, expected: str) -> None:
    assert show(text) == expected


@pytest.mark.parametrize(
    ("text", "type_name"),
    [
        ('date("-2017-12-31")', "date"),
        ('date and time("12017-12-31T10:00:00.123456789Z")', "date and time"),
        ('time("10:00:00.123456789")', "time"),
        ('duration("PT0.123456789S")', "days and time duration"),
    ],
)
def test_such_a_moment_is_of_its_type_and_survives_json(text: str, type_name: str) -> None:
    value = feel.parse(text).evaluate()
    assert feel.conforms(value, type_name)
    assert feel.equal(feel.from_json(feel.to_json(value)), value)
