"""What became of a message: its row, the health of its channel and its case hear of it together."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from engine.cases.actor import CLOCK
from engine.cases.step import Step, take_step
from engine.errors import BrokenProcedure, Busy, Conflict
from engine.notices import health
from engine.notices.carrying import Rejected, Unavailable
from engine.store.tables import outbox
from engine.work import Platform, Work

log = logging.getLogger(__name__)
TRIES = 8
# A case that people are working on is asked again so often before its message waits for another round.
ASKINGS = 3
FIRST_PAUSE = timedelta(seconds=30)
SPREAD = (0.5, 1.5)
LONGEST_ERROR = 500


def longest_trying() -> timedelta:
    """How long after its first try a message may be tried for the last time while its channel works."""
    return sum((FIRST_PAUSE * 2**n * max(SPREAD) for n in range(TRIES - 1)), timedelta())


def delivered(platform: Platform, row: Any) -> bool:
    """It was taken: a channel that takes a message works again."""

    def mark(work: Work) -> None:
        mark_sent(work, row.id)
        health.note_success(work, row.channel)

    _settle(platform, row, mark, delivered=True)
    return True


def rejected(platform: Platform, row: Any, error: Rejected) -> bool:
    """No further try will help: the next channel takes over, or the case hears that somebody must call."""
    following = platform.gateway.after(row.channel) if platform.gateway else None
    if following is None:
        return given_up(platform, row, str(error))
    with platform.work() as work:
        health.note_success(work, row.channel)
        _mark(work, row.id, channel=following, tries=0, not_before=work.now, error=_short(error))
    return False


def unavailable(platform: Platform, row: Any, error: Unavailable) -> health.Health:
    """The channel failed; while it is known to, a message that tries it for all loses none of its tries."""
    log.warning("outbox %s: %s is out of order: %s", row.id, row.channel, error)
    with platform.work() as work:
        ailing = health.healths(work).get(row.channel, health.Health(row.channel)).ailing
        found = health.note_failure(work, row.channel, str(error), error.again_after)
        costs = not ailing and error.again_after is None
        if not costs or row.tries + 1 < TRIES:
            tries = row.tries + costs
            _mark(work, row.id, not_before=work.now + _pause(row), tries=tries, error=_short(error))
            return found
    given_up(platform, row, str(error))
    return found


def failed(platform: Platform, row: Any, error: str) -> bool:
    """Try again later, after a longer pause each time; at last leave it to a person."""
    log.warning("outbox %s not sent: %s", row.id, error)
    if row.tries + 1 >= TRIES:
        return given_up(platform, row, error)
    with platform.work() as work:
        health.note_success(work, row.channel)
        _mark(work, row.id, not_before=work.now + _pause(row), tries=row.tries + 1, error=_short(error))
    return False


def given_up(platform: Platform, row: Any, error: str) -> bool:
    """The case hears it at once, so that somebody calls instead; an administrator may send it again."""

    def mark(work: Work) -> None:
        _mark(work, row.id, state="dead", tries=row.tries + 1, error=_short(error))

    _settle(platform, row, mark, delivered=False)
    return False


def _pause(row: Any) -> timedelta:
    return FIRST_PAUSE * 2**row.tries * random.uniform(*SPREAD)  # type: ignore[no-any-return]  # noqa: S311  (spreads retries, hides nothing)


def _short(error: object) -> str:
    return str(error)[:LONGEST_ERROR]


def _settle(platform: Platform, row: Any, mark: Callable[[Work], None], *, delivered: bool) -> None:
    """Mark a row and tell its case in one transaction, so that a crash never leaves a case waiting.

    It is tried again when somebody works on that case: what was sent must not be sent a second time for it.
    """
    for asked in range(1, ASKINGS + 1):
        try:
            _settle_once(platform, row, mark, delivered)
        except (Conflict, Busy):
            if asked == ASKINGS:
                raise
        else:
            return


def _settle_once(platform: Platform, row: Any, mark: Callable[[Work], None], delivered: bool) -> None:
    try:
        with platform.work() as work:
            mark(work)
            _tell_case(work, row, delivered=delivered)
    except BrokenProcedure:  # an incident says so; a row that is settled must not be tried again
        with platform.work() as work:
            mark(work)


def mark_sent(work: Work, row_id: int) -> None:
    _mark(work, row_id, state="sent", sent_at=work.now, tries=outbox.c.tries + 1)


def _mark(work: Work, row_id: int, **values: object) -> None:
    work.run(sa.update(outbox).where(outbox.c.id == row_id, outbox.c.state == "waiting").values(values))


def _tell_case(work: Work, row: Any, *, delivered: bool) -> None:
    """Let the case know how telling its reporter ended: its periods run from then, not from the sending."""
    if row.recipient != "reporter" or row.case_id is None:
        return
    take_step(
        work,
        row.case_id,
        CLOCK,
        "message:notice_settled",
        lambda step: _hear_settled(step, row, delivered),
    )


def _hear_settled(step: Step, row: Any, delivered: bool) -> None:
    """An earlier notice that settles late must not answer for the one that is waited for now."""
    awaited = row.template == f"reporter.{step.recall('telling')}"
    if step.case["status"] == "open" and awaited and "notice_settled" in step.run.waiting:
        step.input("message", element="notice_settled", payload={"delivered": delivered, "key": row.key})
        step.run.send("notice_settled", {"delivered": delivered}, now=step.now)
