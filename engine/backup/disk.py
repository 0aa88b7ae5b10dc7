"""Folders on the disk: made sure of, locked and replaced whole."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.backup.errors import Elsewhere

BLOCK = 1 << 20


def blocks_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def write(path: Path, blocks: Iterable[bytes]) -> None:
    """Write a new file of this account's own that is on the disk when this returns."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for block in blocks:
            file.write(block)
        file.flush()
        os.fsync(file.fileno())


def flush(folder: Path) -> None:
    """A new name is there for good only when its folder is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_empty(folder: Path) -> bool:
    return not folder.exists() or not any(folder.iterdir())


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one process at a time write backups to a folder; a second one is told so."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Elsewhere(place=folder) from error
        yield
