"""The watchdog: once a minute it asks whether anything is wrong, and says in the log what began and ended."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from engine.watching.alarms import raised
from engine.watching.numbers import read_numbers
from engine.work import Platform

log = logging.getLogger("phananh.watch")
AGAIN = timedelta(hours=1)
KNOWN = "watch:known"


def watch(platform: Platform) -> str:
    """Say each alarm when it begins, once an hour while it lasts, and when it is over."""
    with platform.look() as work:
        found = read_numbers(work)
    known: dict[str, datetime] = platform.caches.setdefault(KNOWN, {})  # type: ignore[assignment]
    names = {alarm.name: alarm for alarm in raised(found)}
    for name in known.keys() - names.keys():
        del known[name]
        log.info("%s is over", name)
    for name, alarm in names.items():
        said = known.get(name)
        # A clock that was set back must not silence an alarm.
        if said is None or abs(found.at - said) >= AGAIN:
            known[name] = found.at
            log.log(logging.ERROR if alarm.grave else logging.WARNING, "%s: %s", name, found)
    return ", ".join(names) or "all is well"
