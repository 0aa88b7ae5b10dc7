"""Connections to SQLite and PostgreSQL, each with the profile it needs to keep its promises."""

from __future__ import annotations

import errno
import fcntl
import json
import logging
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy import event

from engine import faultpoints, metrics
from engine.errors import Busy, Full

SQLITE_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",  # a receipt handed out survives a power cut
    "foreign_keys = ON",
    "busy_timeout = 5000",
    "trusted_schema = OFF",
    "temp_store = MEMORY",
)


# A line may die without a word: a switch without power, a machine that is gone. Each side then notices within
# some fifteen seconds, or a node would wait for hours, and one that is gone would keep its locks as long.
# Nobody waits longer for a lock than on SQLite.
_WATCHED = {
    "lock_timeout": "5s",
    "tcp_keepalives_idle": 5,
    "tcp_keepalives_interval": 2,
    "tcp_keepalives_count": 3,
}
POSTGRESQL_LINE: Mapping[str, str | int] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "options": " ".join(f"-c {name}={value}" for name, value in _WATCHED.items()),
}


# PostgreSQL's classes of errors: no room or memory left, trouble of the system around it.
_OF_THE_DISK = ("53", "58")
log = logging.getLogger(__name__)

# JSON as columns keep it; made once, since a step writes a dozen.
dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def connect(url: str) -> sa.Engine:
    """Return an engine for `url` whose write transactions are serialised or locked as each database needs."""
    if url.startswith("sqlite"):
        return _sqlite(url)
    return sa.create_engine(
        url,
        json_serializer=dump,
        hide_parameters=True,  # an error that is logged must not hold what a person wrote
        connect_args=_line(url),
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=10,
    )


def _line(url: str) -> dict[str, str | int]:
    """How a connection is watched; what the address itself says comes first."""
    said = sa.make_url(url).query
    return {name: value for name, value in POSTGRESQL_LINE.items() if name not in said}


def _sqlite(url: str) -> sa.Engine:
    engine = sa.create_engine(
        url, json_serializer=dump, hide_parameters=True, connect_args={"timeout": 5}, pool_size=20
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # The driver's own transaction handling loses updates without an error; we begin by hand.
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        reading = connection.get_execution_options().get("reading")
        connection.exec_driver_sql("begin" if reading else "begin immediate")

    return engine


@contextmanager
def gate(engine: sa.Engine) -> Iterator[None]:
    """Queue writers of one SQLite file fairly; its own busy handler lets one writer starve the others."""
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path or path == ":memory:":
        yield
        return
    with _opened(Path(f"{path}.gate")) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(lock, fcntl.LOCK_UN)


def _opened(gate: Path) -> IO[str]:
    try:
        return gate.open("a")
    except OSError as error:  # the disk has turned read-only, or is full
        metrics.BUSY.inc()
        log.error("the gate of the database: %s", error)
        raise (Full if error.errno in (errno.ENOSPC, errno.EDQUOT) else Busy) from error


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One write transaction; everything in it is kept, or nothing."""
    with gate(engine), _told_when_busy(), engine.begin() as connection:
        yield connection
        faultpoints.reached("before commit")
    faultpoints.reached("after commit")


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One consistent view that never blocks a writer."""
    with _told_when_busy(), engine.connect().execution_options(reading=True) as connection:
        yield connection


@contextmanager
def _told_when_busy() -> Iterator[None]:
    try:
        yield
    except sa.exc.OperationalError as error:
        metrics.BUSY.inc()
        if _is_ill(error.orig):
            log.error("the database: %s", str(error.orig).partition("\n")[0])
        raise (Full if _is_full(error.orig) else Busy) from error


def _is_ill(error: BaseException | None) -> bool:
    """Whether the disk of the database is at fault; who is merely in the way, or away, is told elsewhere."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_BUSY) & 0xFF
    state = getattr(error, "sqlstate", None) or ""
    return code not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or state[:2] in _OF_THE_DISK


def _is_full(error: BaseException | None) -> bool:
    """Whether the disk, not another writer, stood in the way."""
    return (
        getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        or getattr(error, "sqlstate", None) == "53100"
    )
