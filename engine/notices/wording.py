"""The words of a message on its channel, and the address it goes to, shown only while it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from engine.notices.carrying import Mail
from engine.notices.sms import fitted
from engine.people.units import day_of
from engine.releases.texts import Texts
from engine.store.tables import hotlines
from engine.work import Platform, Work

NEUTRAL = "notice.neutral"
# A telephone is seen by whoever holds it: these channels say nothing unless the release has words for them.
SHORT = ("sms", "zalo")


def mail_of(platform: Platform, row: Any) -> Mail:
    with platform.look() as work:
        texts = work.platform.library.in_force(work).texts
        address = work.keys.show(row.address, f"outbox:{row.key}") or ""
        values = {**row.parameters, "domain": platform.domain, "hotline": _hotline(work)}
    if row.channel in SHORT:
        return Mail(row.key, address, "", short_words(texts, row.template, values, row.channel), row.channel)
    subject = say(texts, row.template, values, "subject")
    return Mail(row.key, address, subject, say(texts, row.template, values, "body"))


def say(texts: Texts, name: str, values: Mapping[str, object], form: str) -> str:
    """A notice's wording for one channel; one that has none falls back to the neutral sentence."""
    known = name if name in texts else NEUTRAL
    return texts.say(known, values, form=form)


def short_words(texts: Texts, name: str, values: Mapping[str, object], channel: str) -> str:
    """The notice's own words for the channel, else the neutral ones; never more than two parts of an SMS."""
    own = texts.entries.get(name, {})
    known = name if f"{channel}_vi" in own or channel in own else NEUTRAL
    text = texts.say(known, values, form=channel)
    return fitted(text) if channel == "sms" else text


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
