"""Dates, times, zones and durations."""

from __future__ import annotations

import datetime as dt

import pytest

from engine import feel
from tests.engine.feel.conftest import Show

ROWS = """
date("2018-12-08") => 2018-12-08
date("2018-13-08") => null
date("2018-02-30") => null
date("18-02-03") => null
date(2018, 12, 8) => 2018-12-08
date(2018, 2, 30) => null
date(@"2018-12-08T10:00:00") => 2018-12-08
time("10:30:00") => 10:30:00
time("10:30:00.5+07:00") => 10:30:00.5+07:00
time("10:30:00z") => 10:30:00Z
time("10:30:00@Asia/Ho_Chi_Minh") => 10:30:00@Asia/Ho_Chi_Minh
time("10:30:00@No/Where") => null
time("24:00:01") => null
time("10:30") => null
time(10, 30, 5) => 10:30:05
time(10, 30, 5, @"PT7H") => 10:30:05+07:00
time(10, 30, 5, null) => 10:30:05
time(@"2018-12-08T10:30:00Z") => 10:30:00Z
date and time("2018-12-08") => 2018-12-08T00:00:00
date and time("2018-12-08T10:30:00") => 2018-12-08T10:30:00
date and time(@"2018-12-08", @"10:30:00+07:00") => 2018-12-08T10:30:00+07:00
date and time("2018-12-08T10:30:00@Europe/Paris") => 2018-12-08T10:30:00@Europe/Paris
duration("P1DT2H3M4.5S") => P1DT2H3M4.5S
duration("P14M") => P1Y2M
duration("-P1D") => -P1D
duration("PT36H") => P1DT12H
duration("PT0S") => PT0S
duration("P0Y") => P0M
duration("P") => null
duration("P1DT") => null
duration("P1Y1D") => null
years and months duration(@"2011-12-22", @"2013-08-24") => P1Y8M
years and months duration(@"2011-08-25T15:59:59", @"2015-08-25T15:20:59") => P4Y
years and months duration(@"2017-12-31T13:00:00", @"2017-12-31T12:00:00") => P0M
years and months duration(@"2013-08-24", @"2011-12-22") => -P1Y8M
years and months duration(@"2015-01-31", @"2015-02-28") => P0M
@"2018-12-08".year => 2018
@"2018-12-08".weekday => 6
@"2018-12-08".hour => null
@"10:30:05".minute => 30
@"10:30:05+07:00".time offset => PT7H
@"10:30:05".time offset => null
@"2018-07-08T10:00:00@Europe/Paris".time offset => PT2H
@"2018-07-08T10:00:00@Europe/Paris".timezone => "Europe/Paris"
@"2018-07-08T10:00:00+02:00".timezone => null
@"P1DT2H3M4S".hours => 2
@"-P1DT2H".days => -1
@"P1Y2M".years => 1
@"P1Y2M".months => 2
@"P1Y".days => null
@"not a date" => null
@"2018-01-31" + @"P1M" => 2018-02-28
@"2018-03-31" - @"P1M" => 2018-02-28
@"2018-01-31" + @"P1D" => 2018-02-01
@"P1D" + @"2018-01-31" => 2018-02-01
@"2018-01-31" + @"PT36H" => 2018-02-01
@"2018-01-31T10:00:00" + @"P1DT1H" => 2018-02-01T11:00:00
@"9999-12-31" + @"P1D" => null
@"23:30:00" + @"PT1H" => 00:30:00
@"2018-02-01" - @"2018-01-31" => P1D
@"2018-02-01T00:00:00Z" - @"2018-02-01T07:00:00+07:00" => PT0S
@"2018-02-01T00:00:00Z" - @"2018-02-01T00:00:00" => null
@"2021-01-01T00:00:00" - @"2021-01-02" => null
@"2021-01-02T10:10:10@Europe/Paris" - @"2021-01-01" => P1DT9H10M10S
@"2021-01-02T10:10:10@Europe/Paris" - @"2021-01-01T10:10:10@Asia/Dhaka" => P1DT5H
@"P10Y11M" / -2.5 => -P4Y4M
-2.5 * @"P1Y11M" => -P4Y9M
@"10:15:00" + @"P1D" => 10:15:00
date and time(@"2017-08-10T10:20:00+02:00", @"23:59:01") => 2017-08-10T23:59:01
@"10:00:00" - @"09:30:00" => PT30M
@"P1D" + @"PT1H" => P1DT1H
@"P1Y" + @"P1M" => P1Y1M
@"P1Y" + @"P1D" => null
@"P1D" * 2 => P2D
2 * @"P1Y" => P2Y
@"P1D" / 2 => PT12H
@"P1D" / 0 => null
@"P1D" / @"PT1H" => 24
@"P1Y" / @"P1M" => 12
-@"P1D" => -P1D
@"2018-12-08" < @"2018-12-09" => true
@"2018-12-08" < @"2018-12-09T00:00:00" => null
@"10:00:00Z" = @"17:00:00+07:00" => true
@"10:00:00Z" < @"10:00:00" => null
@"10:00:00Z" = @"10:00:00" => false
date and time("2018-12-08T00:00:00+00:00") = date and time("2018-12-08T00:00:00@Etc/UTC") => false
@"P1D" = @"PT24H" => true
@"P1Y" = @"P12M" => true
day of year(@"2019-09-17") => 260
day of week(@"2019-09-17") => "Tuesday"
month of year(@"2019-09-17") => "September"
week of year(@"2019-09-17") => 38
week of year(@"2005-01-01") => 53
"""


@pytest.mark.parametrize(("text", "expected"), [row.rsplit(" => ", 1) for row in ROWS.strip().splitlines()])
def test_a_moment_has_its_value(show: Show, text: str, expected: str) -> None:
    assert show(text) == expected


def test_adding_hours_across_a_change_of_clocks_counts_hours_that_passed() -> None:
    text = '@"2018-03-25T01:30:00@Europe/Paris" + @"PT1H"'
    assert feel.as_string(feel.parse(text).evaluate()) == "2018-03-25T03:30:00@Europe/Paris"


def test_the_present_moment_comes_from_the_caller() -> None:
    instant = dt.datetime(2026, 11, 23, 1, tzinfo=dt.UTC)
    assert feel.parse('now() + @"PT1H"').evaluate({}, {"now": lambda: instant}) == instant + dt.timedelta(
        hours=1
    )
