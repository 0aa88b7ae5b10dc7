"""Somebody holds the database for long: readers hinder nobody, and a writer who does is told as such, not as a fault."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.errors import Busy
from engine.store.tables import idempotency
from engine.work import Platform

WRITES = 300


@pytest.fixture
def other(platform: Platform) -> Iterator[sqlite3.Connection]:
    """A connection of another program on the same file."""
    if platform.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps old rows for a long reader, not a log")
    made = sqlite3.connect(str(platform.engine.url.database), isolation_level=None)
    yield made
    made.close()


def _write(platform: Platform, name: str) -> list[float]:
    """Keep some hundred answers of ten kilobytes; how long each took."""
    took = []
    for number in range(WRITES):
        begun = time.perf_counter()
        with platform.work() as work:
            row = {"key": f"{name}-{number}", "actor": "a", "answer": "x" * 10_000, "at": work.now}
            work.run(sa.insert(idempotency), [row])
        took.append(time.perf_counter() - begun)
    return sorted(took)


def _log(platform: Platform) -> int:
    return Path(f"{platform.engine.url.database}-wal").stat().st_size


def test_writers_go_on_beside_a_long_reader_and_the_log_is_used_anew_afterwards(
    platform: Platform, other: sqlite3.Connection
) -> None:
    _write(platform, "before")
    bounded = _log(platform)
    other.execute("begin")
    assert other.execute("select count(*) from idempotency").fetchone() == (WRITES,)
    took = _write(platform, "beside")
    assert took[int(WRITES * 0.99)] < 1
    grown = _log(platform)
    assert grown > bounded / 2
    assert other.execute("select count(*) from idempotency").fetchone() == (WRITES,)  # its view stands still
    other.execute("rollback")
    _write(platform, "after")
    _write(platform, "later")
    assert _log(platform) <= max(grown, bounded) * 1.1


def test_rows_that_somebody_holds_for_long_are_not_waited_for(platform: Platform) -> None:
    """An administrator's own program has begun something and gone to lunch."""
    if platform.engine.dialect.name != "postgresql":
        pytest.skip("SQLite locks the whole file, see below")
    with platform.engine.connect() as holder:
        holder.execute(sa.text("lock table idempotency in access exclusive mode"))
        begun = time.monotonic()
        with pytest.raises(Busy), platform.look() as work:
            work.connection.execute(sa.select(idempotency)).all()
        assert 4 < time.monotonic() - begun < 10
        holder.rollback()
    with platform.look() as work:
        assert work.connection.execute(sa.select(idempotency)).all() == []


def test_a_database_that_somebody_else_has_locked_is_busy_not_broken(
    platform: Platform, other: sqlite3.Connection
) -> None:
    other.execute("begin immediate")
    begun = time.monotonic()
    with pytest.raises(Busy), platform.work():
        pass
    assert 4 < time.monotonic() - begun < 10
    with platform.look() as work:
        assert work.connection.execute(sa.select(idempotency)).all() == []
    other.execute("rollback")
    with platform.work():
        pass
