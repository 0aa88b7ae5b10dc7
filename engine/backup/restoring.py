"""The way back: a backup becomes an installation in an empty place, or nothing is left there."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from engine.backup import disk, manifest, postgresql, sealed, shelf, sqlite
from engine.backup.errors import Damaged, NotEmpty, OtherDatabase
from engine.backup.manifest import Manifest
from engine.keys import Keys
from engine.store import database, migrating

KEYS = "keys.json"
DATABASE = "phananh.sqlite3"


@dataclass(frozen=True)
class Restored:
    """The moment to which an installation went back, and how many files came with it."""

    at: datetime
    files: int
    missing: tuple[str, ...]


def restore(backup: Path, *, keys: Path, data: Path, url: str | None = None) -> Restored:
    """Put a backup into an empty data folder, and into an empty database if `url` names one."""
    known = Keys.load(keys) if keys.is_file() else None
    if known is None:
        raise Damaged(name=keys)
    told = manifest.read(known, backup)
    _require_fitting(told, data, url)
    arriving = data.with_name(f".{data.name}.arriving")
    shutil.rmtree(arriving, ignore_errors=True)
    arriving.mkdir(parents=True, mode=0o700)
    try:
        return _restore(_Source(backup, known, told), arriving, data, url)
    finally:
        shutil.rmtree(arriving, ignore_errors=True)


def _require_fitting(told: Manifest, data: Path, url: str | None) -> None:
    kind = "postgresql" if url and not url.startswith("sqlite") else "sqlite"
    if kind != told.contents.kind or (url and kind == "sqlite"):
        raise OtherDatabase(kind=told.contents.kind)
    if not disk.is_empty(data):
        raise NotEmpty(place=data)


@dataclass(frozen=True)
class _Source:
    """A backup that is being read."""

    folder: Path
    keys: Keys
    manifest: Manifest

    def blocks(self, name: str) -> Iterator[bytes]:
        """A part of the database; whoever has read all of it knows that it is what was written."""
        digest = hashlib.sha256()
        for block in sealed.unseal(self.keys, self.folder / name, name):
            digest.update(block)
            yield block
        if digest.hexdigest() != self.manifest.parts[name].sha256:
            raise Damaged(name=name)

    def files(self) -> list[str]:
        missing = set(self.manifest.missing)
        return [name for name in self.manifest.contents.files if name not in missing]


def _restore(source: _Source, arriving: Path, data: Path, url: str | None) -> Restored:
    source.keys.save(arriving / KEYS)
    names = source.files()
    shelf.give_back(source.keys, source.folder.parent, names, arriving / shelf.FOLDER)
    if url is None:
        sqlite.load(arriving / DATABASE, source.blocks(sqlite.PART))
        _settle(arriving, data)
    else:
        _load(source, url, arriving, data)
    contents = source.manifest.contents
    return Restored(contents.at, len(names), tuple(source.manifest.missing))


def _settle(arriving: Path, data: Path) -> None:
    disk.flush(arriving)
    data.parent.mkdir(parents=True, exist_ok=True)
    arriving.rename(data)
    disk.flush(data.parent)


def _load(source: _Source, url: str, arriving: Path, data: Path) -> None:
    """Rows and folder appear together: the folder takes its place just before the rows are committed."""
    engine = database.connect(url)
    try:
        with database.writing(engine) as connection:
            _require_empty(connection)
            migrating.make(connection, source.manifest.contents.revision)
            postgresql.load(connection, source.manifest.contents, source.blocks)
            _settle(arriving, data)
    finally:
        engine.dispose()


def _require_empty(connection: sa.Connection) -> None:
    if not postgresql.is_empty(connection):
        raise NotEmpty(place=connection.engine.url.database)
