"""What a backup holds: written last, so that a folder without it is none."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.backup import sealed
from engine.backup.errors import Damaged, NoBackup
from engine.keys import Keys

NAME = "manifest"
FORMAT = 1


@dataclass(frozen=True)
class Contents:
    """What was found in a database at one moment."""

    kind: str
    at: datetime
    revision: str
    files: Sequence[str]
    tables: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sequences: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Manifest:
    """The contents, the parts that hold the database, and files that could not be copied."""

    contents: Contents
    parts: Mapping[str, sealed.Written]
    missing: Sequence[str] = ()
    format: int = FORMAT


def write(keys: Keys, folder: Path, manifest: Manifest) -> None:
    told = json.dumps(asdict(manifest), default=datetime.isoformat)
    sealed.seal(keys, folder / NAME, [told.encode()], NAME)


def read(keys: Keys, folder: Path) -> Manifest:
    if not (folder / NAME).is_file():
        raise NoBackup(place=folder)
    told = json.loads(b"".join(sealed.unseal(keys, folder / NAME, NAME)))
    if told["format"] != FORMAT:
        raise Damaged(name=NAME)
    parts = {name: sealed.Written(**part) for name, part in told["parts"].items()}
    return Manifest(_contents(told["contents"]), parts, told["missing"])


def _contents(told: Mapping[str, Any]) -> Contents:
    return Contents(**{**told, "at": datetime.fromisoformat(told["at"])})
