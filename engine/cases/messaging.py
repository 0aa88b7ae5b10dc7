"""Messages from one case to another travel by the outbox, so that a step locks one case only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from engine.store.tables import outbox
from engine.work import Work


def queue_messages(
    work: Work, case_ids: Iterable[int], message: str, payload: Mapping[str, object], *, cause: str
) -> None:
    """Let cases hear a message soon, each once for the same cause."""
    keys = {f"message:{message}:{case_id}:{cause}": case_id for case_id in case_ids}
    query = sa.select(outbox.c.key).where(outbox.c.key.in_(list(keys)))
    known = set(work.connection.execute(query).scalars()) if keys else set()
    rows = [_row(work, key, case_id, message, payload) for key, case_id in keys.items() if key not in known]
    if rows:
        work.run(sa.insert(outbox), rows)


def _row(
    work: Work, key: str, case_id: int, message: str, payload: Mapping[str, object]
) -> dict[str, object]:
    return {
        "key": key,
        "case_id": case_id,
        "channel": "case",
        "template": message,
        "parameters": dict(payload),
        "recipient": f"case:{case_id}",
        "created_at": work.now,
        "not_before": work.now,
    }
