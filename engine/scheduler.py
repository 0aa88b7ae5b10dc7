"""What wakes the engine: a few interval jobs kept in memory.

Deadlines are rows in the database, not jobs here, so nothing is lost when the process dies: each wake-up asks
the database what is due. A wake-up that was missed is not repeated, since the next one does its work.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from apscheduler.schedulers.background import BackgroundScheduler

from engine import timers
from engine.backup.schedule import back_up_on_time
from engine.cases.leftovers import forget_leftovers
from engine.errors import Busy
from engine.invariants.nightly import verify_by_night
from engine.metrics import JOBS as JOBS_TIMED
from engine.metrics import timed
from engine.notices import sending
from engine.people.patience import forget_old_failures
from engine.people.sessions import forget_dead_sessions
from engine.sealing import seal_changes
from engine.store.tables import heartbeats, idempotency
from engine.store.upserting import upsert
from engine.watching.watch import watch
from engine.work import Platform, Work

logger = logging.getLogger("phananh.scheduler")

# A form left open over a weekend may still be sent twice; after a month nobody repeats a request. Reports
# are never forgotten: a browser may bring its pages back after a year, and their codes are made of the keys.
KEYS_KEPT = timedelta(days=30)
REPORTS = "report:%"
NODES_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Job:
    """Something done again and again, `seconds` after it was last begun."""

    name: str
    seconds: int
    run: Callable[[Platform], object]


def node() -> str:
    """The name of this process among those that share a database."""
    return f"{socket.gethostname()}-{os.getpid()}"


def fire_timers(platform: Platform) -> object:
    return timers.tick(platform)


def send_notices(platform: Platform) -> object:
    return sending.send_waiting(platform)


def sweep(platform: Platform) -> dict[str, int]:
    """Forget what is over: sessions, failed logins, answers nobody will ask for again, and nodes."""
    with platform.work() as work:
        old_keys = sa.delete(idempotency).where(
            idempotency.c.at < work.now - KEYS_KEPT, idempotency.c.actor.not_like(REPORTS)
        )
        old_nodes = sa.delete(heartbeats).where(heartbeats.c.at < work.now - NODES_KEPT)
        return {
            "sessions": forget_dead_sessions(work),
            "failures": forget_old_failures(work),
            "keys": work.run(old_keys).rowcount,
            "nodes": work.run(old_nodes).rowcount,
        }


def beat(platform: Platform) -> str:
    """Leave a sign that this node lives, and how far its clock is from the database's."""
    name = node()
    with platform.work() as work:
        sign = upsert(work.connection, heartbeats, unique=["node"], changing=["job", "at", "detail"])
        row = {"node": name, "job": "scheduler", "at": work.now, "detail": {"skew": skew(work)}}
        work.run(sign, [row])
    return name


def skew(work: Work) -> float:
    """By how many seconds this node's clock is ahead of the database's; on SQLite they are one."""
    if work.connection.dialect.name != "postgresql":
        return 0.0
    there: datetime = work.connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    return round((work.now - there).total_seconds(), 3)


def leave(platform: Platform) -> None:
    """Take this node's sign away: it stops because it was told to, so nobody need miss it."""
    with platform.work() as work:
        work.run(sa.delete(heartbeats).where(heartbeats.c.node == node()))


JOBS = (
    Job("timers", 1, fire_timers),
    Job("notices", 2, send_notices),
    Job("heartbeat", 15, beat),
    Job("watch", 60, watch),
    Job("sweep", 600, sweep),
    Job("uploads", 3600, forget_leftovers),
    Job("seals", 60, seal_changes),
    Job("verify", 600, verify_by_night),
    Job("backup", 600, back_up_on_time),
)


def once(platform: Platform, jobs: tuple[Job, ...] = JOBS) -> dict[str, object]:
    """Do every job one time, in order, and return what each answered."""
    return {job.name: job.run(platform) for job in jobs}


@contextmanager
def running(platform: Platform, jobs: tuple[Job, ...] = JOBS) -> Iterator[BackgroundScheduler]:
    """Keep the jobs going beside whatever is done inside; leaving waits for those under way."""
    scheduler = BackgroundScheduler(
        timezone=UTC,
        # One run at a time, late ones folded into one and never dropped: down time ends in one catch-up.
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for job in jobs:
        scheduler.add_job(_kept_going, "interval", (platform, job), seconds=job.seconds, id=job.name)
    _first_beat(platform)
    scheduler.start()
    logger.info("the clock runs on %s", node())
    try:
        yield scheduler
    finally:
        scheduler.shutdown(wait=True)
        with suppress(Busy):
            leave(platform)


def _first_beat(platform: Platform) -> None:
    """The clock is said to run from its start on, or a watcher would take the first seconds for a stop."""
    with suppress(Busy):
        beat(platform)


def _kept_going(platform: Platform, job: Job) -> None:
    """Run a job; a busy database only makes it wait for its next turn."""
    try:
        with timed(JOBS_TIMED.labels(job.name)):
            job.run(platform)
    except Busy:
        logger.warning("%s: the database was busy", job.name)
    except Exception:
        # The scheduler must outlive any single failure; the database still says what is due.
        logger.exception("%s failed", job.name)
