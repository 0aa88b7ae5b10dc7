"""Sessions of officers who have logged in, kept on the server: a browser holds only a random token."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from engine.people.standing import Standing, standing_from, standing_query
from engine.store.tables import login_sessions, officers
from engine.store.tables.base import AT
from engine.work import Work

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Session:
    """An officer who is logged in; `csrf` is what the forms of this session must carry."""

    id: int
    standing: Standing
    csrf: str
    created_at: datetime
    seen_at: datetime

    def should_be_marked(self, now: datetime) -> bool:
        """Say whether the last visit is long enough ago to be written down again."""
        return now - self.seen_at >= SEEN_EVERY


def open_session(work: Work, officer: int, address: str) -> str:
    token = secrets.token_urlsafe(32)
    row = {
        "token_hash": _token_hash(token),
        "officer_id": officer,
        "csrf": secrets.token_urlsafe(32),
        "created_at": work.now,
        "seen_at": work.now,
        "ends_at": work.now + ABSOLUTE,
        "address": address,
    }
    work.run(sa.insert(login_sessions).values(row))
    return token


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


_ALIVE = (
    standing_query(
        login_sessions.c.id.label("session_id"),
        login_sessions.c.csrf,
        login_sessions.c.created_at,
        login_sessions.c.seen_at,
    )
    .join(login_sessions, login_sessions.c.officer_id == officers.c.id)
    .where(login_sessions.c.token_hash == sa.bindparam("token"))
    .where(login_sessions.c.ends_at > AT, login_sessions.c.seen_at > sa.bindparam("awake"))
)


def session(work: Work, token: str) -> Session | None:
    """The session of a token if it is alive; reads only, so a page costs no write."""
    found = standing_from(work, _ALIVE, token=_token_hash(token), awake=work.now - IDLE)
    if found is None:
        return None
    standing, row = found
    return Session(row.session_id, standing, row.csrf, row.created_at, row.seen_at)


def mark_seen(work: Work, session: Session) -> None:
    """Move the idle limit; call it in a write of its own, only when `should_be_marked` says so."""
    late = login_sessions.c.seen_at < work.now
    work.run(
        sa.update(login_sessions).where(login_sessions.c.id == session.id, late).values(seen_at=work.now)
    )


def sessions_of(work: Work, officer: int) -> list[sa.Row[Any]]:
    """The sessions of one officer that are alive, newest first, so that the owner may look through them."""
    rows = login_sessions.c
    query = (
        sa.select(rows.id, rows.created_at, rows.seen_at, rows.address)
        .where(rows.officer_id == officer, rows.ends_at > work.now, rows.seen_at > work.now - IDLE)
        .order_by(rows.seen_at.desc())
    )
    return list(work.connection.execute(query))


def log_out(work: Work, token: str) -> None:
    """End one session on the server, whatever the browser keeps."""
    work.run(sa.delete(login_sessions).where(login_sessions.c.token_hash == _token_hash(token)))


def end_all_sessions(work: Work, officer: int, *, keep: str | None = None) -> None:
    """End every session of an officer but the one whose token is `keep`."""
    ending = sa.delete(login_sessions).where(login_sessions.c.officer_id == officer)
    if keep:
        ending = ending.where(login_sessions.c.token_hash != _token_hash(keep))
    work.run(ending)


def forget_dead_sessions(work: Work) -> int:
    """Delete the sessions that are over; part of the regular cleaning."""
    over = sa.or_(login_sessions.c.ends_at <= work.now, login_sessions.c.seen_at <= work.now - IDLE)
    return work.run(sa.delete(login_sessions).where(over)).rowcount
