"""A backup: the database as it stood at one moment, and every file that it names.

It is written beside its place, brought to the disk and renamed: a folder with a date for its name is whole.
The database goes first; files are only ever added, so every one it names is still there afterwards.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine import faultpoints
from engine.backup import disk, manifest, postgresql, sealed, shelf, sqlite
from engine.backup.manifest import Contents, Manifest
from engine.work import Platform

DATED = "%Y-%m-%dT%H%M%S.%fZ"


@dataclass(frozen=True)
class Made:
    """Where a backup lies, what it holds, and the names of files it had to go without."""

    path: Path
    at: datetime
    files: int
    size: int
    missing: tuple[str, ...]


def make(platform: Platform, folder: Path) -> Made:
    """Write a backup into a folder of backups."""
    aside = platform.data / ".backup"  # what is not sealed yet never lies among the backups
    with disk.alone(folder), disk.alone(aside):
        arriving = _cleared(folder / ".arriving")
        parts: dict[str, sealed.Written] = {}

        def keep(name: str, blocks: Iterable[bytes]) -> None:
            parts[name] = sealed.seal(platform.keys, arriving / name, blocks, name)

        contents = _dump(platform, keep, aside)
        faultpoints.reached("database copied")
        missing = shelf.keep(platform.keys, folder, platform.files, contents.files)
        manifest.write(platform.keys, arriving, Manifest(contents, parts, missing))
        path = _settled(arriving, folder / contents.at.strftime(DATED))
        size = sum(part.size for part in parts.values())
        return Made(path, contents.at, len(contents.files), size, tuple(missing))


def _cleared(folder: Path) -> Path:
    """What a run that died left behind is of no use."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder


def _dump(platform: Platform, keep: sqlite.Keep, aside: Path) -> Contents:
    if platform.engine.dialect.name == "postgresql":
        return postgresql.dump(platform, keep)
    source = platform.engine.url.database
    assert source is not None
    return sqlite.dump(Path(source), platform.clock(), keep, aside)


def _settled(arriving: Path, path: Path) -> Path:
    disk.flush(arriving)
    faultpoints.reached("backup written")
    arriving.rename(path)
    disk.flush(path.parent)
    return path
