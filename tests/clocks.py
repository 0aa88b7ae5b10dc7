"""A clock that tests set by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Asia/Ho_Chi_Minh")


def moment(text: str) -> datetime:
    """Read a moment as people write it, on Vietnam's clock unless it names an offset: `2026-03-02 08:00`."""
    read = datetime.fromisoformat(text)
    return (read if read.tzinfo else read.replace(tzinfo=HOME)).astimezone(UTC)


class FakeClock:
    """Stands still until told to move; starts on a Monday morning."""

    def __init__(self, start: str = "2026-03-02 08:00") -> None:
        self.now = moment(start)

    def __call__(self) -> datetime:
        return self.now

    def set(self, at: datetime | str) -> datetime:
        self.now = moment(at) if isinstance(at, str) else at.astimezone(UTC)
        return self.now

    def advance(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0
    ) -> datetime:
        self.now += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return self.now
