"""Files that only the keys of the installation open, written and read as a stream.

A file is a salt and then frames: length, whether it is the last, ciphertext. Each is sealed with its place in
the stream, so that none can be changed, moved, left out or cut off without being noticed; `about` binds the
whole to what it is, so that one file cannot stand for another.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.backup.errors import Damaged
from engine.keys import Keys

MAGIC = b"PHANANH1"
SALT = 32
FRAME = 1 << 20
TAG = 16
_HEAD = struct.Struct(">I?")
FAST, NONE = 1, 0


@dataclass(frozen=True)
class Written:
    """What went into a file, before it was packed and sealed."""

    size: int
    sha256: str


@dataclass
class Counted:
    """Blocks on their way, counted and hashed."""

    blocks: Iterable[bytes]
    size: int = 0

    def __post_init__(self) -> None:
        self._digest = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for block in self.blocks:
            self.size += len(block)
            self._digest.update(block)
            yield block

    def told(self) -> Written:
        return Written(self.size, self._digest.hexdigest())


def seal(keys: Keys, path: Path, blocks: Iterable[bytes], about: str, *, packing: int = FAST) -> Written:
    """Write a new file that is on the disk when this returns."""
    counted, salt = Counted(blocks), os.urandom(SALT)
    cipher = AESGCM(keys.for_backup(salt))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(MAGIC + salt)
        for number, (frame, last) in enumerate(_with_last(_frames(_packed(counted, packing)))):
            ciphertext = cipher.encrypt(_nonce(number, last), frame, about.encode())
            file.write(_HEAD.pack(len(ciphertext), last) + ciphertext)
        file.flush()
        os.fsync(file.fileno())
    return counted.told()


def unseal(keys: Keys, path: Path, about: str) -> Iterator[bytes]:
    """What was written; raise Damaged rather than give a byte that was not."""
    unpacking = zlib.decompressobj()
    try:
        with path.open("rb") as file:
            for frame in _opened(keys, file, about):
                yield unpacking.decompress(frame)
    except (FileNotFoundError, InvalidTag, ValueError, struct.error, zlib.error) as error:
        raise Damaged(name=path.name) from error


def _opened(keys: Keys, file: BinaryIO, about: str) -> Iterator[bytes]:
    if file.read(len(MAGIC)) != MAGIC:
        raise ValueError("no backup begins like this")
    cipher = AESGCM(keys.for_backup(file.read(SALT)))
    number, last = 0, False
    while not last:
        length, last = _HEAD.unpack(file.read(_HEAD.size))
        if length > FRAME + TAG:
            raise ValueError("no frame is as long as this")
        yield cipher.decrypt(_nonce(number, last), file.read(length), about.encode())
        number += 1
    if file.read(1):
        raise ValueError("something follows the end")


def _nonce(number: int, last: bool) -> bytes:
    """Each file has a key of its own, so counting is enough."""
    return number.to_bytes(11, "big") + bytes([last])


def _packed(blocks: Iterable[bytes], level: int) -> Iterator[bytes]:
    packing = zlib.compressobj(level)
    for block in blocks:
        yield packing.compress(block)
    yield packing.flush()


def _frames(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in frames of one size, the last one shorter or empty."""
    waiting = bytearray()
    for block in blocks:
        waiting += block
        while len(waiting) > FRAME:
            yield bytes(waiting[:FRAME])
            del waiting[:FRAME]
    yield bytes(waiting)


def _with_last(frames: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    held = next(frames)
    for frame in frames:
        yield held, False
        held = frame
    yield held, True
