"""Messages from one case to another travel by the outbox, so that a step locks one case only."""

from __future__ import annotations

import sqlalchemy as sa

from engine.store.tables import outbox
from engine.work import Work


def queue_message(work: Work, case_id: int, message: str) -> None:
    """Let a case hear a message soon; telling it twice is harmless."""
    key = f"message:{message}:{case_id}"
    if work.connection.execute(sa.select(outbox.c.id).where(outbox.c.key == key)).first():
        return
    row = {
        "key": key,
        "case_id": case_id,
        "channel": "case",
        "template": message,
        "parameters": {},
        "recipient": f"case:{case_id}",
        "created_at": work.now,
        "not_before": work.now,
    }
    work.run(sa.insert(outbox), [row])
