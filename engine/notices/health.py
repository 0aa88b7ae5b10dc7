"""How a channel fares: after some failures in a row it rests, then one message tries whether it works again.

The state is a row in the database, so that all nodes agree. Deciding is arithmetic on a value; the functions
below carry the decision out.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from engine.store.tables import channels
from engine.store.upserting import upsert
from engine.work import Platform, Work

LIMIT = 5
FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(minutes=15)
# A gateway may ask for patience, but not for a day of it.
LONGEST_ASKED = timedelta(hours=1)
SPREAD = (0.8, 1.2)
# A node that dies while it tries leaves the trying to the others after this long.
LEASE = timedelta(minutes=2)


@dataclass(frozen=True)
class Health:
    """The failures of a channel since it last worked, and until when it rests."""

    channel: str
    failures: int = 0
    rests: int = 0
    resting_until: datetime | None = None
    failing_since: datetime | None = None
    error: str | None = None

    @property
    def ailing(self) -> bool:
        """It has been put to rest and has not worked since."""
        return self.resting_until is not None

    def rests_at(self, now: datetime) -> bool:
        return self.resting_until is not None and now < self.resting_until

    def failed(
        self, now: datetime, error: str, again_after: timedelta | None = None, spread: float = 1.0
    ) -> Health:
        """One failure more: it rests if the channel asked for it, or after too many, longer each time."""
        rest = min(again_after, LONGEST_ASKED) if again_after else self._rest(spread)
        return Health(
            self.channel,
            self.failures + 1,
            self.rests + (rest is not None),
            now + rest if rest is not None else None,
            self.failing_since or now,
            error,
        )

    def _rest(self, spread: float) -> timedelta | None:
        if self.failures + 1 < LIMIT and not self.ailing:
            return None
        # The exponent is bounded: a channel that is down for a month must not overflow.
        rest: timedelta = FIRST_REST * 2 ** min(self.rests, 10) * spread
        return min(rest, LONGEST_REST)


def healths(work: Work) -> dict[str, Health]:
    """Every channel that has failed at least once, by name."""
    found = work.connection.execute(sa.select(channels))
    return {row.channel: Health(**row._asdict()) for row in found}


def note_failure(work: Work, channel: str, error: str, again_after: timedelta | None = None) -> Health:
    """Count a failure; nodes that fail at once count one after the other."""
    work.run(
        upsert(work.connection, channels, unique=["channel"], changing=["channel"]), {"channel": channel}
    )
    row = work.connection.execute(sa.select(channels).where(channels.c.channel == channel)).one()
    spread = random.uniform(*SPREAD)  # noqa: S311  (spreads retries, hides nothing)
    health = Health(**row._asdict()).failed(work.now, error[:500], again_after, spread)
    work.run(sa.update(channels).where(channels.c.channel == channel).values(vars(health)))
    return health


def note_success(work: Work, channel: str) -> None:
    """Whatever was counted is forgotten: the channel has answered."""
    ailing = sa.update(channels).where(channels.c.channel == channel, channels.c.failures > 0)
    work.run(ailing.values(vars(Health(channel))))


def claim_trial(platform: Platform, health: Health) -> bool:
    """After a rest one node may try the channel with one message; the others go on resting."""
    unchanged = sa.update(channels).where(
        channels.c.channel == health.channel, channels.c.resting_until == health.resting_until
    )
    with platform.work() as work:
        return work.run(unchanged.values(resting_until=work.now + LEASE)).rowcount == 1


def wake(work: Work, channel: str) -> bool:
    """Let a resting channel be tried at the next round, since somebody says that it is mended."""
    resting = sa.update(channels).where(channels.c.channel == channel, channels.c.resting_until > work.now)
    return work.run(resting.values(resting_until=work.now)).rowcount == 1
