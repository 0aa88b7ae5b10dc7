"""Send what waits in the outbox: at least once, with a stable key, and never inside a step."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from engine.cases.actor import CLOCK
from engine.cases.step import Step, take_step
from engine.errors import BrokenProcedure, Busy, Conflict, NotFound
from engine.notices.mail import Mail, NotSent, Transport, transport_of
from engine.people.units import day_of
from engine.releases.texts import Texts
from engine.store.tables import hotlines, notices, officers, outbox
from engine.work import Platform, Work

log = logging.getLogger(__name__)
BATCH = 200
TRIES = 8
FIRST_PAUSE = timedelta(seconds=30)
# A node that dies while it sends leaves the row to the others after this long.
LEASE = timedelta(minutes=5)


@dataclass(frozen=True)
class Sent:
    """How many rows a round sent, and how many will be tried again."""

    sent: int = 0
    failed: int = 0


def send_waiting(platform: Platform, transport: Transport | None = None, batch: int = BATCH) -> Sent:
    """Send every row that is due."""
    rows = _due(platform, batch)
    carrier = transport or transport_of(platform)
    outcomes = _send_bundles(platform, [row for row in rows if row.channel == "bundle"])
    outcomes += [_send(platform, row, carrier) for row in rows if row.channel != "bundle"]
    return Sent(sum(outcomes), len(outcomes) - sum(outcomes))


def _due(platform: Platform, batch: int) -> Sequence[Any]:
    with platform.look() as work:
        query = (
            sa.select(outbox)
            .where(outbox.c.state == "waiting", outbox.c.not_before <= work.now)
            .order_by(outbox.c.not_before, outbox.c.id)
            .limit(batch)
        )
        return work.connection.execute(query).all()


def _send(platform: Platform, row: Any, carrier: Transport) -> bool:
    if row.channel == "case":
        return _pass_message(platform, row)
    if not _claimed(platform, row):
        return False
    try:
        carrier.send(_mail(platform, row))
    except NotSent as error:
        return _failed(platform, row, str(error))
    return _delivered(platform, row)


def _claimed(platform: Platform, row: Any) -> bool:
    """Keep other nodes from sending the same row while we do."""
    mine = sa.update(outbox).where(
        outbox.c.id == row.id, outbox.c.state == "waiting", outbox.c.not_before == row.not_before
    )
    with platform.work() as work:
        return work.run(mine.values(not_before=work.now + LEASE)).rowcount == 1


def _mail(platform: Platform, row: Any) -> Mail:
    with platform.look() as work:
        texts = work.platform.library.in_force(work).texts
        place = f"outbox:{row.key}"
        address = work.keys.show(row.address, place) or ""
        values = {**row.parameters, "domain": platform.domain, "hotline": _hotline(work)}
    return Mail(
        key=row.key,
        to=address,
        subject=say(texts, row.template, values, "subject"),
        body=say(texts, row.template, values, "body"),
    )


def say(texts: Texts, name: str, values: Mapping[str, object], form: str) -> str:
    """A notice's wording for one channel; one that has none falls back to the neutral sentence."""
    known = name if name in texts else "notice.neutral"
    return texts.say(known, values, form=form)


def _hotline(work: Work) -> str:
    """The centre's number in force today."""
    row, today = hotlines.c, day_of(work.now)
    query = (
        sa.select(row.number)
        .where(row.topic == "ioc", row.number != "", row.valid_from <= today)
        .where(sa.or_(row.valid_to.is_(None), row.valid_to > today))
        .order_by(row.rank, row.id)
        .limit(1)
    )
    return str(work.connection.execute(query).scalar() or "")


def _pass_message(platform: Platform, row: Any) -> bool:
    """Hand a message to another case; one that is over has nothing to hear."""
    try:
        with platform.work() as work:
            take_step(
                work, row.case_id, CLOCK, f"message:{row.template}", lambda step: _hear(step, row.template)
            )
            _mark_sent(work, row.id)
    except (Conflict, Busy):
        return False
    except (BrokenProcedure, NotFound) as error:
        return _failed(platform, row, str(error))
    return True


def _hear(step: Step, message: str) -> None:
    if step.case["status"] == "open":
        step.input("message", element=message)
        step.run.send(message, now=step.now)


def _send_bundles(platform: Platform, rows: Sequence[Any]) -> list[bool]:
    """Everything that waited for one person becomes one notice of theirs."""
    people: dict[int, list[Any]] = {}
    for row in rows:
        people.setdefault(row.officer_id, []).append(row)
    return [_bundle(platform, officer, mine) for officer, mine in people.items()]


def _bundle(platform: Platform, officer: int, rows: Sequence[Any]) -> bool:
    fresh = sa.update(outbox).where(outbox.c.id.in_([row.id for row in rows]), outbox.c.state == "waiting")
    try:
        with platform.work() as work:
            sent = fresh.values(state="sent", sent_at=work.now, tries=outbox.c.tries + 1)
            if work.run(sent).rowcount != len(rows):
                raise Conflict
            work.run(sa.insert(notices), [_bundled(work, officer, rows)])
            _mail_bundle(work, officer, rows)
    except Conflict:  # another node bundled some of them; the next round looks again
        return False
    return True


def _bundled(work: Work, officer: int, rows: Sequence[Any]) -> dict[str, Any]:
    lines = [{"template": row.template, "case_id": row.case_id, **row.parameters} for row in rows]
    return {
        "officer_id": officer,
        "case_id": rows[0].case_id if len(rows) == 1 else None,
        "template": rows[0].template if len(rows) == 1 else "notice.bundle",
        "parameters": rows[0].parameters if len(rows) == 1 else {"n": len(rows), "lines": lines},
        "at": work.now,
        "urgent": False,
    }


def _mail_bundle(work: Work, officer: int, rows: Sequence[Any]) -> None:
    row = work.connection.execute(
        sa.select(officers.c.email, officers.c.login).where(officers.c.id == officer)
    ).one()
    if not row.email:
        return
    key = f"bundle:{officer}:{rows[0].not_before.isoformat()}:{rows[0].id}"
    mail = {
        "key": key,
        "case_id": rows[0].case_id if len(rows) == 1 else None,
        "channel": "email",
        "template": "notice.bundle",
        "parameters": {
            "n": len(rows),
            "numbers": ", ".join(sorted({r.parameters.get("report_no", "") for r in rows})),
        },
        "address": work.keys.hide(row.email, f"outbox:{key}"),
        "officer_id": officer,
        "recipient": row.login,
        "created_at": work.now,
        "not_before": work.now,
    }
    work.run(sa.insert(outbox), [mail])


def _failed(platform: Platform, row: Any, error: str) -> bool:
    """Try again later, after a longer pause each time; at last leave it to a person."""
    log.warning("outbox %s not sent: %s", row.id, error)
    pause = FIRST_PAUSE * 2**row.tries * random.uniform(0.5, 1.5)  # noqa: S311  (spreads retries, hides nothing)
    tried: dict[str, object] = {"tries": row.tries + 1, "error": error[:500]}
    if row.tries + 1 >= TRIES:
        _settle(platform, row, lambda work: _mark(work, row.id, state="dead", **tried), delivered=False)
        return False
    with platform.work() as work:
        _mark(work, row.id, not_before=work.now + pause, **tried)
    return False


def _delivered(platform: Platform, row: Any) -> bool:
    _settle(platform, row, lambda work: _mark_sent(work, row.id), delivered=True)
    return True


def _settle(platform: Platform, row: Any, mark: Callable[[Work], None], *, delivered: bool) -> None:
    """Mark a row and tell its case in one transaction, so that a crash never leaves a case waiting."""
    try:
        with platform.work() as work:
            mark(work)
            _tell_case(work, row, delivered=delivered)
    except BrokenProcedure:  # an incident says so; a row that is settled must not be tried again
        with platform.work() as work:
            mark(work)


def _mark_sent(work: Work, row_id: int) -> None:
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
