"""Notices written inside a step: to officers in the application and by mail, to reporters as they chose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.deadlines import ZONE
from engine.notices.duty import on_duty
from engine.notices.sms import mobile
from engine.store.tables import notices, officers, outbox, reporters

if TYPE_CHECKING:
    from engine.cases.step import Step

# When bundles go out, local time: before the working day begins and after the midday break.
BUNDLE_HOURS = (time(7, 15), time(13, 30))


def next_bundle(now: datetime) -> datetime:
    """The next set hour at which notices that can wait are delivered together."""
    local = now.astimezone(ZONE)
    for day in (local.date(), local.date() + timedelta(days=1)):
        for hour in BUNDLE_HOURS:
            moment = datetime.combine(day, hour, ZONE)
            if moment > now:
                return moment
    raise AssertionError("tomorrow has a bundle hour")


def tell_officers(
    step: Step, people: Iterable[int], template: str, values: Mapping[str, object], *, urgent: bool = False
) -> None:
    """Put a notice before officers at once; an urgent one before those on duty too."""
    reached = [*people, *(on_duty(step) if urgent else ())]
    for officer in dict.fromkeys(reached):
        row = {
            "officer_id": officer,
            "case_id": step.id,
            "template": template,
            "parameters": dict(values),
            "at": step.now,
            "urgent": urgent,
        }
        step.pending.add(notices, row)


def queue(
    step: Step,
    *,
    key: str,
    channel: str,
    recipient: str,
    template: str,
    values: Mapping[str, object],
    officer: int | None = None,
    address: bytes | None = None,
    not_before: datetime | None = None,
) -> None:
    """Add a row to the outbox; its key is the same for the same cause, so a cause is told once."""
    row = {
        "key": key,
        "case_id": step.id,
        "channel": channel,
        "template": template,
        "parameters": dict(values),
        "address": address,
        "officer_id": officer,
        "recipient": recipient,
        "created_at": step.now,
        "not_before": not_before or step.now,
    }
    step.pending.add(outbox, row)


def mail_officers(
    step: Step, people: Iterable[int], template: str, values: Mapping[str, object], *, cause: str
) -> None:
    """Send an e-mail to those of the officers who have an address."""
    wanted = list(dict.fromkeys(people))
    if not wanted:
        return
    query = sa.select(officers.c.id, officers.c.login, officers.c.email).where(
        officers.c.id.in_(wanted), officers.c.email.is_not(None)
    )
    for row in step.work.connection.execute(query):
        hidden = step.work.keys.hide(row.email, f"outbox:{cause}:{row.id}")
        queue(
            step,
            key=f"{cause}:{row.id}",
            channel="email",
            recipient=row.login,
            template=template,
            values=values,
            officer=row.id,
            address=hidden,
        )


def bundle_for(
    step: Step, people: Iterable[int], template: str, values: Mapping[str, object], *, cause: str
) -> None:
    """Keep a notice for the next set hour, when each person gets all of theirs in one."""
    for officer in dict.fromkeys(people):
        queue(
            step,
            key=f"{cause}:{officer}",
            channel="bundle",
            recipient=f"officer:{officer}",
            template=template,
            values=values,
            officer=officer,
            not_before=next_bundle(step.now),
        )


def tell_reporter(step: Step, template: str, values: Mapping[str, object]) -> str:
    """Queue a message to the reporter; say by which channel, `none` when nothing reaches them but a call."""
    channel, address = _reach(step)
    if address is None:
        return "none"
    count = step.recall("told", 0) + 1
    step.remember(told=count)
    key = f"reporter:{step.id}:{count}"
    queue(
        step,
        key=key,
        channel=channel,
        recipient="reporter",
        template=template,
        values=values,
        address=step.work.keys.hide(address, f"outbox:{key}"),
    )
    return channel


def _reach(step: Step) -> tuple[str, str | None]:
    """By e-mail if they left an address, else by the gateway if there is one and a mobile number."""
    if step.around.address is not None:
        return "email", step.work.keys.show(step.around.address, f"reporters:{step.id}:email") or ""
    gateway = step.work.platform.gateway
    if gateway is None or not step.recall("reporter", {}).get("has_phone"):
        return "none", None
    hidden = sa.select(reporters.c.phone).where(reporters.c.case_id == step.id)
    phone = step.work.connection.execute(hidden).scalar()
    return gateway.channels[0], mobile(step.work.keys.show(phone, f"reporters:{step.id}:phone"))
