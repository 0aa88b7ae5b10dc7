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


class OldSchema(PhananhError):
    """Cơ sở dữ liệu ở bước {current}, chương trình cần bước {newest}. Hãy chạy: phananh migrate."""

    en = "The database is at step {current} and the program needs {newest}. Run: phananh migrate."


def upgrade(engine: sa.Engine) -> None:
    """Run every step that the database lacks, all in one transaction; nodes that start together queue."""
    with database.writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        command.upgrade(_config(connection), "head")


def make(connection: sa.Connection, step: str) -> None:
    """Give an empty database the schema that it had at a step, within the transaction that is given."""
    command.upgrade(_config(connection), step)


def current(engine: sa.Engine) -> str | None:
    """The step that the database has reached; None when it is empty."""
    with database.reading(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The step that this program needs."""
    return str(ScriptDirectory(str(_STEPS)).get_current_head())


def require(engine: sa.Engine) -> None:
    """Raise OldSchema unless the database is where this program needs it."""
    found = current(engine)
    if found != newest():
        raise OldSchema(current=found or "–", newest=newest())


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
