"""Bringing a database to the present schema, and telling whether it is there.

There is no way back: a release of the program reads the schema before its own, and who must return restores
a backup.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from engine.errors import PhananhError
from engine.store import database

_STEPS = Path(__file__).parents[1] / "migrations"
# Any fixed number does; two nodes that start together must ask for the same lock.
_LOCK = 731
_KIND = 1000


class OldSchema(PhananhError):
    """Cơ sở dữ liệu ở bước {current}, chương trình cần bước {newest}. Hãy chạy: phananh migrate."""

    en = "The database is at step {current} and the program needs {newest}. Run: phananh migrate."


def upgrade(engine: sa.Engine) -> None:
    """Run every step that the database lacks, all in one transaction; nodes that start together queue."""
    with database.writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("set local lock_timeout = 0")  # however long another node's steps take
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        if _is_ahead(MigrationContext.configure(connection).get_current_revision()):
            return
        command.upgrade(_config(connection), "head")


def make(connection: sa.Connection, step: str) -> None:
    """Give an empty database the schema that it had at a step, within the transaction that is given."""
    command.upgrade(_config(connection), step)


def stamp(connection: sa.Connection) -> None:
    """Say of a schema that was made otherwise that it is the newest."""
    command.stamp(_config(connection), "head")


def current(engine: sa.Engine) -> str | None:
    """The step that the database has reached; None when it is empty."""
    with database.reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The step that this program needs."""
    return str(ScriptDirectory(str(_STEPS)).get_current_head())


def require(engine: sa.Engine) -> None:
    """Raise OldSchema unless the database is where this program needs it, or ahead but of its kind."""
    found = current(engine)
    if found != newest() and not _is_ahead(found):
        raise OldSchema(current=found or "–", newest=newest())


def _is_ahead(found: str | None) -> bool:
    """Whether a newer program has been here whose schema this one can live with.

    Steps only add, so that nodes of two versions may run side by side while one after the other is renewed.
    A step that takes something away gets a number of the next thousand, and older programs refuse it.
    """
    if found is None or not found.isdecimal():
        return False
    needed = int(newest())
    return int(found) > needed and int(found) // _KIND == needed // _KIND


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
