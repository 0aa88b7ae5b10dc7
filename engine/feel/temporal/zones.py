"""Time zones: offsets from UTC and names of the IANA database."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)(?::(\d\d))?")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*")


def read_zone(text: str) -> dt.tzinfo | None:
    """Read `Z`, `+07:00` or `@Asia/Ho_Chi_Minh`; None when it is no zone."""
    if text in {"Z", "z"}:
        return dt.UTC
    if text.startswith("@"):
        return _named(text[1:])
    found = _OFFSET.fullmatch(text)
    return _offset(found) if found else None


def _offset(found: re.Match[str]) -> dt.tzinfo | None:
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    if hours > 18 or minutes > 59 or seconds > 59 or (hours == 18 and (minutes or seconds)):
        return None
    if hours == 0 and minutes == 0 and seconds == 0:
        return dt.UTC
    sign = -1 if found[1] == "-" else 1
    return dt.timezone(sign * dt.timedelta(hours=hours, minutes=minutes, seconds=seconds))


@lru_cache(maxsize=256)
def _named(name: str) -> dt.tzinfo | None:
    if not _NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_name(zone: dt.tzinfo | None) -> str | None:
    return zone.key if isinstance(zone, ZoneInfo) else None


def time_offset(value: dt.time | dt.datetime) -> dt.timedelta | None:
    """Give the offset from UTC; a bare time in a named zone takes the zone's offset in January 2000."""
    if isinstance(value, dt.datetime) or value.tzinfo is None:
        return value.utcoffset()
    return dt.datetime.combine(dt.date(2000, 1, 1), value).utcoffset()


def write_zone(zone: dt.tzinfo | None) -> str:
    if zone is None:
        return ""
    if isinstance(zone, ZoneInfo):
        return f"@{zone.key}"
    total = int((zone.utcoffset(None) or dt.timedelta()).total_seconds())
    if total == 0:
        return "Z"
    minutes, seconds = divmod(abs(total), 60)
    tail = f":{seconds:02}" if seconds else ""
    return f"{'-' if total < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}{tail}"
