"""Taking in one uploaded file: kept as it came, opened only in a process of its own."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Literal, Self

import engine
from engine.evidence.kinds import PDF, Kind, display_name, kind_of
from engine.evidence.limits import Limits
from engine.evidence.refusals import Refused, refused

CHUNK = 64 * 1024
Source = Literal["camera", "library", "unknown"]

# Decoding is the one costly thing a stranger can ask for: never more than two at once per server process.
_decoders = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Accepted:
    """A file that is what it says, with its safe copies; leave the `with` block to drop what was not kept."""

    kind: Literal["image", "document"]
    media_type: str
    name: str
    original: Path
    sha256: str
    size: int
    working: Path
    working_type: str
    thumbnail: Path
    # As displayed, after the camera's orientation; of the first page for a document.
    pixels: tuple[int, int]
    pages: int
    taken_at: datetime | None
    gps: tuple[float, float] | None
    # Sixty-four bits that stay nearly the same when a picture is resized or saved again.
    likeness: str
    source: Source

    def discard(self) -> None:
        """Remove the temporary files."""
        shutil.rmtree(self.original.parent, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()


def read_upload(
    stream: BinaryIO,
    filename: str,
    limits: Limits | None = None,
    *,
    source: Source = "unknown",
    scratch: Path | None = None,
) -> Accepted | Refused:
    """Receive, recognise and decode one file; nothing stays behind when it is refused."""
    limits = limits or Limits()
    folder = Path(tempfile.mkdtemp(prefix="upload-", dir=scratch))
    try:
        outcome = _read(stream, filename, limits, source, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if isinstance(outcome, Refused):
        shutil.rmtree(folder, ignore_errors=True)
    return outcome


def _read(
    stream: BinaryIO, filename: str, limits: Limits, source: Source, folder: Path
) -> Accepted | Refused:
    original = folder / "original"
    sha256, size = _receive(stream, original, limits.max_bytes)
    if size == 0 or size > limits.max_bytes:
        return refused("empty" if size == 0 else "too_big", limits)
    with original.open("rb") as file:
        kind = kind_of(file.read(32))
    if kind is None:
        return refused("unknown_kind", limits)
    seen = _decode(folder, kind, limits)
    if "refused" in seen:
        return refused(seen["refused"], limits)
    return _accepted(folder, kind, display_name(filename, kind), sha256, size, seen, source)


def _receive(stream: BinaryIO, target: Path, most: int) -> tuple[str, int]:
    """Write to disk while counting and hashing; one byte too many is enough to stop."""
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        while size <= most and (chunk := stream.read(min(CHUNK, most + 1 - size))):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
    return digest.hexdigest(), size


def _decode(folder: Path, kind: Kind, limits: Limits) -> dict[str, Any]:
    """What the decoding process found; its death or silence refuses the file."""
    order = json.dumps({"folder": str(folder), "decoder": kind.decoder, "limits": asdict(limits)})
    command = [sys.executable, "-m", "engine.evidence.decode"]
    with _decoders:
        try:
            done = subprocess.run(  # noqa: S603  our own module, and the file's name is not on the line
                command,
                input=order.encode(),
                capture_output=True,
                timeout=limits.wall_seconds,
                env=_environment(),
                cwd=folder,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"refused": "too_costly"}
    return _told(done)


def _told(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    if done.returncode != 0:
        return {"refused": "too_costly"}
    told = json.loads(done.stdout)
    return told if isinstance(told, dict) else {"refused": "broken"}


def _environment() -> dict[str, str]:
    """Nothing of ours but the way to the code: no settings, no secrets."""
    root = str(Path(engine.__file__).parents[1])
    return {"PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath, "LC_ALL": "C.UTF-8"}


def _accepted(
    folder: Path, kind: Kind, name: str, sha256: str, size: int, seen: dict[str, Any], source: Source
) -> Accepted:
    return Accepted(
        kind="document" if kind is PDF else "image",
        media_type=kind.media_type,
        name=name,
        original=folder / "original",
        sha256=sha256,
        size=size,
        working=folder / "working",
        working_type="application/pdf" if kind is PDF else "image/jpeg",
        thumbnail=folder / "thumbnail",
        pixels=(seen["pixels"][0], seen["pixels"][1]),
        pages=seen["pages"],
        taken_at=datetime.fromisoformat(seen["taken_at"]) if seen["taken_at"] else None,
        gps=(seen["gps"][0], seen["gps"][1]) if seen["gps"] else None,
        likeness=seen["likeness"],
        source=source,
    )
