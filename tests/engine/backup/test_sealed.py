"""A sealed file gives back what went in, or says that it cannot."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest

from engine.backup.errors import Damaged
from engine.backup.sealed import FRAME, MAGIC, NONE, SALT, TAG, seal, unseal
from engine.keys import Keys

KEYS = Keys.generate()
FIRST = len(MAGIC) + SALT
HEAD = 5
WHOLE = HEAD + FRAME + TAG


def _bytes(size: int) -> bytes:
    return random.Random(size).randbytes(size)


@pytest.mark.parametrize("size", [0, 1, FRAME - 20, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME])
def test_what_goes_in_comes_out(tmp_path: Path, size: int) -> None:
    content = _bytes(size)
    blocks = [content[start : start + 70_000] for start in range(0, size, 70_000)]
    written = seal(KEYS, tmp_path / "part", blocks, "part")
    assert (written.size, written.sha256) == (size, hashlib.sha256(content).hexdigest())
    assert b"".join(unseal(KEYS, tmp_path / "part", "part")) == content


def test_nothing_of_the_content_can_be_read_without_the_keys(tmp_path: Path) -> None:
    seal(KEYS, tmp_path / "part", [b"Nguoi gui: Le A " * 100], "part", packing=NONE)
    assert b"Le A" not in (tmp_path / "part").read_bytes()
    assert (tmp_path / "part").stat().st_mode & 0o777 == 0o600
    with pytest.raises(Damaged):
        list(unseal(Keys.generate(), tmp_path / "part", "part"))


def test_one_file_cannot_stand_for_another(tmp_path: Path) -> None:
    seal(KEYS, tmp_path / "part", [b"one"], "part")
    with pytest.raises(Damaged):
        list(unseal(KEYS, tmp_path / "part", "another"))


def _frames(whole: bytes) -> list[bytes]:
    rest = whole[FIRST:]
    return [rest[start : start + WHOLE] for start in range(0, len(rest), WHOLE)]


def _damage(whole: bytes) -> dict[str, bytes]:
    one, two, three, *more = _frames(whole)
    head = whole[:FIRST]
    changed = {f"byte {at}": whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
               for at in (0, 9, FIRST, FIRST + 4, FIRST + 99, FIRST + WHOLE + 7, len(whole) - 1)}  # fmt: skip
    return changed | {
        "nothing at all": b"",
        "cut in a frame": whole[:-9],
        "cut between frames": head + one + two,
        "frames changed places": head + two + one + three + b"".join(more),
        "a frame left out": head + one + three + b"".join(more),
        "a frame twice": head + one + one + two + three + b"".join(more),
        "something added": whole + b"!",
    }


def test_no_damage_goes_unnoticed(tmp_path: Path) -> None:
    path = tmp_path / "part"
    seal(KEYS, path, [_bytes(3 * FRAME + 5)], "part", packing=NONE)
    for what, damaged in _damage(path.read_bytes()).items():
        path.write_bytes(damaged)
        with pytest.raises(Damaged):
            list(unseal(KEYS, path, "part"))
            pytest.fail(what)
