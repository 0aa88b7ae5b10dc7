"""The store keeps content under its hash, whole or not at all."""

from __future__ import annotations

import hashlib
import io
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.evidence import Files, Folder, NoRoom, NoSuchFile


@pytest.fixture
def files(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "store")


def everything(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_content_comes_back_under_its_own_hash(files: Folder) -> None:
    store: Files = files
    key = store.put(io.BytesIO(b"mot tam anh"))
    assert key == hashlib.sha256(b"mot tam anh").hexdigest()
    with store.open(key) as kept:
        assert kept.read() == b"mot tam anh"


def test_the_same_content_is_kept_once(files: Folder) -> None:
    assert files.put(io.BytesIO(b"x")) == files.put(io.BytesIO(b"x"))
    assert len(everything(files.root)) == 1


def test_files_lie_two_levels_deep(files: Folder) -> None:
    key = files.put(io.BytesIO(b"x"))
    assert everything(files.root) == [files.root / key[:2] / key[2:4] / key]


def test_a_deleted_file_is_gone_and_deleting_it_again_is_no_error(files: Folder) -> None:
    key = files.put(io.BytesIO(b"x"))
    files.delete(key)
    files.delete(key)
    assert not files.exists(key)
    with pytest.raises(NoSuchFile):
        files.open(key)


@pytest.mark.parametrize(
    "key",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "",
        "A" * 64,
        "0" * 63,
        "0" * 64 + "\n",
        "..\\..\\x",
        "%2e%2e/" + "0" * 57,
    ],
)
def test_nothing_but_a_hash_reaches_the_disk(files: Folder, key: str) -> None:
    assert not files.exists(key)
    for verb in (files.open, files.delete):
        with pytest.raises(NoSuchFile):
            verb(key)


@pytest.fixture
def small_files_only() -> Iterator[None]:
    """The kernel refuses to write more than 64 KB into one file, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("small_files_only")
def test_a_full_disk_is_told_and_leaves_nothing_behind(files: Folder) -> None:
    with pytest.raises(NoRoom):
        files.put(io.BytesIO(b"x" * 1024 * 1024))
    assert everything(files.root) == []


def test_a_broken_upload_leaves_nothing_behind(files: Folder) -> None:
    class Cut(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 0:
                raise ConnectionResetError
            return super().read(10)

    with pytest.raises(ConnectionResetError):
        files.put(Cut(b"x" * 100))
    assert everything(files.root) == []
