"""Which backups stay, and when one is made."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.backup import make, schedule
from engine.backup.keeping import Rule, kept, lying, thin
from engine.deadlines import ZONE
from engine.settings import set_setting
from engine.store.tables import notices
from engine.work import Platform
from tests.clocks import FakeClock, moment
from tests.engine.backup.conftest import Elsewhere
from tests.engine.province import Province

NOW = moment("2026-03-31 12:00")


def _each_night(nights: int) -> list[datetime]:
    return [moment("2026-03-31 01:00") - timedelta(days=night) for night in range(nights)]


@pytest.mark.parametrize(
    ("rule", "nights", "stay"),
    [
        (Rule(0, 0, 0), 40, ["31/03", "30/03"]),  # the last two days, whatever the rule
        (Rule(4, 0, 0), 40, ["31/03", "30/03", "29/03", "28/03"]),
        (Rule(0, 3, 0), 40, ["31/03", "30/03", "29/03", "22/03"]),  # the newest of a week is of its Sunday
        (Rule(0, 0, 3), 90, ["31/03", "30/03", "28/02", "31/01"]),
        (Rule(3, 2, 2), 90, ["31/03", "30/03", "29/03", "28/02"]),
    ],
)
def test_the_newest_of_each_day_week_and_month_stays(rule: Rule, nights: int, stay: list[str]) -> None:
    chosen = sorted(kept(_each_night(nights), NOW, rule), reverse=True)
    assert [at.astimezone(ZONE).strftime("%d/%m") for at in chosen] == stay


def test_all_of_the_last_two_days_stay_and_a_lonely_old_one_too() -> None:
    hourly = [NOW - timedelta(hours=hour) for hour in range(47)]
    assert kept(hourly, NOW, Rule(1, 0, 0)) == set(hourly)
    old = moment("2020-01-01 01:00")
    assert kept([old], NOW, Rule(0, 0, 0)) == {old}


@pytest.mark.parametrize(
    ("text", "rule"),
    [("7,4,24", Rule(7, 4, 24)), ("", Rule()), ("seven,4,24", Rule()), ("7,4", Rule()), ("-1,2,3", Rule())],
)
def test_the_rule_is_read_from_its_setting(text: str, rule: Rule) -> None:
    assert Rule.read(text) == rule


def test_thinning_removes_old_backups_and_files_that_no_backup_names(
    platform: Platform, elsewhere: Elsewhere, tmp_path: Path, clock: FakeClock
) -> None:
    folder = tmp_path / "backups"
    first = make(platform, folder)
    orphan = folder / "files" / "ab" / "cd" / ("abcd" + "0" * 60)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"of a backup long gone")
    clock.advance(days=3)
    second = make(platform, folder)
    assert thin(platform.keys, folder, clock.now, Rule(2, 0, 0)) == []
    assert thin(platform.keys, folder, clock.now, Rule(1, 0, 0)) == [first.path]
    assert list(lying(folder).values()) == [second.path]
    assert not orphan.exists() and not first.path.exists()
    elsewhere.restore(second.path)


def test_a_backup_is_made_once_at_each_hour_of_the_setting(platform: Platform, clock: FakeClock) -> None:
    def turn(at: str) -> bool:
        clock.set(at)
        return schedule.back_up_on_time(platform) != "not now"

    assert [turn(f"2026-03-02 {at}") for at in ("00:50", "01:05", "08:00", "23:00")] == [
        False,
        True,
        False,
        False,
    ]
    with platform.work() as work:
        set_setting(work, schedule.HOURS, "06:00,18:30")
    assert [turn(f"2026-03-03 {at}") for at in ("05:00", "06:01", "18:00", "19:00")] == [
        False,
        True,
        False,
        True,
    ]
    with platform.work() as work:
        set_setting(work, schedule.HOURS, "off")
    assert not turn("2026-03-04 20:00")
    assert len(lying(schedule.folder_of(platform))) == 3


def test_administrators_hear_of_a_backup_that_failed(province: Province, tmp_path: Path) -> None:
    folder = schedule.folder_of(province.platform)
    folder.write_text("a file where the folder should be")
    with pytest.raises(FileExistsError):
        schedule.back_up_on_time(province.platform)
    with province.platform.look() as work:
        alarms = sa.select(notices).where(notices.c.template == schedule.TEXT)
        told = work.connection.execute(alarms).all()
    assert [(row.officer_id, row.parameters["promises"]) for row in told] == [
        (province.officers["administrator"], "sao lưu")
    ]


def test_the_folder_is_the_one_of_the_environment(
    platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert schedule.folder_of(platform) == tmp_path / "data" / "backups"
    monkeypatch.setenv("PHANANH_BACKUPS", str(tmp_path / "far"))
    assert schedule.folder_of(platform) == tmp_path / "far"
