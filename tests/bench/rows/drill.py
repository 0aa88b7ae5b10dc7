"""The two things an operator waits for: a check of every promise, and the way back from a backup.

All cases of the province are open, so that none is spared. What is measured is the command's own work, its
helpers' CPU too; machines with other tenants are told by the CPU, idle ones by the clock on the wall.
"""

from __future__ import annotations

import resource
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa

from engine import backup, sealing
from engine.cases import files
from engine.invariants import INVARIANTS, broken
from engine.notices import sending
from engine.store import migrating
from engine.store.tables import outbox
from engine.work import Platform, open_platform
from tests.bench.faithful import copy_faithfully
from tests.bench.sizes import Setting
from tests.bench.stages import REAL, ROOT, Stage, real_way, set_up
from tests.bench.table import Figure, below
from tests.webui.pages import picture

CORES = 2
TEMPLATES = 5
VERIFIED, RESTORED = 60.0, 300.0
Made = TypeVar("Made")


@dataclass(frozen=True)
class Spent:
    """Seconds on the wall, and of CPU with that of every helper that is done."""

    wall: float
    cpu: float


def measured(act: Callable[[], Made]) -> tuple[Made, Spent]:
    wall, cpu = time.monotonic(), _cpu()
    made = act()
    return made, Spent(time.monotonic() - wall, _cpu() - cpu)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def drill(here: Setting) -> Iterator[Figure]:
    stage = _province(here)
    number, platform = f"{here.sizes.many:,} open cases", stage.platform
    checked = _check(platform)
    yield below(f"verify {number}", here.name, checked.wall, VERIFIED, "s")
    yield Figure(f"verify {number}: CPU", here.name, checked.cpu, None, "s")
    folder = here.data()
    made, copied = measured(lambda: backup.make(platform, folder))
    yield Figure(f"back up {number}", here.name, copied.wall, None, "s")
    yield Figure(f"back up {number}: CPU", here.name, copied.cpu, None, "s")
    platform.engine.dispose()
    yield from _way_back(here, number, made.path, platform.data / "keys.json")


def _way_back(here: Setting, number: str, copy: Path, keys: Path) -> Iterator[Figure]:
    data, url = here.data() / "restored", here.address()
    done, loaded = measured(lambda: backup.restore(copy, keys=keys, data=data, url=url))
    platform = open_platform(data, url, clock=lambda: done.at)
    migrating.upgrade(platform.engine)
    checked = _check(platform)
    platform.engine.dispose()
    served = _served(data, url)
    whole = loaded.wall + checked.wall + served
    yield below(f"restore, check and serve {number}", here.name, whole, RESTORED, "s")
    yield Figure(f"restore {number}", here.name, loaded.wall, None, "s")
    yield Figure(f"restore and check {number}: CPU", here.name, loaded.cpu + checked.cpu, None, "s")
    yield Figure(f"from start to ready, {number}", here.name, served, None, "s")
    shutil.rmtree(data)


def _check(platform: Platform) -> Spent:
    found, spent = measured(lambda: broken(platform, INVARIANTS, processes=CORES))
    if found:
        raise RuntimeError(f"the province is not sound: {found[0]}")
    return spent


def _province(here: Setting) -> Stage:
    """Cases at each of their first steps, received a little while ago, so that nothing of them is due."""
    stage = set_up(here.data(), here.address(), REAL, real_way)
    with stage.platform.work() as work:
        migrating.stamp(work.connection)
    stage.clock.now = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=30)
    originals = [stage.bring(number, number) for number in range(TEMPLATES)]
    _photograph(stage, originals[0])
    _send(stage)
    for original in originals:
        with stage.platform.work() as work:
            copy_faithfully(work, original, (here.sizes.many - TEMPLATES) // TEMPLATES)
    sealing.seal_changes(stage.platform)
    with stage.platform.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("analyze")
    return stage


def _photograph(stage: Stage, case_id: int) -> None:
    drawn, name = picture()
    kept = files.keep_upload(stage.platform, drawn, name, purpose="report")
    with stage.platform.work() as work:
        files.attach(work, [int(getattr(kept, "id", 0))], case_id)


def _send(stage: Stage) -> None:
    """Letters leave before the cases are copied: a copy of a hidden address would not open."""
    while sending.send_waiting(stage.platform).sent:
        pass
    with stage.platform.work() as work:
        waiting = outbox.c.state == "waiting"
        work.run(sa.delete(outbox).where(waiting, outbox.c.recipient != "reporter"))


def _served(data: Path, url: str | None) -> float:
    """Seconds until a server on the restored folder says that it is ready."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-P", "-m", "engine", "serve", "--data", str(data), "--port", str(port)]
    began = time.monotonic()
    server = subprocess.Popen(
        [*command, *(["--database", url] if url else [])],
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _is_ready(port):
            if server.poll() is not None or time.monotonic() - began > RESTORED:
                raise RuntimeError("the restored installation does not serve")
            time.sleep(0.1)
        return time.monotonic() - began
    finally:
        server.terminate()
        server.wait()


def _is_ready(port: int) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as line:
        try:
            line.request("GET", "/ready")
            return line.getresponse().status == 200
        except OSError:
            return False
