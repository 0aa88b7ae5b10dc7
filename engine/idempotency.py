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
_KEPT = sa.select(idempotency.c.answer).where(idempotency.c.key == sa.bindparam("hidden"))
_KEEP = sa.insert(idempotency)


def once(work: Work, key: str, actor: str, act: Callable[[], Answer]) -> tuple[Answer, bool]:
    """Carry out `act` unless `key` was answered before; return the answer and whether it is a repeat.

    The row is written in the transaction of the act itself, so neither exists without the other.
    """
    _queue_behind_twin(work, key, actor)
    kept = kept_answer(work, key, actor)
    if kept is not None:
        return kept, True
    answer = act()
    keep(work, key, actor, answer)
    return answer, False


def _queue_behind_twin(work: Work, key: str, actor: str) -> None:
    """PostgreSQL lets two requests with one key run side by side; the second waits here for the first."""
    if work.connection.dialect.name == "postgresql":
        number = int(hidden(key, actor)[:15], 16)
        work.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.literal(number, sa.BigInteger))))


def hidden(key: str, actor: str) -> str:
    """What the store knows a request by; the key itself stays with whoever made it."""
    return hashlib.sha256(f"{actor}\n{key}".encode()).hexdigest()


def mark(key: str, actor: str) -> str:
    """A short sign of a request, for what is written anyway to carry."""
    return hidden(key, actor)[:32]


def kept_answer(work: Work, key: str, actor: str) -> Answer | None:
    kept = work.connection.execute(_KEPT, {"hidden": hidden(key, actor)}).scalar()
    return None if kept is None else json.loads(kept)


def keep(work: Work, key: str, actor: str, answer: Answer) -> None:
    """Keep the answer in the transaction of the act itself."""
    row = {
        "key": hidden(key, actor),
        "actor": actor,
        "answer": json.dumps(answer, ensure_ascii=False),
        "at": work.now,
    }
    try:
        work.run(_KEEP, row)
    except sa.exc.IntegrityError as error:  # the twin of this request committed while we worked
        raise Conflict from error
