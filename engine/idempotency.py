"""The same request asked twice gets the same answer and is carried out once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from engine.errors import Conflict
from engine.store.tables import idempotency
from engine.work import Work

Answer = Mapping[str, Any]


def once(work: Work, key: str, actor: str, act: Callable[[], Answer]) -> tuple[Answer, bool]:
    """Carry out `act` unless `key` was answered before; return the answer and whether it is a repeat.

    The row is written in the transaction of the act itself, so neither exists without the other.
    """
    hidden = hashlib.sha256(f"{actor}\n{key}".encode()).hexdigest()
    kept = work.connection.execute(
        sa.select(idempotency.c.answer).where(idempotency.c.key == hidden)
    ).scalar()
    if kept is not None:
        return json.loads(kept), True
    answer = act()
    row = {"key": hidden, "actor": actor, "answer": json.dumps(answer, ensure_ascii=False), "at": work.now}
    try:
        work.run(sa.insert(idempotency), [row])
    except sa.exc.IntegrityError as error:  # the twin of this request committed while we worked
        raise Conflict from error
    return answer, False
