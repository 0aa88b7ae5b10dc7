"""The few numbers and the alarms they raise, by what an operator would see."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine import scheduler
from engine.incidents import note
from engine.invariants import lately, nightly
from engine.store.tables import cases, outbox
from engine.watching import ALARMS, alarms, raised, read_numbers
from engine.watching.metrics import scrape
from engine.watching.watch import watch
from tests.engine.province import Province
from webui import words

RUNBOOK = Path(__file__).parents[3] / "docs" / "how-to" / "runbook.md"


def _names(province: Province) -> set[str]:
    with province.platform.look() as work:
        return {alarm.name for alarm in raised(read_numbers(work))}


@pytest.fixture(autouse=True)
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever room the machine of the tests has left."""
    monkeypatch.setattr(alarms, "LEAST_FREE", 0)


@pytest.fixture(autouse=True)
def at_one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' clock is not PostgreSQL's."""
    monkeypatch.setattr(scheduler, "skew", lambda work: 0.0)


def test_a_node_whose_clock_is_off_is_told(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "skew", lambda work: -2.5)
    scheduler.beat(province.platform)
    assert _names(province) == {"clocks_differ"}


def test_nothing_is_wrong_when_a_node_keeps_the_clock(province: Province) -> None:
    scheduler.beat(province.platform)
    assert _names(province) == set()


def test_a_clock_without_a_node_has_stopped(province: Province) -> None:
    assert _names(province) == {"clock_stopped"}
    scheduler.beat(province.platform)
    province.clock.advance(seconds=61)
    assert _names(province) == {"clock_stopped"}


def test_a_timer_two_minutes_late_is_an_alarm_and_one_of_a_broken_case_is_not(province: Province) -> None:
    case_id = province.report()
    province.clock.advance(hours=6)
    scheduler.beat(province.platform)
    assert _names(province) == {"timers_late"}
    with province.platform.work() as work:
        note(work, {"case_id": case_id, "action": "clock:tick", "element": "x", "reason": "broken"})
    assert _names(province) == {"incidents_open"}


def test_letters_that_wait_or_were_given_up_are_told(province: Province) -> None:
    with province.platform.work() as work:
        for state, age in (("waiting", 16), ("dead", 1)):
            at = work.now - timedelta(minutes=age)
            row = {"key": state, "channel": "email", "template": "work.new", "parameters": {}}
            more = {"recipient": "x", "state": state, "created_at": at, "not_before": at}
            work.run(sa.insert(outbox).values(**row, **more))
    scheduler.beat(province.platform)
    assert _names(province) == {"letters_late", "letters_dead"}


def test_a_full_disk_and_an_old_backup_are_told(
    province: Province, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(alarms, "LEAST_FREE", 1 << 60)
    monkeypatch.setenv("PHANANH_BACKUPS", str(tmp_path))
    (tmp_path / "2026-02-28T180000.000000Z").mkdir()
    scheduler.beat(province.platform)
    assert _names(province) == {"disk_low", "backup_old"}


def test_a_promise_found_broken_by_night_is_told_until_a_check_finds_it_kept(province: Province) -> None:
    province.report()
    platform = province.platform
    scheduler.beat(platform)
    with platform.work() as work:
        work.run(sa.update(cases).values(field="moonlight"))
    province.clock.set("2026-03-03 02:10")
    assert "I15" in nightly.verify_by_night(platform)
    assert "promises_broken" in _names(province)
    page = scrape(platform).decode()
    assert 'phananh_alarm{alarm="promises_broken"} 1.0' in page
    assert re.search(r"^phananh_promises_broken [1-9]", page, re.MULTILINE)
    with platform.work() as work:
        lately.end(work, work.now, [])
    assert not {"promises_broken", "promises_unknown"} & _names(province)


def test_a_check_that_breaks_off_or_never_ends_is_told(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(nightly, "broken", fail)
    province.clock.set("2026-03-03 02:10")
    with pytest.raises(MemoryError):
        nightly.verify_by_night(province.platform)
    assert "promises_unknown" in _names(province)
    with province.platform.work() as work:
        lately.begin(work)
    assert "promises_unknown" not in _names(province)
    province.clock.advance(hours=4)
    assert "promises_unknown" in _names(province)


def test_a_check_that_was_not_asked_for_two_nights_is_told(province: Province) -> None:
    with province.platform.work() as work:
        lately.end(work, work.now, [])
    assert "promises_unknown" not in _names(province)
    province.clock.advance(hours=51)
    assert "promises_unknown" in _names(province)


def test_the_watchdog_says_what_began_and_what_is_over(
    province: Province, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "phananh.watch"):
        watch(province.platform)
        watch(province.platform)
        assert [record.levelname for record in caplog.records] == ["ERROR"]
        province.clock.advance(hours=1)
        watch(province.platform)
        assert len(caplog.records) == 2  # once more for each hour that it lasts
        scheduler.beat(province.platform)
        assert watch(province.platform) == "all is well"
    assert caplog.messages[-1] == "clock_stopped is over"


def test_the_metrics_say_what_the_database_says(province: Province) -> None:
    province.report()
    province.clock.advance(hours=6)
    page = scrape(province.platform).decode()
    [overdue] = re.findall(r"^phananh_timers_overdue ([\d.]+)$", page, re.MULTILINE)
    assert float(overdue) > 0
    assert 'phananh_alarm{alarm="timers_late"} 1.0' in page
    assert 'phananh_alarm{alarm="letters_dead"} 0.0' in page
    assert re.search(r'^phananh_step_seconds_count\{kind="open"\} [1-9]', page, re.MULTILINE)


def test_every_alarm_has_words_and_a_place_in_the_runbook() -> None:
    page = RUNBOOK.read_text()
    for alarm in ALARMS:
        assert words.known(f"watch.{alarm.name}") and words.known(f"watch.{alarm.name}_do")
        assert f"## `{alarm.name}`" in page
