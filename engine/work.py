"""One transaction at one instant: what every verb of the engine is given first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.errors import BrokenProcedure
from engine.evidence import Folder
from engine.keys import Keys
from engine.notices.gateway import Gateway, gateway_of
from engine.store import database
from engine.store.writing import Rows, write

if TYPE_CHECKING:
    from engine.releases import Library

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class Work:
    """One transaction: a connection, the single instant it happens at, and the system around it."""

    platform: Platform
    connection: sa.Connection
    now: datetime

    def run(
        self, statement: sa.Executable, rows: object = None
    ) -> sa.CursorResult[sa.Row[tuple[object, ...]]]:
        return self.connection.execute(statement, rows)  # type: ignore[call-overload,no-any-return]

    def write(self, statement: sa.Insert, rows: Rows) -> None:
        """Insert rows that name the same columns; cheaper than `run`, and nothing comes back."""
        write(self.connection, statement, rows)

    @property
    def keys(self) -> Keys:
        return self.platform.keys


@dataclass
class Platform:
    """One installation: its database, clock, keys, files and the releases it has read."""

    engine: sa.Engine
    keys: Keys
    files: Folder
    data: Path
    clock: Clock = wall_clock
    domain: str = "127.0.0.1:8731"
    caches: dict[str, object] = field(default_factory=dict)
    gateway: Gateway | None = None

    @cached_property
    def library(self) -> Library:
        from engine.releases import Library  # releases are read in a Work, so not at import

        return Library()

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Open one write transaction; the clock is read once, after the lock is held.

        A step that a fault of the procedure broke leaves nothing but an incident, written afterwards.
        """
        try:
            with database.writing(self.engine) as connection:
                yield Work(self, connection, self.clock())
        except BrokenProcedure as error:
            self._note_incident(error)
            raise

    def _note_incident(self, error: BrokenProcedure) -> None:
        from engine import incidents  # repairing takes a step, which needs all of the engine

        with database.writing(self.engine) as connection:
            incidents.note(Work(self, connection, self.clock()), error.data)

    @contextmanager
    def look(self) -> Iterator[Work]:
        """Open one reading transaction."""
        with database.reading(self.engine) as connection:
            yield Work(self, connection, self.clock())


def open_platform(data: Path, url: str | None = None, *, clock: Clock = wall_clock) -> Platform:
    """Open the installation whose files lie in `data`; its database too, unless `url` says otherwise."""
    data.mkdir(parents=True, exist_ok=True)
    engine = database.connect(url or f"sqlite:///{data / 'phananh.sqlite3'}")
    keys, files = Keys.load(data / "keys.json"), Folder(data / "files")
    return Platform(engine, keys, files, data, clock, gateway=gateway_of(os.environ))
