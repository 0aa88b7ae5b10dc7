"""Where files are kept: under the hash of their content, never under a name somebody chose."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from engine import faultpoints

CHUNK = 256 * 1024
_KEY = re.compile(r"[0-9a-f]{64}\Z")
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# A disk that fails, one that was turned read-only, a share that is not mounted or has gone stale.
_ILL = frozenset({errno.EIO, errno.EROFS, errno.ENOENT, errno.ESTALE, errno.EACCES})


class NotKept(Exception):
    """Kho tệp đang gặp sự cố nên chưa lưu được tệp. / The store of files takes nothing at present."""


class NoRoom(NotKept):
    """Chưa lưu được tệp vì kho tệp đã đầy. Xin thử lại sau. / There is no room left to keep the file."""


class NoSuchFile(Exception):
    """Không có tệp này trong kho. / The store holds no such file."""


class Files(Protocol):
    """A store of files by content."""

    def put(self, content: BinaryIO) -> str: ...

    def open(self, key: str) -> BinaryIO: ...

    def exists(self, key: str) -> bool: ...

    def delete(self, key: str) -> None: ...

    def lying(self) -> Iterator[Lying]: ...


@dataclass(frozen=True)
class Lying:
    """What lies in the store, and since when as it is."""

    key: str
    changed_at: datetime


class Folder:
    """Files in a directory, two levels deep; a file is there whole or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._arriving = root / "arriving"
        self._arriving.mkdir(parents=True, exist_ok=True)

    def put(self, content: BinaryIO) -> str:
        """Keep the content and give its key; the same content twice is kept once.

        Whatever stands in the way, a disk that fails or a share that is not mounted, nothing is half kept.
        """
        try:
            return self._put(content)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise NoRoom(str(self.root)) from error
            if error.errno in _ILL:
                raise NotKept(str(self.root)) from error
            raise

    def _put(self, content: BinaryIO) -> str:
        handle, name = tempfile.mkstemp(dir=self._arriving)
        arriving = Path(name)
        try:
            key = _write(handle, content)
            faultpoints.reached("file written")
            self._settle(arriving, self._path(key))
        finally:
            arriving.unlink(missing_ok=True)
        return key

    def _settle(self, arriving: Path, target: Path) -> None:
        """Rename is the moment the file exists; the directories are flushed so that it stays."""
        if _is_there(target):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        arriving.replace(target)
        for folder in (target.parent, target.parent.parent, self.root):
            _flush(folder)

    def open(self, key: str) -> BinaryIO:
        try:
            return self._path(key).open("rb")
        except FileNotFoundError as error:
            raise NoSuchFile(key) from error

    def exists(self, key: str) -> bool:
        return bool(_KEY.match(key)) and self._path(key).is_file()

    def delete(self, key: str) -> None:
        """Remove a file; removing it again is no error, for a retry must be able to finish."""
        path = self._path(key)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            _flush(path.parent)

    def lying(self) -> Iterator[Lying]:
        """Everything that the folder keeps; what is still arriving is not part of it."""
        for path in self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
            with suppress(FileNotFoundError):  # taken away while we look
                yield Lying(path.name, _changed_at(path))

    def forget(self, key: str, before: datetime) -> None:
        """Remove bytes that nobody has brought since `before`.

        They are taken aside first: whoever brings the same bytes meanwhile either renewed them, which is seen
        here, or finds them gone and keeps them anew.
        """
        path, aside = self._path(key), self._arriving / key
        with suppress(FileNotFoundError):
            path.replace(aside)
            if _changed_at(aside) < before:
                aside.unlink()
            else:
                aside.replace(path)

    def forget_arriving(self, before: datetime) -> None:
        """Remove what was on its way when its process died."""
        for path in self._arriving.iterdir():
            with suppress(FileNotFoundError):
                if _changed_at(path) < before:
                    path.unlink()

    def _path(self, key: str) -> Path:
        if not _KEY.match(key):
            raise NoSuchFile(key)
        return self.root / key[:2] / key[2:4] / key


def _changed_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _is_there(target: Path) -> bool:
    """Whether these bytes are kept already; they count as new, so that no sweep takes them away now."""
    try:
        os.utime(target)
    except FileNotFoundError:
        return False
    return True


def _write(handle: int, content: BinaryIO) -> str:
    digest = hashlib.sha256()
    with os.fdopen(handle, "wb") as file:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
