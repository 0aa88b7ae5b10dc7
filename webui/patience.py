"""The patience with one address: so many requests of a kind in an hour, counted in the database.

Many people may share one address (a telephone company, a school), so the limits are wide: they stop
machines, not villages.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from math import ceil

import sqlalchemy as sa

from engine import settings
from engine.store.tables import login_failures as counted
from engine.work import Work
from webui import here
from webui.errors import TooMany

WINDOW = timedelta(hours=1)
# An administrator may set `limit_report` and so on among the settings.
LIMITS = {"report": 60, "code": 20, "act": 60}


def spend(work: Work, kind: str) -> None:
    """Count one request of this kind from this address, or raise TooMany."""
    subject = _subject(kind)
    _take_lock(work, subject)
    row = work.connection.execute(sa.select(counted).where(counted.c.subject == subject)).first()
    if row is None:
        work.run(sa.insert(counted).values(subject=subject, count=1, last_at=work.now))
        return
    # `last_at` is when the hour began.
    ends = row.last_at + WINDOW
    if ends <= work.now:
        _set(work, subject, count=1, last_at=work.now)
    elif row._mapping["count"] < _limit(work, kind):
        _set(work, subject, count=counted.c.count + 1)
    else:
        raise TooMany(minutes=ceil((ends - work.now) / timedelta(minutes=1)))


def must_have_left(work: Work, kind: str) -> None:
    """Raise TooMany when this address has used up what it may, without counting."""
    row = work.connection.execute(sa.select(counted).where(counted.c.subject == _subject(kind))).first()
    if row and row.last_at + WINDOW > work.now and row._mapping["count"] >= _limit(work, kind):
        raise TooMany(minutes=ceil((row.last_at + WINDOW - work.now) / timedelta(minutes=1)))


def _subject(kind: str) -> str:
    return f"{kind}:{hashlib.sha256(here.address().encode()).hexdigest()}"


def _limit(work: Work, kind: str) -> int:
    return settings.whole_number(settings.read_settings(work), f"limit_{kind}", LIMITS[kind])


def _take_lock(work: Work, subject: str) -> None:
    """Let requests from one address count one by one; SQLite has one writer anyway."""
    if work.connection.dialect.name == "postgresql":
        work.run(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(subject))))


def _set(work: Work, subject: str, **values: object) -> None:
    work.run(sa.update(counted).where(counted.c.subject == subject).values(values))
