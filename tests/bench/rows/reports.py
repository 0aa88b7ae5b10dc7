"""Reports accepted when several writers hand them in at once, beside commits that carry one small row."""

from __future__ import annotations

import multiprocessing
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import sqlalchemy as sa

from engine.cases import opening
from engine.work import Platform, open_platform
from tests.bench.payloads import payloads
from tests.bench.sizes import Setting
from tests.bench.stages import REAL, real_way, set_up
from tests.bench.table import Figure
from tests.clocks import FakeClock

Act = Callable[[Platform, int], None]


def accepted(here: Setting) -> Iterator[Figure]:
    data, url = here.data(), here.address()
    stage = set_up(data, url, REAL, real_way)
    with stage.platform.work() as work:
        work.connection.exec_driver_sql("create table bare (word text)")
    stage.platform.engine.dispose()
    bare = _rate(here, data, url, _commit)
    ours = _rate(here, data, url, _report)
    name = f"reports accepted, {here.sizes.writers} writers (floor: bare commits)"
    yield Figure(name, here.name, ours, bare, "/s")


def _report(platform: Platform, number: int) -> None:
    given = payloads(number)["reception"]
    sender = opening.Sender(name=given["reporter_name"], phone=given["reporter_phone"])
    report = opening.NewReport(given["description"], commune_code="24133", place="15", reporter=sender)
    with platform.work() as work:
        opening.open_case(work, report, key=secrets.token_hex(16))


def _commit(platform: Platform, number: int) -> None:
    with platform.work() as work:
        work.connection.execute(sa.text("insert into bare values (:word)"), {"word": str(number)})


def _rate(here: Setting, data: Path, url: str | None, act: Act) -> float:
    """How many were done in a second, all writers together; each is a process that begins on a signal."""
    spawning = multiprocessing.get_context("spawn")
    ready, done = spawning.Barrier(here.sizes.writers), spawning.Queue()
    arguments = (str(data), url, act, here.sizes.seconds, ready, done)
    writers = [spawning.Process(target=_write, args=arguments) for _ in range(here.sizes.writers)]
    for writer in writers:
        writer.start()
    counted = sum(int(done.get(timeout=120)) for _ in writers)
    for writer in writers:
        writer.join()
    return counted / here.sizes.seconds


def _write(data: str, url: str | None, act: Act, seconds: float, ready: object, done: object) -> None:
    platform = open_platform(Path(data), url, clock=FakeClock())
    act(platform, 0)  # the procedure is read before the clock runs
    ready.wait()  # type: ignore[attr-defined]
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        act(platform, count)
        count += 1
    done.put(count)  # type: ignore[attr-defined]
