"""The door: logging in and out.

`log_in` takes the platform, not a transaction: a failed attempt must be kept although it ends in an
error, and the slow check of the password must not hold the writers' lock.
"""

from __future__ import annotations

import sqlalchemy as sa

from engine.people import passwords, patience, sessions
from engine.people.errors import LoginRefused
from engine.people.officers import normal_login
from engine.people.sessions import Session, end_all_sessions, log_out, mark_seen, session, sessions_of
from engine.store.tables import officers
from engine.work import Platform, Work

__all__ = ["Session", "end_all_sessions", "log_in", "log_out", "mark_seen", "session", "sessions_of"]


def log_in(
    platform: Platform, login: str, password: str, address: str, *, replacing: str | None = None
) -> str:
    """Return the token of a new session, or raise one error for unknown users and wrong passwords alike.

    1. Count the attempt as failed before it is known, so that many at once gain nothing.
    2. Check the password without holding any lock.
    3. If it is right, take the attempt back, end the session that it is `replacing`, and open a new one.
    """
    with platform.work() as work:
        held_back = patience.knock(work, login, address)
        kept = None if held_back else _account(work, login)
    if held_back:
        raise held_back
    right = passwords.verify(kept.password_hash if kept else passwords.nobodys_hash(), password)
    if not kept or not right:
        raise LoginRefused
    with platform.work() as work:
        if _account(work, login) != kept:
            raise LoginRefused  # the password or the account changed while we were looking
        patience.forgive(work, login, address)
        _renew_hash(work, kept, password)
        if replacing:
            sessions.log_out(work, replacing)
        return sessions.open_session(work, kept.id, address)


def _account(work: Work, login: str) -> sa.Row[int, str] | None:
    query = sa.select(officers.c.id, officers.c.password_hash).where(
        officers.c.login == normal_login(login), officers.c.active
    )
    return work.connection.execute(query).first()


def _renew_hash(work: Work, kept: sa.Row[int, str], password: str) -> None:
    if passwords.is_outdated(kept.password_hash):
        new = passwords.hash_password(password)
        work.run(sa.update(officers).where(officers.c.id == kept.id).values(password_hash=new))
