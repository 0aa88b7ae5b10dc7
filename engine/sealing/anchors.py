"""The newest seal of each day in a file outside the database: what the database cannot unsay."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from engine.sealing.sums import Head
from engine.work import Platform

NAME = "anchors.log"
_LINE = re.compile(r"([0-9]{1,18}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?\+00:00) ([0-9a-f]{64})")


@dataclass(frozen=True)
class Anchor:
    """One line of the file."""

    no: int
    at: datetime
    mac: str


def path_of(platform: Platform) -> Path:
    """A file on another machine, or one that can only be added to, is the one worth naming."""
    return Path(os.environ.get("PHANANH_ANCHORS") or platform.data / NAME)


def read(platform: Platform) -> Iterator[Anchor | None]:
    """Every line; none for one that was damaged."""
    path = path_of(platform)
    for line in path.read_text().splitlines() if path.exists() else ():
        found = _LINE.fullmatch(line)
        yield (
            Anchor(int(found[1]), datetime.fromisoformat(found[2]).astimezone(UTC), found[3])
            if found
            else None
        )


def last(platform: Platform) -> Anchor | None:
    whole = (one for one in read(platform) if one)
    return max(whole, key=lambda one: one.no, default=None)


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
