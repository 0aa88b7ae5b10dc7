"""A clock that scenarios move, and on the way everything that falls due happens at its own moment."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from engine import timers
from engine.notices import sending
from engine.scenarios.mailing import Recorder
from engine.store.tables import outbox
from engine.store.tables import timers as timer_rows
from engine.work import Platform

START = datetime(2023, 5, 14, 17, tzinfo=UTC)  # midnight of the day the service began
MOST_TURNS = 2_000


class VirtualClock:
    """Stands still until it is set."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Stuck(Exception):
    """Something stays due however often it is tried."""


def pass_time(platform: Platform, clock: VirtualClock, until: datetime, mail: Recorder) -> None:
    """Move on to a moment; timers and notices happen in due order, each at its own hour."""
    for _ in range(MOST_TURNS):
        due = _next_due(platform, until, asleep=mail.asleep)
        if due is None:
            clock.now = max(clock.now, until)
            return
        clock.now = max(clock.now, due)
        settle(platform, mail)
    raise Stuck


def settle(platform: Platform, mail: Recorder) -> None:
    """Do what is due now, and what that makes due at once."""
    for _ in range(MOST_TURNS):
        moved = timers.tick(platform)
        sent = sending.send_waiting(platform, mail) if not mail.asleep else sending.Sent()
        if moved.failed or not (moved.moved or sent.sent):
            return
    raise Stuck


def _next_due(platform: Platform, until: datetime, *, asleep: bool) -> datetime | None:
    queries = [sa.select(sa.func.min(timer_rows.c.due_at)).where(timer_rows.c.state == "pending")]
    if not asleep:
        queries.append(sa.select(sa.func.min(outbox.c.not_before)).where(outbox.c.state == "waiting"))
    with platform.look() as work:
        moments = [work.connection.execute(query).scalar() for query in queries]
    soonest: datetime | None = min((at for at in moments if at is not None), default=None)
    if soonest is None or soonest > until:
        return None
    return soonest
