"""The newest seal of each day in a file outside the database: what the database cannot unsay."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from engine.sealing.sums import Head
from engine.work import Platform

NAME = "anchors.log"


@dataclass(frozen=True)
class Anchor:
    """One line of the file."""

    no: int
    at: datetime
    mac: str


def path_of(platform: Platform) -> Path:
    """A file on another machine, or one that can only be added to, is the one worth naming."""
    return Path(os.environ.get("PHANANH_ANCHORS") or platform.data / NAME)


def read(platform: Platform) -> Iterator[Anchor]:
    """Every line that is whole; ValueError tells of one that is not."""
    path = path_of(platform)
    for line in path.read_text().splitlines() if path.exists() else ():
        no, at, mac = line.split(" ")
        yield Anchor(int(no), datetime.fromisoformat(at).astimezone(UTC), mac)


def last(platform: Platform) -> Anchor | None:
    return max(read(platform), key=lambda one: one.no, default=None)


def add(platform: Platform, head: Head) -> None:
    """Add the seal to the end of the file; what stands there is never written again."""
    if head.at is None:
        return
    path = path_of(platform)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, f"{head.no} {head.at.isoformat()} {head.mac}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)
