"""Send what waits in the outbox: at least once, with a stable key, and never inside a step.

A round does first what needs nobody outside, then each channel in turn. A channel that keeps failing rests;
one that is slow gives way to the next; and whatever is wrong with one message, the others go out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any

import sqlalchemy as sa

from engine.notices import settling
from engine.notices.bundling import send_bundles, unless_in_the_way
from engine.notices.carrying import NotSent, Rejected, Transport, Unavailable
from engine.notices.health import Health, claim_trial, healths
from engine.notices.mail import transport_of
from engine.notices.passing import pass_on
from engine.notices.posting import GatewayPost
from engine.notices.settling import TRIES, longest_trying
from engine.notices.wording import mail_of, say
from engine.store.tables import outbox
from engine.work import Platform, Work

__all__ = ["TRIES", "Sent", "longest_trying", "say", "send_waiting"]

log = logging.getLogger(__name__)
BATCH = 200
INSIDE = ("case", "bundle")
# What a slow channel has not sent by then waits for the next round, so that the others are not held up.
PATIENCE = 10.0
# A node that dies while it sends leaves the row to the others after this long.
LEASE = timedelta(minutes=5)


@dataclass(frozen=True)
class Sent:
    """How many rows a round sent, and how many will be tried again."""

    sent: int = 0
    failed: int = 0


def send_waiting(platform: Platform, transport: Transport | None = None, batch: int = BATCH) -> Sent:
    """Send every row that is due."""
    rows, found = _due(platform, batch)
    outcomes = [_surely(platform, row, partial(pass_on, platform, row)) for row in rows.pop("case", [])]
    outcomes += send_bundles(platform, rows.pop("bundle", []))
    for channel, waiting in rows.items():
        carrier = transport or _carrier(platform, channel)
        outcomes += _send_by(platform, waiting, carrier, found.get(channel, Health(channel)))
    return Sent(sum(outcomes), len(outcomes) - sum(outcomes))


def _carrier(platform: Platform, channel: str) -> Transport | None:
    if channel == "email":
        return transport_of(platform)
    gateway = platform.gateway
    return GatewayPost(gateway, platform.clock) if gateway and channel in gateway.channels else None


def _due(platform: Platform, batch: int) -> tuple[dict[str, list[Any]], Mapping[str, Health]]:
    """What is due by channel, the oldest first, and how the channels fare; those that rest are left alone."""
    with platform.look() as work:
        found = healths(work)
        resting = [name for name, one in found.items() if one.rests_at(work.now)]
        rows = _waiting(work, batch, outbox.c.channel.not_in(resting))
        if len(rows) == batch:  # one channel's backlog must not hide what waits for another
            names = work.connection.execute(
                sa.select(outbox.c.channel).where(_open(work)).distinct()
            ).scalars()
            rows = [
                row
                for name in names
                if name not in resting
                for row in _waiting(work, batch, outbox.c.channel == name)
            ]
    sorted_out: dict[str, list[Any]] = {}
    for row in rows:
        sorted_out.setdefault(row.channel, []).append(row)
    return sorted_out, found


def _open(work: Work) -> sa.ColumnElement[bool]:
    return sa.and_(outbox.c.state == "waiting", outbox.c.not_before <= work.now)


def _waiting(work: Work, batch: int, which: sa.ColumnElement[bool]) -> Sequence[Any]:
    query = sa.select(outbox).where(_open(work), which).order_by(outbox.c.not_before, outbox.c.id)
    return work.connection.execute(query.limit(batch)).all()


def _send_by(platform: Platform, rows: Sequence[Any], carrier: Transport | None, found: Health) -> list[bool]:
    """Send by one channel until it fails too often or its time is up; after a rest one message goes ahead."""
    if found.ailing and not claim_trial(platform, found):
        return []
    trial, outcomes, until = _Trial(found.ailing), [], monotonic() + PATIENCE
    for row in rows:
        outcomes.append(_surely(platform, row, partial(_send, platform, row, carrier, trial)))
        if trial.over or monotonic() > until:
            break
    return outcomes


@dataclass
class _Trial:
    """Whether a channel is still being tried out, and whether this round has had enough of it."""

    pending: bool
    over: bool = False

    def judge(self, *, worked: bool, resting: bool = False) -> None:
        self.over = resting or (self.pending and not worked)
        self.pending = False


def _surely(platform: Platform, row: Any, send: Callable[[], bool]) -> bool:
    """Whatever a row holds, it is put off like any other failure and the round goes on."""
    try:
        return unless_in_the_way(send)
    except Exception as fault:
        log.exception("outbox %s", row.id)
        return unless_in_the_way(partial(settling.failed, platform, row, type(fault).__name__))


def _send(platform: Platform, row: Any, carrier: Transport | None, trial: _Trial) -> bool:
    if not _claimed(platform, row):
        return False
    try:
        if carrier is None:
            raise Unavailable("this channel is not set up")  # noqa: TRY301  (told like any other outage)
        carrier.send(mail_of(platform, row))
    except Unavailable as error:
        trial.judge(worked=False, resting=settling.unavailable(platform, row, error).ailing)
        return False
    except Rejected as error:
        trial.judge(worked=True)
        return settling.rejected(platform, row, error)
    except NotSent as error:
        trial.judge(worked=True)
        return settling.failed(platform, row, str(error))
    trial.judge(worked=True)
    return settling.delivered(platform, row)


def _claimed(platform: Platform, row: Any) -> bool:
    """Keep other nodes from sending the same row while we do."""
    mine = sa.update(outbox).where(
        outbox.c.id == row.id, outbox.c.state == "waiting", outbox.c.not_before == row.not_before
    )
    with platform.work() as work:
        return work.run(mine.values(not_before=work.now + LEASE)).rowcount == 1
