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
        number = int(_hidden(key, actor)[:15], 16)
        work.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.literal(number, sa.BigInteger))))


def _hidden(key: str, actor: str) -> str:
    return hashlib.sha256(f"{actor}\n{key}".encode()).hexdigest()


def answer_of(key: str, actor: str) -> sa.ScalarSelect[str]:
    """The answer kept for a key, as a value to ride along in another statement."""
    query = sa.select(idempotency.c.answer).where(idempotency.c.key == _hidden(key, actor))
    return query.scalar_subquery()


def kept_answer(work: Work, key: str, actor: str) -> Answer | None:
    return read_answer(work.connection.execute(sa.select(answer_of(key, actor))).scalar())


def read_answer(kept: str | None) -> Answer | None:
    return None if kept is None else json.loads(kept)


def keep(work: Work, key: str, actor: str, answer: Answer) -> None:
    """Keep the answer in the transaction of the act itself."""
    hidden = _hidden(key, actor)
    row = {"key": hidden, "actor": actor, "answer": json.dumps(answer, ensure_ascii=False), "at": work.now}
    try:
        work.run(sa.insert(idempotency), [row])
    except sa.exc.IntegrityError as error:  # the twin of this request committed while we worked
        raise Conflict from error
