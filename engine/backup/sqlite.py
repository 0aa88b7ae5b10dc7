"""SQLite: the database as one file, as it stood at one moment.

VACUUM INTO reads one snapshot and keeps no writer waiting. SQLite's paged backup begins again at each write
of another connection, and on a busy system never ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

from engine.backup import disk
from engine.backup.errors import Damaged
from engine.backup.manifest import Contents
from engine.cases.leftovers import COPIES

KIND = "sqlite"
PART = "database"
Keep = Callable[[str, Iterable[bytes]], None]


def dump(source: Path, at: datetime, keep: Keep, aside: Path) -> Contents:
    """Hand the database to `keep`; the copy on the way lies `aside` for as long as that takes."""
    copy = aside / "snapshot.sqlite3"
    copy.unlink(missing_ok=True)  # left by a run that died
    with closing(sqlite3.connect(source, isolation_level=None)) as connection:
        connection.execute("vacuum into ?", (str(copy),))
    try:
        with closing(sqlite3.connect(copy)) as connection:
            contents = Contents(KIND, at, _revision(connection), list(_files(connection)))
        keep(PART, disk.blocks_of(copy))
    finally:
        copy.unlink()
    return contents


def _revision(connection: sqlite3.Connection) -> str:
    return str(connection.execute("select version_num from alembic_version").fetchone()[0])


def _files(connection: sqlite3.Connection) -> Iterator[str]:
    every = " union ".join(f"select {name} from files where {name} is not null" for name in COPIES)  # noqa: S608
    yield from (row[0] for row in connection.execute(f"{every} order by 1"))


def load(target: Path, blocks: Iterable[bytes]) -> None:
    """Write the database to where an installation expects it and look whether it is whole."""
    disk.write(target, blocks)
    with closing(sqlite3.connect(target)) as connection:
        try:
            found = connection.execute("pragma quick_check").fetchall()
        except sqlite3.DatabaseError as error:
            raise Damaged(name=PART) from error
    if found != [("ok",)]:
        raise Damaged(name=PART)
