"""No room left on the disk: a clear answer, nothing half-written, reading goes on, and work goes on afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine.cases import opening
from engine.errors import Full
from engine.invariants import INVARIANTS, broken
from engine.store.tables import cases
from engine.work import Platform, open_platform
from tests.clocks import FakeClock
from tests.faults.conftest import _furnish
from webui import create_app, health
from webui.config import Config

SIZE = "24m"
MOST = 500


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes, which only root may make."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root can mount a small tmpfs")
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode != 0:
        pytest.skip(f"no tmpfs here: {made.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def on_small_disk(small_disk: Path) -> Iterator[Platform]:
    from engine.store import migrating

    platform = open_platform(small_disk, clock=FakeClock())
    migrating.upgrade(platform.engine)
    _furnish(platform)
    yield platform
    platform.engine.dispose()


def _report(platform: Platform, number: int) -> None:
    sender = opening.Sender(name="Người gửi", phone="0905000111")
    new = opening.NewReport(f"Ổ gà số {number}", commune_code="24133", reporter=sender)
    with platform.work() as work:
        opening.open_case(work, new, key=f"report-{number}")


def _taken(platform: Platform) -> int:
    with platform.look() as work:
        return int(work.connection.execute(sa.select(sa.func.count()).select_from(cases)).scalar_one())


def _fill(platform: Platform) -> Path:
    """Leave next to nothing; what a person filled it with."""
    rest = shutil.disk_usage(platform.data).free - 300_000
    (ballast := platform.data / "ballast").write_bytes(b"x" * rest)
    return ballast


def test_a_full_disk_loses_nothing_and_heals(
    on_small_disk: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = on_small_disk
    monkeypatch.setattr(health, "LEAST_FREE", 1_000_000)
    client = create_app(platform, Config()).test_client()
    assert client.get("/ready").status_code == 200
    ballast = _fill(platform)
    acknowledged = 0
    with pytest.raises(Full):
        for number in range(MOST):
            _report(platform, number)
            acknowledged = number + 1
    assert _taken(platform) == acknowledged  # those that were acknowledged, and none of the other
    ready = client.get("/ready")
    assert (ready.status_code, ready.get_json()["reasons"]) == (503, ["disk"])
    assert client.get("/gui").status_code == 200
    ballast.unlink()
    _report(platform, acknowledged)
    assert _taken(platform) == acknowledged + 1
    assert client.get("/ready").status_code == 200
    assert [str(one) for one in broken(platform, INVARIANTS)] == []
