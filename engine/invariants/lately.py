"""What came of the last check of the promises: kept for the operations page, the metrics and the watchdog."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.idempotency import hidden
from engine.invariants.asking import Broken
from engine.store.tables import idempotency
from engine.store.upserting import upsert
from engine.work import Work

_ACTOR = "scheduler:verify"
_KEY = hidden("verify:last", _ACTOR)


@dataclass(frozen=True)
class Check:
    """When the last check began and, unless it is at work or died, when it ended and what it found broken."""

    begun: datetime
    ended: datetime | None = None
    found: tuple[str, ...] = ()
    error: str | None = None


def begin(work: Work) -> None:
    """A check begins; what the one before found stays said until this one has ended."""
    before = last(work)
    found = list(before.found) if before else []
    _keep(work, {"begun": work.now.isoformat(), "found": found})


def end(work: Work, begun: datetime, found: Iterable[Broken]) -> None:
    names = [one.invariant.name for one in found]
    _keep(work, {"begun": begun.isoformat(), "ended": work.now.isoformat(), "found": names})


def fail(work: Work, begun: datetime, error: BaseException) -> None:
    """The check itself broke off: nobody knows whether the promises hold."""
    _keep(work, {"begun": begun.isoformat(), "found": [], "error": type(error).__name__})


def last(work: Work) -> Check | None:
    """The last check, if there was one within the time that answers are kept."""
    query = sa.select(idempotency.c.answer).where(idempotency.c.key == _KEY)
    kept = work.connection.execute(query).scalar()
    if kept is None:
        return None
    told = json.loads(kept)
    ended = told.get("ended")
    return Check(
        datetime.fromisoformat(told["begun"]),
        datetime.fromisoformat(ended) if ended else None,
        tuple(told["found"]),
        told.get("error"),
    )


def _keep(work: Work, answer: Mapping[str, Any]) -> None:
    row = {"key": _KEY, "actor": _ACTOR, "answer": json.dumps(answer), "at": work.now}
    work.run(upsert(work.connection, idempotency, unique=["key"], changing=["answer", "at"]), [row])
