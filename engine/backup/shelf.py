"""The files of all backups of a folder: each kept once, sealed, under the hash of what it holds.

The bytes of a file never change, so a backup copies only those that no earlier one has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from engine.backup import disk, sealed
from engine.backup.errors import Damaged
from engine.evidence import NoSuchFile
from engine.evidence.files import CHUNK, Files
from engine.keys import Keys

FOLDER = "files"


def keep(keys: Keys, folder: Path, source: Files, names: Iterable[str]) -> list[str]:
    """Copy what is not kept yet; return the names of files that are gone or not what they were."""
    return [name for name in names if not _copied(keys, folder / FOLDER, source, name)]


def _copied(keys: Keys, folder: Path, source: Files, name: str) -> bool:
    path = _path(folder, name)
    if path.exists():
        return True
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    arriving = path.with_suffix(".arriving")
    arriving.unlink(missing_ok=True)
    try:
        written = sealed.seal(keys, arriving, _blocks(source, name), _about(name), packing=sealed.NONE)
    except NoSuchFile:
        arriving.unlink()
        return False
    if written.sha256 != name:
        arriving.unlink()
        return False
    arriving.replace(path)
    disk.flush(path.parent)
    return True


def _blocks(source: Files, name: str) -> Iterator[bytes]:
    with source.open(name) as content:
        while chunk := content.read(CHUNK):
            yield chunk


def give_back(keys: Keys, folder: Path, names: Iterable[str], target: Path) -> None:
    """Write the files where an installation keeps them, each checked against its name."""
    for name in names:
        path = _path(target, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        disk.write(path, _hashed(sealed.unseal(keys, _path(folder / FOLDER, name), _about(name)), digest))
        if digest.hexdigest() != name:
            raise Damaged(name=name)


def _hashed(blocks: Iterable[bytes], digest: hashlib._Hash) -> Iterator[bytes]:
    for block in blocks:
        digest.update(block)
        yield block


def forget_all_but(folder: Path, wanted: set[str]) -> int:
    """Remove what no backup names any more."""
    old = [path for path in (folder / FOLDER).glob("??/??/*") if path.name not in wanted]
    for path in old:
        with suppress(FileNotFoundError):
            path.unlink()
    return len(old)


def _path(folder: Path, name: str) -> Path:
    return folder / name[:2] / name[2:4] / name


def _about(name: str) -> str:
    return f"file {name}"
