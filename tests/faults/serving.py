"""A process that carries out verbs for clients and ticks, and that a test may kill at any moment.

It is what `phananh serve` is without its pages: one platform, several threads at work, the clock beside them.
"""

from __future__ import annotations

import logging
import multiprocessing
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from engine import releases, timers
from engine.cases import doing, opening, reporting
from engine.errors import AlreadyDone, Busy, Conflict, PhananhError
from engine.notices.sending import send_waiting
from engine.people.standing import roles
from engine.store import tables
from engine.store.tables import work_items
from engine.work import Platform, Work, open_platform

# Everything a server imports is imported once, so that a restart costs a test little.
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.faults.preloaded"])


ROOT = Path(__file__).parents[2]


@cache
def procedure() -> releases.Release:
    """The procedure as read from its files: it never changes, so a restarted server need not read it again."""
    files = releases.folder_files(ROOT / "processes" / "cv731")
    read = releases.Release(1, releases.digest_of(files), files)
    assert read.diagram
    assert read.models
    return read


@dataclass(frozen=True)
class Place:
    """Where an installation lies, and whose clock it follows."""

    data: Path
    url: str
    hours: Any  # a shared number: how many hours the clock is ahead of the machine's

    def open(self) -> Platform:
        return open_platform(self.data, self.url, clock=self.now)

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(hours=self.hours.value)


def report(work: Work, asked: Mapping[str, Any]) -> object:
    sender = opening.Sender(name="Người gửi", phone="0905000111", email=asked["email"])
    new = opening.NewReport(asked["text"], commune_code="24133", reporter=sender)
    given = opening.open_case(work, new, key=asked["key"])
    return {"case_id": given.case_id, "report_no": given.report_no, "code": given.code}


def find(work: Work, asked: Mapping[str, Any]) -> object:
    """The open item of an element, or none."""
    query = sa.select(work_items.c.id).where(
        work_items.c.case_id == asked["case_id"],
        work_items.c.element == asked["element"],
        work_items.c.state == "open",
    )
    return work.connection.execute(query).scalar()


def complete(work: Work, asked: Mapping[str, Any]) -> object:
    standing = roles(work, asked["officer"])
    done = doing.complete(
        work, standing, asked["item"], asked["answers"], asked.get("uploads", {}), key=asked["key"]
    )
    return {"report_no": done.report_no}


def rate(work: Work, asked: Mapping[str, Any]) -> object:
    reporting.rate(work, asked["case_id"], "satisfied", None, key=asked["key"])
    return True


VERBS: Mapping[str, Callable[[Work, Mapping[str, Any]], object]] = {
    "report": report,
    "find": find,
    "complete": complete,
    "rate": rate,
}


def answer(platform: Platform, verb: str, asked: Mapping[str, Any]) -> tuple[str, object]:
    """Carry out a verb; `again` asks the client to repeat it with the same key."""
    try:
        with platform.work() as work:
            found = VERBS[verb](work, asked)
    except (Conflict, Busy):
        return "again", None
    except AlreadyDone as error:
        return "second", error.vi
    except PhananhError as error:
        return "refused", f"{type(error).__name__}: {error.vi}"
    except Exception as error:  # a fault of the engine must reach the test, not end a thread in silence
        return "broken", repr(error)
    return "done", found


def serve(place: Place, address: str, ticking: bool = True) -> None:
    """Answer clients and tick until killed."""
    logging.disable(logging.CRITICAL)
    platform = place.open()
    _know(platform)
    if ticking:
        threading.Thread(target=_tick, args=(platform,), daemon=True).start()
    Path(address).unlink(missing_ok=True)
    with Listener(address, "AF_UNIX") as listener:
        while True:
            client = listener.accept()
            threading.Thread(target=_talk, args=(platform, client), daemon=True).start()


def _know(platform: Platform) -> None:
    with platform.look() as work:
        kept = work.connection.execute(sa.select(tables.releases.c.digest).where(tables.releases.c.id == 1))
        if kept.scalar() == procedure().digest:
            platform.library.know(procedure())


def _talk(platform: Platform, client: Connection) -> None:
    while True:
        try:
            verb, asked = client.recv()
            client.send(answer(platform, verb, asked))
        except (EOFError, OSError):
            return


def tick(platform: Platform) -> None:
    timers.tick(platform)
    send_waiting(platform)


def _tick(platform: Platform) -> None:
    while True:
        with suppress(Busy, Conflict):
            tick(platform)
        time.sleep(0.05)
