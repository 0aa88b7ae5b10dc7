"""What waits for one person becomes one notice of theirs, and one letter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa

from engine.errors import Busy, Conflict
from engine.store.tables import notices, officers, outbox
from engine.work import Platform, Work


def unless_in_the_way(send: Callable[[], bool]) -> bool:
    """Leave what meets another writer to the next round, so that the rest of this one goes out."""
    try:
        return send()
    except (Conflict, Busy):
        return False


def send_bundles(platform: Platform, rows: Sequence[Any]) -> list[bool]:
    """Everything that waited for one person becomes one notice of theirs."""
    people: dict[int, list[Any]] = {}
    for row in rows:
        people.setdefault(row.officer_id, []).append(row)
    return [unless_in_the_way(partial(_bundle, platform, *one)) for one in people.items()]


def _bundle(platform: Platform, officer: int, rows: Sequence[Any]) -> bool:
    fresh = sa.update(outbox).where(outbox.c.id.in_([row.id for row in rows]), outbox.c.state == "waiting")
    with platform.work() as work:
        sent = fresh.values(state="sent", sent_at=work.now, tries=outbox.c.tries + 1)
        if work.run(sent).rowcount != len(rows):
            raise Conflict  # another node bundled some of them; the next round looks again
        work.run(sa.insert(notices), [_bundled(work, officer, rows)])
        _mail_bundle(work, officer, rows)
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
