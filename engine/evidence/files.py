"""Where files are kept: under the hash of their content, never under a name somebody chose."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO, Protocol

CHUNK = 256 * 1024
_KEY = re.compile(r"[0-9a-f]{64}\Z")
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class NoRoom(Exception):
    """Chưa lưu được tệp vì kho tệp đã đầy. Xin thử lại sau. / There is no room left to keep the file."""


class NoSuchFile(Exception):
    """Không có tệp này trong kho. / The store holds no such file."""


class Files(Protocol):
    """A store of files by content."""

    def put(self, content: BinaryIO) -> str: ...

    def open(self, key: str) -> BinaryIO: ...

    def exists(self, key: str) -> bool: ...

    def delete(self, key: str) -> None: ...


class Folder:
    """Files in a directory, two levels deep; a file is there whole or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._arriving = root / "arriving"
        self._arriving.mkdir(parents=True, exist_ok=True)

    def put(self, content: BinaryIO) -> str:
        """Keep the content and give its key; the same content twice is kept once."""
        try:
            return self._put(content)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise NoRoom(str(self.root)) from error
            raise

    def _put(self, content: BinaryIO) -> str:
        handle, name = tempfile.mkstemp(dir=self._arriving)
        arriving = Path(name)
        try:
            key = _write(handle, content)
            self._settle(arriving, self._path(key))
        finally:
            arriving.unlink(missing_ok=True)
        return key

    def _settle(self, arriving: Path, target: Path) -> None:
        """Rename is the moment the file exists; the directories are flushed so that it stays."""
        if target.exists():
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

    def _path(self, key: str) -> Path:
        if not _KEY.match(key):
            raise NoSuchFile(key)
        return self.root / key[:2] / key[2:4] / key


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
