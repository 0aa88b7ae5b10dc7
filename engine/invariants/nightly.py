"""The promises are asked of the live data each night; a broken one is an alarm to every administrator."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, time
from typing import Any

import sqlalchemy as sa

from engine import audit
from engine.deadlines import ZONE
from engine.idempotency import kept_answer, once
from engine.invariants import lately
from engine.invariants.asking import Broken, broken
from engine.invariants.catalogue import INVARIANTS
from engine.people.standing import in_force
from engine.store.tables import memberships, notices, officers, outbox
from engine.work import Platform, Work

log = logging.getLogger("phananh.verify")
HOUR = time(2, 0)
CLOCK = "scheduler:verify"
TEXT = "alarm.promises"
EXAMPLES = 5


def verify_by_night(platform: Platform) -> str:
    """Once a night, by whichever node comes first; say what came of it."""
    with platform.look() as work:
        today = work.now.astimezone(ZONE)
        if today.time() < HOUR or kept_answer(work, _key(today.date()), CLOCK) is not None:
            return "not now"
    with platform.work() as work:
        _, begun = once(work, _key(today.date()), CLOCK, lambda: {"at": work.now.isoformat()})
    return "not now" if begun else _verify(platform, today.date())


def _key(day: date) -> str:
    return f"verify:{day.isoformat()}"


def _verify(platform: Platform, day: date) -> str:
    with platform.work() as work:
        lately.begin(work)
        begun = work.now
    try:
        found = broken(platform, INVARIANTS)
    except Exception as error:
        # Whatever it was: a check that breaks off must not look like one that found nothing.
        with platform.work() as work:
            lately.fail(work, begun, error)
        raise
    with platform.work() as work:
        lately.end(work, begun, found)
    if not found:
        return "sound"
    for one in found:
        log.error("%s", one)
    with platform.work() as work:
        alarm(work, found, _key(day))
    return ", ".join(one.invariant.name for one in found)


def alarm(work: Work, found: Iterable[Broken], key: str, text: str = TEXT) -> None:
    """Put it before every administrator, in the application and by e-mail, and into the log."""
    names = {one.invariant.name: list(one.found[:EXAMPLES]) for one in found}
    audit.record(work, "verify:broken", officer=None, detail={"found": names})
    told = {"promises": ", ".join(names), "n": len(names), "report_no": "–", "hotline": ""}
    people = list(_administrators(work))
    if people:
        work.run(sa.insert(notices), [_notice(work, person, text, told) for person in people])
    mails = [_mail(work, person, text, told, f"{key}:{person.id}") for person in people if person.email]
    if mails:
        work.run(sa.insert(outbox), mails)


def _administrators(work: Work) -> Iterable[Any]:
    query = (
        sa.select(officers.c.id, officers.c.login, officers.c.email)
        .join(memberships, memberships.c.officer_id == officers.c.id)
        .where(memberships.c.role == "administrator", officers.c.active, in_force(memberships, work.now))
        .distinct()
    )
    return work.connection.execute(query)


def _notice(work: Work, person: Any, text: str, told: dict[str, object]) -> dict[str, object]:
    return {
        "officer_id": person.id,
        "template": text,
        "parameters": {**told, "domain": work.platform.domain},
        "at": work.now,
        "urgent": True,
    }


def _mail(work: Work, person: Any, text: str, told: dict[str, object], key: str) -> dict[str, object]:
    return {
        "key": key,
        "channel": "email",
        "template": text,
        "parameters": told,
        "address": work.keys.hide(person.email, f"outbox:{key}"),
        "officer_id": person.id,
        "recipient": person.login,
        "created_at": work.now,
        "not_before": work.now,
    }
