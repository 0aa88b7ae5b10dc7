"""What is wrong enough to tell people: each alarm is a name, a bound and a question asked of the numbers.

What to do about each stands in docs/how-to/runbook.md under its name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.watching.numbers import Numbers

MINUTE, HOUR = 60, 3600
LEAST_FREE = 500 * 1024 * 1024


@dataclass(frozen=True)
class Alarm:
    """One thing that can be wrong; `grave` ones stop people's work or endanger a promise."""

    name: str
    grave: bool
    holds: Callable[[Numbers], bool]


ALARMS = (
    Alarm("clock_stopped", True, lambda found: _clock_stopped(found)),
    Alarm("promises_broken", True, lambda found: bool(found.promises_broken)),
    Alarm("timers_late", True, lambda found: found.oldest_overdue > 2 * MINUTE),
    Alarm("incidents_open", True, lambda found: found.incidents > 0),
    Alarm("disk_low", True, lambda found: found.disk_free < LEAST_FREE),
    Alarm("clocks_differ", True, lambda found: any(abs(heart.skew) > 2 for heart in found.hearts)),
    Alarm("letters_late", False, lambda found: found.oldest_waiting > 15 * MINUTE),
    Alarm("letters_dead", False, lambda found: found.dead > 0),
    Alarm("channel_resting", False, lambda found: bool(found.resting)),
    Alarm("backup_old", False, lambda found: (found.backup_age or 0) > 26 * HOUR),
    Alarm("promises_unknown", False, lambda found: found.promises_unknown is not None),
)


def _clock_stopped(found: Numbers) -> bool:
    """No node has kept the clock for a minute; a heart beats every fifteen seconds."""
    return found.heart_age is None or found.heart_age > MINUTE


def raised(found: Numbers) -> list[Alarm]:
    """The alarms that hold now, in the order of their weight."""
    return [alarm for alarm in ALARMS if alarm.holds(found)]
