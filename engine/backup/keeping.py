"""How long backups are kept: all of the last days, then one a day, one a week and one a month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.backup import disk, manifest, shelf
from engine.backup.making import DATED
from engine.deadlines import ZONE
from engine.keys import Keys

ALL_OF = timedelta(days=2)


@dataclass(frozen=True)
class Rule:
    """Of so many days, weeks and months that have a backup, the newest one is kept."""

    days: int = 14
    weeks: int = 8
    months: int = 12

    @classmethod
    def read(cls, text: str) -> Rule:
        """Three numbers with commas, as the setting says it; anything else leaves the rule as it was."""
        parts = text.split(",")
        whole = len(parts) == 3 and all(part.strip().isdecimal() for part in parts)
        return cls(*map(int, parts)) if whole else cls()


def kept(moments: Iterable[datetime], now: datetime, rule: Rule) -> set[datetime]:
    """Which backups the rule keeps; the newest always."""
    newest_first = sorted(moments, reverse=True)
    chosen = {at for at in newest_first if at > now - ALL_OF} | set(newest_first[:1])
    for period, count in ((_day, rule.days), (_week, rule.weeks), (_month, rule.months)):
        chosen |= set(list(_newest_of_each(newest_first, period))[:count])
    return chosen


Period = Callable[[datetime], tuple[int, ...]]


def _newest_of_each(newest_first: list[datetime], period: Period) -> Iterator[datetime]:
    seen: set[tuple[int, ...]] = set()
    for at in newest_first:
        when = period(at.astimezone(ZONE))
        if when not in seen:
            seen.add(when)
            yield at


def _day(at: datetime) -> tuple[int, ...]:
    return (at.year, at.month, at.day)


def _week(at: datetime) -> tuple[int, ...]:
    return at.isocalendar()[:2]


def _month(at: datetime) -> tuple[int, ...]:
    return (at.year, at.month)


def lying(folder: Path) -> dict[datetime, Path]:
    """The backups of a folder by their moments."""
    found = {}
    for path in folder.iterdir() if folder.exists() else ():
        try:
            found[datetime.strptime(path.name, DATED).replace(tzinfo=UTC)] = path
        except ValueError:  # not one of ours
            continue
    return found


def thin(keys: Keys, folder: Path, now: datetime, rule: Rule) -> list[Path]:
    """Remove the backups that the rule does not keep, and the files that none names any more."""
    with disk.alone(folder):
        there = lying(folder)
        stay = kept(there, now, rule)
        old = [path for at, path in there.items() if at not in stay]
        for path in old:
            _remove(path)
        if old:
            shelf.forget_all_but(folder, _named(keys, (there[at] for at in stay)))
        return old


def _named(keys: Keys, backups: Iterable[Path]) -> set[str]:
    return {name for path in backups for name in manifest.read(keys, path).contents.files}


def _remove(path: Path) -> None:
    """The manifest goes first: what is half removed is no backup."""
    (path / manifest.NAME).unlink()
    for part in path.iterdir():
        part.unlink()
    path.rmdir()
