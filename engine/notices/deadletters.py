"""Messages given up: an administrator sends them again or lets them go, singly or all a filter finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from engine import access, audit
from engine.errors import NotAllowed, NotFound, Refused
from engine.notices import health
from engine.people.standing import Standing
from engine.store.tables import cases, outbox
from engine.work import Work

AT_ONCE = 500


@dataclass(frozen=True)
class Wanted:
    """Which messages: by channel, by the beginning of what they are about, by the error; empty means any."""

    channel: str = ""
    template: str = ""
    error: str = ""
    only: int | None = None

    def condition(self) -> sa.ColumnElement[bool]:
        row = outbox.c
        named = [row.state == "dead"]
        if self.only is not None:
            named.append(row.id == self.only)
        if self.channel:
            named.append(row.channel == self.channel)
        if self.template:
            named.append(row.template.startswith(self.template, autoescape=True))
        if self.error:
            named.append(row.error.contains(self.error, autoescape=True))
        return sa.and_(*named)


def dead(work: Work, standing: Standing, wanted: Wanted) -> Sequence[Any]:
    """The messages that a filter finds, the oldest first, but for cases this person may not repair."""
    mine = sa.or_(outbox.c.case_id.is_(None), access.repairable(standing))
    query = (
        sa.select(outbox.c.id, outbox.c.key, outbox.c.channel, outbox.c.template, outbox.c.error)
        .select_from(outbox.outerjoin(cases, cases.c.id == outbox.c.case_id))
        .where(wanted.condition(), mine)
        .order_by(outbox.c.id)
        .limit(AT_ONCE)
    )
    return work.connection.execute(query).all()


def resend(work: Work, standing: Standing, wanted: Wanted) -> int:
    """Put them back in the queue with all their tries before them and the keys they had."""
    fresh = {"state": "waiting", "tries": 0, "not_before": work.now, "error": None}
    return _change(work, standing, wanted, "notice:outbox:resend", fresh, {})


def give_up(work: Work, standing: Standing, wanted: Wanted, reason: str) -> int:
    """Let them go for good: their cases heard long ago that they did not arrive."""
    if not reason.strip():
        raise Refused(vi="Xin ghi lý do.", en="Please give a reason.")
    return _change(work, standing, wanted, "notice:outbox:give_up", {"state": "dropped"}, {"reason": reason})


def _change(
    work: Work,
    standing: Standing,
    wanted: Wanted,
    action: str,
    values: dict[str, Any],
    told: dict[str, object],
) -> int:
    _must_be_administrator(standing)
    rows = [row.id for row in dead(work, standing, wanted)]
    if not rows:
        return 0
    changed = sa.update(outbox).where(outbox.c.id.in_(rows), outbox.c.state == "dead")
    count = work.run(changed.values(values)).rowcount
    audit.record(work, action, officer=standing.officer_id, detail={"rows": rows, "count": count, **told})
    return count


def wake_channel(work: Work, standing: Standing, channel: str) -> None:
    """Somebody says that a channel is mended: it is tried at the next round."""
    _must_be_administrator(standing)
    if not health.wake(work, channel):
        raise NotFound
    audit.record(work, "notice:channel:wake", officer=standing.officer_id, detail={"channel": channel})


def _must_be_administrator(standing: Standing) -> None:
    if not standing.holds("administrator"):
        raise NotAllowed
