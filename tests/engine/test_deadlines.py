"""Deadlines against the calendar of Đắk Lắk: what the office's clock says on given days."""

from __future__ import annotations

import csv
import time as stopwatch
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from engine import deadlines
from engine.deadlines import Calendar, DayOff, OutsideCalendar, Shift

PLACE = Path(__file__).parents[2] / "processes" / "dak-lak"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=deadlines.ZONE)


def shown(instant: datetime) -> str:
    return instant.astimezone(deadlines.ZONE).strftime("%Y-%m-%d %H:%M")


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    with (PLACE / "calendar.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return Calendar({date.fromisoformat(row["date"]): DayOff(row["kind"], row["name_vi"]) for row in rows})


@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("2026-02-13 09:00", "2026-03-03 17:00"),  # Tết 2026, Monday to Friday off
        ("2025-12-31 09:00", "2026-01-12 17:00"),  # Friday 2 January swapped with Saturday the 10th
        ("2025-04-25 09:00", "2025-05-08 17:00"),  # make-up Saturday, 30 April, swapped Friday
        ("2026-11-23 09:00", "2026-12-03 17:00"),  # 24 November off
        ("2026-02-13 23:50", "2026-03-03 17:00"),  # the hour of the first day does not matter
        ("2026-02-14 09:00", "2026-03-03 17:00"),  # nor that it was a Saturday
    ],
)
def test_seven_working_days_end_on_the_official_day(calendar: Calendar, start: str, last: str) -> None:
    assert shown(deadlines.due(local(start), 7, "days", "working", calendar)) == last


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-03-02 07:00", 8, "2026-03-02 17:00"),  # a whole day, ends at its closing
        ("2026-03-02 09:00", 2, "2026-03-02 11:00"),
        ("2026-03-02 10:30", 2, "2026-03-02 14:30"),  # over the noon break
        ("2026-03-02 10:30", 1, "2026-03-02 11:30"),  # noon closing, not 13:30
        ("2026-03-02 12:10", 1, "2026-03-02 14:30"),  # inside the noon break
        ("2026-03-02 20:00", 1, "2026-03-03 08:00"),  # after closing
        ("2026-03-06 16:00", 8, "2026-03-09 16:00"),  # over the weekend: 1 + 4.5 + 2.5
        ("2026-02-15 03:00", 8, "2026-02-23 17:00"),  # during Tết
        ("2026-01-09 16:30", 1, "2026-01-10 07:30"),  # into the make-up Saturday
    ],
)
def test_working_hours_count_within_the_shifts(calendar: Calendar, start: str, hours: int, end: str) -> None:
    assert shown(deadlines.due(local(start), hours, "hours", "working", calendar)) == end


def test_the_round_the_clock_clock_runs_on_new_years_night(calendar: Calendar) -> None:
    start = local("2026-02-17 03:00")
    assert shown(deadlines.due(start, 15, "minutes", "calendar", calendar)) == "2026-02-17 03:15"
    assert shown(deadlines.due(start, 2, "hours", "calendar", calendar)) == "2026-02-17 05:00"
    assert shown(deadlines.due(start, Decimal("1.5"), "hours", "calendar", calendar)) == "2026-02-17 04:30"


def test_calendar_days_end_with_the_last_second_of_the_last_day(calendar: Calendar) -> None:
    end = deadlines.due(local("2026-02-13 10:00"), 3, "days", "calendar", calendar)
    assert end == local("2026-02-16 23:59:59")


def test_due_instants_are_in_utc(calendar: Calendar) -> None:
    for clock, measure in (
        ("working", "days"),
        ("working", "hours"),
        ("calendar", "hours"),
        ("calendar", "days"),
    ):
        end = deadlines.due(local("2026-03-02 09:00"), 1, measure, clock, calendar)  # type: ignore[arg-type]
        assert end.tzinfo is UTC


@pytest.mark.parametrize("days", [0, -1, 1.5, Decimal("0.5")])
def test_days_are_whole(calendar: Calendar, days: int | float | Decimal) -> None:
    with pytest.raises(ValueError, match="whole number"):
        deadlines.due(local("2026-03-02 09:00"), days, "days", "working", calendar)


def test_a_date_outside_the_calendar_is_said_so(calendar: Calendar) -> None:
    with pytest.raises(OutsideCalendar):
        deadlines.due(local("1999-03-02 09:00"), 1, "days", "working", calendar)
    with pytest.raises(OutsideCalendar):
        deadlines.due(local("2060-12-30 09:00"), 30, "days", "working", calendar)


def test_elapsed_time_leaves_out_what_the_clock_does_not_count(calendar: Calendar) -> None:
    start, end = local("2026-03-06 16:00"), local("2026-03-09 08:00")
    assert deadlines.elapsed(start, end, "working", calendar) == timedelta(hours=2)
    assert deadlines.elapsed(start, end, "calendar", calendar) == timedelta(days=2, hours=16)
    assert deadlines.elapsed(end, start, "working", calendar) == -timedelta(hours=2)


def test_parts_of_a_period_of_days(calendar: Calendar) -> None:
    start = local("2026-03-02 07:00")
    end = deadlines.due(
        start, 7, "days", "working", calendar
    )  # Wednesday 11 March 17:00: eight days of 8 hours
    assert shown(deadlines.fraction(start, end, 0.5, "working", calendar)) == "2026-03-05 17:00"
    assert shown(deadlines.fraction(start, end, Decimal("0.8"), "working", calendar)) == "2026-03-10 10:12"
    assert deadlines.fraction(start, end, 1, "working", calendar) == end


def test_parts_of_a_round_the_clock_period(calendar: Calendar) -> None:
    start = local("2026-02-17 03:00")
    end = start + timedelta(minutes=15)
    assert deadlines.fraction(start, end, 0.8, "calendar", calendar) == start + timedelta(minutes=12)


def test_no_part_comes_after_the_due_instant(calendar: Calendar) -> None:
    start = local("2026-03-07 10:00")  # a Saturday
    end = local("2026-03-07 12:00")
    assert deadlines.fraction(start, end, 0.5, "working", calendar) <= end


def test_days_late_are_working_days_after_the_due_day(calendar: Calendar) -> None:
    end = local("2026-02-13 17:00")
    assert shown(deadlines.after_due(end, 1, calendar)) == "2026-02-23 17:00"
    assert shown(deadlines.after_due(end, 3, calendar)) == "2026-02-25 17:00"
    assert shown(deadlines.after_due(end, 1, calendar, "calendar")) == "2026-02-14 17:00"


def test_a_pause_moves_the_end_by_the_time_it_stood_still(calendar: Calendar) -> None:
    start = local("2026-03-02 09:00")
    end = deadlines.due(start, 8, "hours", "working", calendar)
    moved = deadlines.resume(
        end,
        local("2026-03-02 10:00"),
        local("2026-03-04 10:00"),
        measure="hours",
        clock="working",
        calendar=calendar,
    )
    assert shown(end) == "2026-03-03 09:00"
    assert shown(moved) == "2026-03-05 09:00"


def test_a_paused_period_of_days_still_ends_at_closing_time(calendar: Calendar) -> None:
    end = deadlines.due(local("2026-03-02 09:00"), 3, "days", "working", calendar)
    moved = deadlines.resume(
        end,
        local("2026-03-03 10:00"),
        local("2026-03-04 15:00"),
        measure="days",
        clock="working",
        calendar=calendar,
    )
    assert shown(end) == "2026-03-05 17:00"
    assert shown(moved) == "2026-03-09 17:00"


def test_a_pause_over_a_day_off_moves_nothing(calendar: Calendar) -> None:
    end = deadlines.due(local("2026-03-06 09:00"), 1, "days", "working", calendar)
    saturday, sunday = local("2026-03-07 10:00"), local("2026-03-08 10:00")
    assert deadlines.resume(end, saturday, sunday, measure="days", clock="working", calendar=calendar) == end


def test_a_pause_after_the_due_instant_moves_nothing(calendar: Calendar) -> None:
    end = deadlines.due(local("2026-03-05 09:00"), 1, "days", "working", calendar)
    saturday, tuesday = local("2026-03-07 10:00"), local("2026-03-10 10:00")
    assert deadlines.resume(end, saturday, tuesday, measure="days", clock="working", calendar=calendar) == end


def test_what_is_left_when_paused_is_left_when_resumed(calendar: Calendar) -> None:
    end = local("2026-03-06 16:00")
    pause, back = local("2026-03-04 09:20"), local("2026-03-10 14:05")
    moved = deadlines.resume(end, pause, back, measure="hours", clock="working", calendar=calendar)
    assert deadlines.remaining(moved, back, "working", calendar) == deadlines.remaining(
        end, pause, "working", calendar
    )


def test_a_unit_may_have_its_own_shifts() -> None:
    early = Calendar({}, (Shift(time(6), time(14)),))
    assert shown(deadlines.due(local("2026-03-02 05:00"), 9, "hours", "working", early)) == "2026-03-03 07:00"


@pytest.mark.parametrize(
    ("now", "end", "vi", "en"),
    [
        ("2026-03-02 14:00", "2026-03-02 17:00", "Còn 3 giờ", "3 hours left"),
        ("2026-03-02 16:20", "2026-03-02 17:00", "Còn 40 phút", "40 minutes left"),
        ("2026-03-02 15:30", "2026-03-02 17:00", "Còn 1 giờ", "1 hour left"),
        ("2026-03-02 08:00", "2026-03-02 17:00", "Hạn hôm nay 17:00", "Due today 17:00"),
        ("2026-03-02 08:00", "2026-03-03 17:00", "Hạn ngày mai 17:00", "Due tomorrow 17:00"),
        ("2026-02-13 08:00", "2026-03-03 17:00", "Còn 7 ngày làm việc", "7 working days left"),
        ("2026-03-05 17:30", "2026-03-03 17:00", "Quá hạn 2 ngày", "2 days overdue"),
        ("2026-03-03 20:00", "2026-03-03 17:00", "Quá hạn 3 giờ", "3 hours overdue"),
        ("2026-03-03 17:00:20", "2026-03-03 17:00", "Quá hạn 1 phút", "1 minute overdue"),
    ],
)
def test_people_read_what_is_left(calendar: Calendar, now: str, end: str, vi: str, en: str) -> None:
    for language, words in (("vi", vi), ("en", en)):
        assert (
            deadlines.remaining_words(local(now), local(end), calendar, clock="working", language=language)  # type: ignore[arg-type]
            == words
        )


def test_a_pause_reads_as_a_pause_with_its_reason(calendar: Calendar) -> None:
    words = deadlines.remaining_words(
        local("2026-03-09 08:00"), local("2026-03-03 17:00"), calendar, paused="chờ người phản ánh"
    )
    assert words == "Đang tạm dừng: chờ người phản ánh"


def test_a_due_time_has_one_of_five_standings(calendar: Calendar) -> None:
    end = local("2026-03-03 17:00")
    told = [
        deadlines.standing(local(now), end, calendar)
        for now in ("2026-03-02 08:00", "2026-03-03 08:00", "2026-03-03 13:00", "2026-03-03 17:01")
    ]
    assert told == ["later", "today", "soon", "overdue"]
    assert deadlines.standing(local("2026-03-04 08:00"), end, calendar, paused=True) == "paused"


def test_an_instant_is_written_with_its_local_time_and_date(calendar: Calendar) -> None:
    instant = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
    assert deadlines.instant_words(instant, calendar) == "17:00 ngày 03/03/2026"
    assert deadlines.instant_words(instant, calendar, "en") == "17:00 on 03/03/2026"


def test_place_and_instant_are_each_others_inverse(calendar: Calendar) -> None:
    start = local("2025-12-29 07:00")
    for minutes in range(1, 4000, 37):
        place = calendar.place(start) + timedelta(minutes=minutes)
        assert calendar.place(calendar.instant(place)) == place


def test_a_due_instant_costs_microseconds(calendar: Calendar) -> None:
    start = local("2026-02-13 09:00")
    deadlines.due(start, 7, "days", "working", calendar)
    began = stopwatch.process_time()
    for _ in range(2000):
        deadlines.due(start, 7, "days", "working", calendar)
        deadlines.fraction(start, local("2026-03-03 17:00"), 0.8, "working", calendar)
    assert (stopwatch.process_time() - began) / 4000 < 200e-6
