"""Moving an accepted file and its copies into the store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.evidence.files import Files
from engine.evidence.upload import Accepted


@dataclass(frozen=True)
class Kept:
    """Keys of the original (for the few who may see it) and of the copies made for everybody else."""

    original: str
    working: str
    thumbnail: str


def keep(files: Files, accepted: Accepted) -> Kept:
    """Store all three; the temporary files go, whatever happens."""
    with accepted:
        return Kept(
            original=_put(files, accepted.original),
            working=_put(files, accepted.working),
            thumbnail=_put(files, accepted.thumbnail),
        )


def _put(files: Files, path: Path) -> str:
    with path.open("rb") as content:
        return files.put(content)
