"""The disk refuses: an error when bytes are to be written out, a file that may not grow, a folder that is gone
or turned read-only. Whoever was not told "done" is told to come again, and what was acknowledged is there.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from PIL import Image

from engine.cases.files import keep_upload
from engine.invariants import INVARIANTS, broken
from engine.store import migrating
from engine.store.tables import cases, files
from engine.work import Platform, open_platform
from forms import File, RefusedFile
from tests.faults.conftest import _furnish
from tests.faults.plays import words_of
from tests.faults.writing import take
from tests.webui.pages import Browser
from webui import create_app
from webui.config import Config

ROOT = Path(__file__).parents[2]
COUNT = 30
OWN_CALLS = 12  # that many times a process flushes before its first report, at most


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data of a province on SQLite, which nobody has open."""
    platform = open_platform(made := tmp_path / "data")
    migrating.upgrade(platform.engine)
    _furnish(platform)
    platform.engine.dispose()
    return made


def _acknowledged(folder: Path, *words: str, before: tuple[str, ...] = ()) -> tuple[set[int], int]:
    """Let a process take reports in while its disk fails: those it said were done, and how often it said no."""
    told = subprocess.run(
        [*before, sys.executable, "-m", "tests.faults.writing", str(folder), str(COUNT), *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    lines = [line.split() for line in told.stdout.splitlines()]
    done = {int(number) for number, word in lines if word == "done"}
    return done, len(lines) - len(done)


def _must_agree(folder: Path, done: set[int], refused: int) -> None:
    """All that were acknowledged are there, at most those in doubt besides, and the file is whole."""
    platform = open_platform(folder)
    with platform.look() as work:
        kept = {row.original_text for row in work.connection.execute(sa.select(cases.c.original_text))}
        assert work.connection.exec_driver_sql("pragma integrity_check").scalar() == "ok"
    wanted = {f"Ổ gà số {number}" for number in done}
    assert wanted <= kept
    assert len(kept - wanted) <= refused
    assert all(take(platform, number) for number in range(COUNT))  # asked again, each is there once
    with platform.look() as work:
        assert work.connection.execute(sa.select(sa.func.count()).select_from(cases)).scalar_one() == COUNT
    assert [str(one) for one in broken(platform, INVARIANTS)] == []
    platform.engine.dispose()


def _injecting(failure: str) -> tuple[str, ...]:
    """Run under a tracer that makes the kernel's call fail."""
    tracer = shutil.which("strace")
    if tracer is None:
        pytest.skip("strace is not installed: apt-get install strace")
    tried = subprocess.run([tracer, "-o", os.devnull, "true"], capture_output=True, check=False)
    if tried.returncode != 0:
        pytest.skip("processes may not be traced here")
    return (tracer, "-f", "--seccomp-bpf", "-o", os.devnull, "-e", f"inject={failure}")


@pytest.mark.parametrize("call", ["fdatasync", "pwrite64"])
def test_errors_of_the_disk_lose_nothing_that_was_acknowledged(folder: Path, call: str) -> None:
    tracing = _injecting(f"{call}:error=EIO:when={2 * OWN_CALLS}..{2 * OWN_CALLS + 12}+3")
    done, refused = _acknowledged(folder, before=tracing)
    assert done
    assert refused
    _must_agree(folder, done, refused)


def test_a_log_that_may_not_grow_is_told_as_such(folder: Path) -> None:
    limit = (folder / "phananh.sqlite3").stat().st_size + 300_000
    done, refused = _acknowledged(folder, str(limit))
    assert done
    assert refused
    _must_agree(folder, done, refused)


@pytest.fixture
def read_only(folder: Path) -> Iterator[Path]:
    """The folder, mounted so that nothing can be written; only root may do that."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount")
    for options in (["--bind", str(folder)], ["-o", "remount,ro,bind"]):
        made = subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False)
        if made.returncode != 0:
            pytest.skip(f"no mount here: {made.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=False)


def test_a_disk_turned_read_only_is_told_and_shown(folder: Path, request: pytest.FixtureRequest) -> None:
    """As a kernel does with a disk that fails: what is open stays open, and every write is refused."""
    platform = open_platform(folder)
    browser = Browser(create_app(platform, Config()))
    page = browser.get("/gui")
    assert browser.get("/ready").status == 200
    request.getfixturevalue("read_only")
    told = page.submit("/gui", {name: text for name, text in words_of(1).items() if name != "photos"})
    assert told.status == 503
    ready = browser.get("/ready")
    assert (ready.status, ready.response.get_json()["reasons"]) == (503, ["disk"])
    assert browser.get("/tra-cuu").status == 200
    subprocess.run(["umount", str(folder)], check=True)
    assert browser.get("/ready").status == 200
    assert take(platform, 1)
    platform.engine.dispose()


def _picture() -> BytesIO:
    drawn = BytesIO()
    Image.new("RGB", (64, 48), (9, 120, 60)).save(drawn, "JPEG")
    drawn.seek(0)
    return drawn


def _upload(platform: Platform) -> File | RefusedFile:
    return keep_upload(platform, _picture(), "anh.jpg", purpose="report")


def test_a_photograph_that_could_not_be_written_out_is_not_taken(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words of the report still get through; the picture is asked for again."""

    def failing(_handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as ill:
        ill.setattr("engine.evidence.files.os.fsync", failing)
        assert isinstance(_upload(platform), RefusedFile)
    with platform.look() as work:
        assert work.connection.execute(sa.select(files.c.id)).all() == []
    assert list((platform.data / "files" / "arriving").iterdir()) == []
    assert isinstance(_upload(platform), File)


def test_a_folder_of_files_that_is_gone_is_not_made_anew(platform: Platform) -> None:
    """It may be a share that is not mounted: to write beside it would hide what lies in it."""
    assert isinstance(_upload(platform), File)
    (platform.data / "files").rename(platform.data / "elsewhere")
    assert isinstance(_upload(platform), RefusedFile)
    assert not (platform.data / "files").exists()
    (platform.data / "elsewhere").rename(platform.data / "files")
    assert isinstance(_upload(platform), File)
