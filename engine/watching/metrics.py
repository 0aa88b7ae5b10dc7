"""The metrics page for Prometheus: what this process did, and of the database how the installation stands."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from engine.errors import Busy
from engine.metrics import OF_THIS_PROCESS
from engine.watching.alarms import ALARMS, raised
from engine.watching.numbers import Numbers, read_numbers
from engine.work import Platform

CONTENT_TYPE = CONTENT_TYPE_LATEST


def _gauges(found: Numbers) -> Iterator[tuple[str, str, float]]:
    yield "timers_overdue", "Timers past due that have not fired", found.overdue
    yield "timers_oldest_overdue_seconds", "How long the oldest of them is overdue", found.oldest_overdue
    yield "incidents_open", "Failed steps that wait for a person", found.incidents
    yield "outbox_waiting", "Messages on their way out", found.waiting
    yield "outbox_oldest_seconds", "How long the oldest of them could have gone", found.oldest_waiting
    yield "outbox_dead", "Messages that were given up", found.dead
    yield "channels_resting", "Ways out that rest after failures", len(found.resting)
    yield "disk_free_bytes", "Bytes left in the data folder", found.disk_free
    yield "promises_broken", "Promises that the last check found broken", len(found.promises_broken)
    if found.promises_age is not None:
        yield "promises_age_seconds", "Since the last check of the promises ended", found.promises_age
    if found.backup_age is not None:
        yield "backup_age_seconds", "Since the newest backup was made", found.backup_age


class Installation(Collector):
    """What the database says, asked anew for each scrape."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform

    def collect(self) -> Iterator[GaugeMetricFamily]:
        up = GaugeMetricFamily("phananh_database_up", "Whether the database answers")
        try:
            with self._platform.look() as work:
                found = read_numbers(work)
        except Busy:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        for name, text, value in _gauges(found):
            yield GaugeMetricFamily(f"phananh_{name}", text, value=value)
        yield from _labelled(found)


def _labelled(found: Numbers) -> Iterator[GaugeMetricFamily]:
    ages = GaugeMetricFamily("phananh_heartbeat_age_seconds", "Since a node last beat", labels=["node"])
    skews = GaugeMetricFamily(
        "phananh_clock_skew_seconds", "A node's clock against the database's", labels=["node"]
    )
    for heart in found.hearts:
        ages.add_metric([heart.node], heart.age)
        skews.add_metric([heart.node], heart.skew)
    alarms = GaugeMetricFamily("phananh_alarm", "Whether an alarm of the runbook holds", labels=["alarm"])
    now = {alarm.name for alarm in raised(found)}
    for alarm in ALARMS:
        alarms.add_metric([alarm.name], alarm.name in now)
    yield from (ages, skews, alarms)


def scrape(platform: Platform) -> bytes:
    """All of it, as Prometheus reads it."""
    of_all = CollectorRegistry()
    of_all.register(Installation(platform))
    return generate_latest(OF_THIS_PROCESS) + generate_latest(of_all)
