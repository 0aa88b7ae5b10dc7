"""What people were told in a scenario, each under the name that scenario files use."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine.scenarios.player import Player
from engine.store import tables
from engine.work import Work


def told(player: Player) -> dict[str, list[str]]:
    """Everything people were told since this was last asked, by person; asking counts as checking."""
    with player.platform.look() as work:
        rows = player.new_notices(work)
        mails = _mails(player, work)
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(player.login(row.officer_id), []).append(_notice(row))
        player.notices_seen = row.id
    for person, text in mails:
        found.setdefault(person, []).append(text)
    player.mails_seen = len(player.mail.sent)
    return found


def _notice(row: Any) -> str:
    text = str(row.template)
    if text == "notice.bundle":
        text = "bundle of " + ", ".join(sorted(line["template"] for line in row.parameters["lines"]))
    return f"{text} (urgent)" if row.urgent else text


def _mails(player: Player, work: Work) -> list[tuple[str, str]]:
    """Who received which message: by the address it was sent to, not by what the row says."""
    fresh = player.mail.sent[player.mails_seen :]
    if not fresh:
        return []
    query = sa.select(tables.outbox.c.key, tables.outbox.c.template)
    names = {row.key: row.template for row in work.connection.execute(query)}
    people = {row.email: row.login for row in work.connection.execute(sa.select(tables.officers))}
    people |= player.reporters
    return [(people.get(mail.to, mail.to), f"mail {names[mail.key]}") for mail in fresh]
