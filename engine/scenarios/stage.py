"""Where scenarios are played: one installation made once, and a fresh copy of it for each."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from engine import releases
from engine.evidence import Folder
from engine.installing import PROVINCE, RELEASE
from engine.keys import Keys
from engine.reference import import_reference
from engine.releases import Library, Release
from engine.scenarios import roster
from engine.scenarios.clock import VirtualClock
from engine.store import database
from engine.store.tables import metadata
from engine.work import Platform

# On PostgreSQL copying a database takes a second; putting back the rows of one takes a twentieth of that.
# Deleting passes by foreign keys and by the triggers that forbid it; a release never changes, so it stays.
KEEP = """
do $$ declare name text; filled boolean; begin
    create schema kept;
    for name in select tablename from pg_tables where schemaname = 'public' loop
        execute format('select exists (select from public.%%I)', name) into filled;
        if filled then execute format('create table kept.%%I as table public.%%I', name, name); end if;
    end loop;
    create table kept.counts as select sequencename, last_value from pg_sequences where schemaname = 'public';
end $$"""
RESTORE = """
do $$ declare name text; one record; begin
    set local session_replication_role = replica;
    for name in select tablename from pg_tables
        where schemaname = 'public' and tablename not in ('alembic_version', 'release_files') loop
        execute format('delete from public.%%I', name);
        if to_regclass(format('kept.%%I', name)) is not null then
            execute format('insert into public.%%I select * from kept.%%I', name, name);
        end if;
    end loop;
    for one in select * from kept.counts loop
        perform setval(
            format('public.%%I', one.sequencename)::regclass,
            coalesce(one.last_value, 1), one.last_value is not null);
    end loop;
end $$"""


@dataclass
class Stage:
    """A template database with the province, the people and the release in force since the first day."""

    url: str | None = None
    release: Path = RELEASE
    province: Path = PROVINCE
    roster: Path | None = None
    name: str = "scenarios"  # several stages may stand on one server, each under a name of its own
    library: Library = field(default_factory=Library)
    _engines: dict[str, sa.Engine] = field(default_factory=dict)

    @cached_property
    def folder(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="phananh-scenario-"))

    @cached_property
    def template(self) -> Platform:
        """The installation that every scenario copies; made at first use."""
        url = f"sqlite:///{self.folder / 'template.sqlite3'}" if self.url is None else self._create()
        platform = self._platform(url, VirtualClock())
        metadata.create_all(platform.engine)
        with platform.work() as work:
            import_reference(work, self.province)
            self.people = roster.enter(work, self.roster or self.release / "scenarios" / "roster.yaml")
            self.release_id = releases.deploy(work, self.release)
            releases.put_in_force(work, self.release_id)
        if self.url is not None:
            with platform.engine.begin() as connection:
                connection.exec_driver_sql(KEEP)
        platform.engine.dispose()
        return platform

    @cached_property
    def whole(self) -> Release:
        """The release as its folder has it, whatever is tried on the stage afterwards."""
        with self.template.look() as work:
            return self.library.release(work, self.release_id)

    @contextmanager
    def fresh(self, clock: VirtualClock) -> Iterator[Platform]:
        """A copy of the template that goes away afterwards."""
        template = self.template
        url = self._copy()
        platform = self._platform(url, clock)
        platform.caches.update(template.caches)
        try:
            yield platform
            self._remember(platform)
        finally:
            if self.url is None:
                platform.engine.dispose()
                self._drop(url)

    def _remember(self, platform: Platform) -> None:
        """Sample files lie in the folder that all copies share, so decoding them once is enough."""
        files = {name: kept for name, kept in platform.caches.items() if name.startswith("scenario file")}
        self.template.caches.update(files)

    def _engine(self, url: str) -> sa.Engine:
        """One engine for each address, since it remembers how statements are written."""
        if url not in self._engines:
            self._engines[url] = _hurried(url)
        return self._engines[url]

    def close(self) -> None:
        """Leave nothing behind."""
        for engine in self._engines.values():
            engine.dispose()
        if "template" in vars(self) and self.url is not None:
            self._drop(str(self.template.engine.url.render_as_string(hide_password=False)))
        if "folder" in vars(self):
            shutil.rmtree(self.folder, ignore_errors=True)

    def _platform(self, url: str, clock: VirtualClock) -> Platform:
        data = self.folder
        platform = Platform(
            self._engine(url), Keys.load(data / "keys.json"), Folder(data / "files"), data, clock
        )
        vars(platform)["library"] = self.library  # read once for all copies
        return platform

    def _copy(self) -> str:
        """The address of a world as it was at the beginning."""
        if self.url is None:
            path = self.folder / "scenario.sqlite3"
            shutil.copyfile(self.folder / "template.sqlite3", path)
            return f"sqlite:///{path}"
        url = self._own()
        with self._engine(url).begin() as connection:
            connection.exec_driver_sql(RESTORE)
        return url

    def _own(self) -> str:
        """The address of a database of the stage's own, beside the one that was named."""
        url = sa.make_url(str(self.url))
        return url.set(database=f"{url.database}_{self.name}").render_as_string(hide_password=False)

    def _create(self) -> str:
        own = self._own()
        self._drop(own)
        self._administer(f"create database {sa.make_url(own).database}")
        return own

    def _drop(self, url: str) -> None:
        if self.url is None:
            for ending in ("", "-wal", "-shm", ".gate"):
                Path(f"{sa.make_url(url).database}{ending}").unlink(missing_ok=True)
            return
        self._administer(f"drop database if exists {sa.make_url(url).database} with (force)")

    def _administer(self, statement: str) -> None:
        engine = sa.create_engine(str(self.url), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)


def _hurried(url: str) -> sa.Engine:
    """Nothing of a scenario outlives it, so nobody need wait for the disk."""
    engine = database.connect(url)
    if engine.dialect.name != "sqlite":
        options = "-c synchronous_commit=off -c jit=off"
        return sa.create_engine(url, json_serializer=database.dump, connect_args={"options": options})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.execute("pragma synchronous = off")

    return engine
