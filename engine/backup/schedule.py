"""Backups by the clock: at the hours of the setting, by whichever node comes first."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

from engine.backup.keeping import Rule, thin
from engine.backup.making import make
from engine.deadlines import ZONE
from engine.idempotency import kept_answer, once
from engine.invariants.asking import Broken, Invariant
from engine.invariants.nightly import alarm
from engine.settings import read_settings
from engine.work import Platform, Work

log = logging.getLogger("phananh.backup")
HOURS, KEEP = "backup_at", "backup_keep"
AT_NIGHT = "01:00"
TEXT = "alarm.backup"
CLOCK = "scheduler:backup"
MADE = Invariant("sao lưu", "Bản sao lưu đúng giờ, đủ tệp", "A backup is made on time, with every file")


def folder_of(platform: Platform) -> Path:
    """Where this installation's backups go; a folder on another disk is the one worth naming."""
    return Path(os.environ.get("PHANANH_BACKUPS") or platform.data / "backups")


def back_up_on_time(platform: Platform) -> str:
    """Make the backup whose hour has come, if nobody has; say what came of it."""
    with platform.look() as work:
        hour = _hour_come(work)
        if hour is None or kept_answer(work, _key(hour), CLOCK) is not None:
            return "not now"
    with platform.work() as work:
        _, begun = once(work, _key(hour), CLOCK, lambda: {"at": work.now.isoformat()})
    return "not now" if begun else _back_up(platform, hour)


def _key(hour: datetime) -> str:
    return f"backup:{hour.isoformat()}"


def _hour_come(work: Work) -> datetime | None:
    """The last hour of the setting that today has reached."""
    today = work.now.astimezone(ZONE)
    hours = [datetime.combine(today.date(), at, ZONE) for at in _hours(work)]
    return max((hour for hour in hours if hour <= today), default=None)


def _hours(work: Work) -> Iterator[time]:
    for text in read_settings(work).get(HOURS, AT_NIGHT).split(","):
        try:
            yield time.fromisoformat(text.strip())
        except ValueError:  # `off`, or a slip of the pen: no hour
            continue


def _back_up(platform: Platform, hour: datetime) -> str:
    folder = folder_of(platform)
    try:
        made = make(platform, folder)
    except Exception as error:
        # Whatever it was, people must hear of it now, not when they need the backup.
        _tell(platform, hour, f"{type(error).__name__}: {error}")
        raise
    if made.missing:
        _tell(platform, hour, f"{len(made.missing)} files could not be copied")
    with platform.look() as work:
        rule = Rule.read(read_settings(work).get(KEEP, ""))
    thin(platform.keys, folder, made.at, rule)
    return made.path.name


def _tell(platform: Platform, hour: datetime, what: str) -> None:
    log.error("backup of %s: %s", hour.isoformat(), what)
    with platform.work() as work:
        alarm(work, [Broken(MADE, (what,))], _key(hour), TEXT)
