"""Moments as scenarios write them: local time without an offset, and spans in words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from engine.deadlines import ZONE

_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(second|minute|hour|day|week)s?")
LENGTHS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}


def moment(text: str) -> datetime:
    """`2026-02-14 08:00`, on Vietnam's clock; raises ValueError."""
    read = datetime.fromisoformat(text)
    return (read if read.tzinfo else read.replace(tzinfo=ZONE)).astimezone(UTC)


def span(text: str) -> timedelta:
    """`3 days 2 hours`; raises ValueError."""
    found = _SPAN.findall(text)
    if not found or _SPAN.sub("", text).strip(" ,"):
        raise ValueError(text)
    return sum((float(amount) * LENGTHS[unit] for amount, unit in found), timedelta())


def shown(at: datetime) -> str:
    """A moment as scenarios write it; seconds only when there are some."""
    local = at.astimezone(ZONE)
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second else "%Y-%m-%d %H:%M")
