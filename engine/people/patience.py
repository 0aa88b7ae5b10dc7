"""The patience with those who guess passwords: each failure counts, and waits double.

The counters live in the database, so a restart forgives nobody and every node counts alike.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from engine.people.errors import LoginHeldBack
from engine.people.officers import normal_login
from engine.store.tables import login_failures
from engine.work import Work

# A whole People's Committee may share one address, so an address is given more tries than an account.
TRIES = {"login": 5, "address": 20}
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=24)


def _subjects(login: str, address: str) -> dict[str, str]:
    """The keys of the two counters; hashed, because people type passwords where the user name belongs."""
    return {"login": _subject("login", normal_login(login)), "address": _subject("address", address)}


def _subject(kind: str, value: str) -> str:
    return f"{kind}:{hashlib.sha256(value.encode()).hexdigest()}"


def knock(work: Work, login: str, address: str) -> LoginHeldBack | None:
    """Count an attempt, or say how long to wait."""
    subjects = _subjects(login, address)
    _take_lock(work, subjects)
    query = sa.select(login_failures).where(login_failures.c.subject.in_(subjects.values()))
    counted = {row.subject: row for row in work.connection.execute(query)}
    waits = [
        row.blocked_until for row in counted.values() if row.blocked_until and row.blocked_until > work.now
    ]
    if waits:
        return _held_back(max(waits) - work.now)
    for kind, subject in subjects.items():
        _count(work, subject, counted.get(subject), TRIES[kind])
    return None


def _take_lock(work: Work, subjects: dict[str, str]) -> None:
    """Let attempts on one account or from one address pass one by one; SQLite has one writer anyway."""
    if work.connection.dialect.name == "postgresql":
        for subject in sorted(subjects.values()):
            work.run(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(subject))))


def _count(work: Work, subject: str, kept: sa.Row[Any] | None, tries: int) -> None:
    recent = kept is not None and work.now - kept.last_at < FORGOTTEN_AFTER
    count = 1 + (kept._mapping["count"] if kept is not None and recent else 0)
    row = {"count": count, "last_at": work.now, "blocked_until": _blocked_until(work.now, count, tries)}
    if kept is None:
        work.run(sa.insert(login_failures).values(subject=subject, **row))
    else:
        work.run(sa.update(login_failures).where(login_failures.c.subject == subject).values(row))


def _blocked_until(now: datetime, count: int, tries: int) -> datetime | None:
    if count < tries:
        return None
    doublings = min(count - tries, 20)
    return now + min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _held_back(left: timedelta) -> LoginHeldBack:
    minutes, seconds = divmod(max(1, round(left.total_seconds())), 60)
    if minutes:
        whole = minutes + (seconds > 0)
        return LoginHeldBack(wait=f"{whole} phút", wait_en=f"{whole} minutes")
    return LoginHeldBack(wait=f"{seconds} giây", wait_en=f"{seconds} seconds")


def forgive(work: Work, login: str, address: str) -> None:
    """Forget the account's failures; of the address only this attempt, or one account would whitewash it."""
    subjects = _subjects(login, address)
    work.run(sa.delete(login_failures).where(login_failures.c.subject == subjects["login"]))
    fewer = {"count": login_failures.c.count - 1, "blocked_until": None}
    work.run(
        sa.update(login_failures)
        .where(login_failures.c.subject == subjects["address"], login_failures.c.count > 0)
        .values(fewer)
    )


def forget_old_failures(work: Work) -> int:
    """Delete counters nobody has touched for a day; part of the regular cleaning."""
    return work.run(
        sa.delete(login_failures).where(login_failures.c.last_at < work.now - FORGOTTEN_AFTER)
    ).rowcount
