"""The jobs that wake the engine."""

from __future__ import annotations

import threading
from datetime import timedelta

import sqlalchemy as sa

from engine import scheduler
from engine.errors import Busy
from engine.scheduler import Job
from engine.settings import set_setting
from engine.store.tables import heartbeats, idempotency
from engine.work import Platform, wall_clock
from tests.clocks import FakeClock

PATIENCE = 10


def test_a_job_runs_again_and_again(platform: Platform) -> None:
    twice = threading.Semaphore(0)
    with scheduler.running(platform, (Job("count", 1, lambda _: twice.release()),)):
        assert twice.acquire(timeout=PATIENCE) and twice.acquire(timeout=PATIENCE)


def test_a_job_that_fails_runs_again(platform: Platform) -> None:
    tries: list[int] = []
    again = threading.Event()

    def fail(_: Platform) -> None:
        tries.append(1)
        if len(tries) > 1:
            again.set()
        raise Busy if len(tries) % 2 else ValueError("broken")

    with scheduler.running(platform, (Job("fail", 1, fail),)):
        assert again.wait(PATIENCE)


def test_a_slow_job_never_runs_beside_itself(platform: Platform) -> None:
    beside: list[bool] = []
    running = threading.Lock()
    done = threading.Semaphore(0)
    pause = threading.Event()

    def slow(_: Platform) -> None:
        beside.append(not running.acquire(blocking=False))
        pause.wait(1.5)
        running.release()
        done.release()

    with scheduler.running(platform, (Job("slow", 1, slow),)):
        assert done.acquire(timeout=PATIENCE) and done.acquire(timeout=PATIENCE)
    assert not any(beside)


def test_leaving_waits_for_the_job_under_way(platform: Platform) -> None:
    begun, ended = threading.Event(), threading.Event()

    def slow(_: Platform) -> None:
        begun.set()
        threading.Event().wait(0.5)
        ended.set()

    with scheduler.running(platform, (Job("slow", 1, slow),)):
        assert begun.wait(PATIENCE)
    assert ended.is_set()


def test_jobs_live_in_memory_and_fold_missed_wake_ups_into_one(platform: Platform) -> None:
    with scheduler.running(platform, (Job("idle", 600, lambda _: None),)) as running:
        [job] = running.get_jobs()
        assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)


def test_one_turn_of_every_job_on_an_empty_system_does_nothing(platform: Platform) -> None:
    with platform.work() as work:
        set_setting(work, "backup_at", "off")  # these tables were not made by the migrations
    names = ["timers", "notices", "heartbeat", "watch", "sweep", "uploads", "seals", "verify", "backup"]
    assert list(scheduler.once(platform)) == names


def test_a_node_leaves_one_sign_of_life_and_renews_it(platform: Platform, clock: FakeClock) -> None:
    scheduler.beat(platform)
    clock.advance(minutes=5)
    scheduler.beat(platform)
    with platform.look() as work:
        [row] = work.connection.execute(sa.select(heartbeats)).all()
    assert (row.node, row.at) == (scheduler.node(), clock.now)


def test_sweeping_forgets_old_keys_and_gone_nodes_only(platform: Platform, clock: FakeClock) -> None:
    ages = {"fresh": timedelta(days=29), "old": timedelta(days=31)}
    with platform.work() as work:
        for key, age in ages.items():
            row = {"key": key, "actor": "citizen", "answer": "{}", "at": work.now - age}
            work.run(sa.insert(idempotency).values(row))
        work.run(sa.insert(heartbeats).values(node="gone", job="scheduler", at=work.now - timedelta(days=2)))
    scheduler.beat(platform)
    assert scheduler.sweep(platform) == {"sessions": 0, "failures": 0, "keys": 1, "nodes": 1}
    with platform.look() as work:
        assert work.connection.execute(sa.select(idempotency.c.key)).scalars().all() == ["fresh"]


def test_a_node_that_is_told_to_stop_takes_its_sign_away(platform: Platform) -> None:
    with scheduler.running(platform, ()):
        assert _nodes(platform) == [scheduler.node()]
    assert _nodes(platform) == []


def test_a_node_knows_how_far_its_clock_is_from_the_databases(platform: Platform, clock: FakeClock) -> None:
    with platform.work() as work:
        ahead = scheduler.skew(work)
    if platform.engine.dialect.name == "sqlite":
        assert ahead == 0
        return
    now = wall_clock()
    clock.set(now + timedelta(minutes=5))
    with platform.work() as work:
        assert 290 < scheduler.skew(work) < 310


def _nodes(platform: Platform) -> list[str]:
    with platform.look() as work:
        return list(work.connection.execute(sa.select(heartbeats.c.node)).scalars())
