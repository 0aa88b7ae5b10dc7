"""What this process did, counted and timed; engine.watching shows it beside what the database says."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

OF_THIS_PROCESS = CollectorRegistry()
ProcessCollector(registry=OF_THIS_PROCESS)
_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
STEPS = Histogram(
    "phananh_step_seconds",
    "Steps of cases by what moved them, with the time each took before its commit",
    ["kind"],
    buckets=_BOUNDS,
    registry=OF_THIS_PROCESS,
)
REQUESTS = Histogram(
    "phananh_request_seconds",
    "Requests by page and class of answer",
    ["endpoint", "status"],
    buckets=_BOUNDS,
    registry=OF_THIS_PROCESS,
)
BUSY = Counter("phananh_busy", "Transactions that found the database busy or full", registry=OF_THIS_PROCESS)
TURNED_AWAY = Counter(
    "phananh_turned_away", "Requests refused with 503 before any work", registry=OF_THIS_PROCESS
)
JOBS = Histogram(
    "phananh_job_seconds",
    "Turns of the clock's jobs",
    ["job"],
    buckets=(*_BOUNDS, 60),
    registry=OF_THIS_PROCESS,
)


@contextmanager
def timed(histogram: Histogram) -> Iterator[None]:
    """Note how long the block took, whatever came of it."""
    begun = time.perf_counter()
    try:
        yield
    finally:
        histogram.observe(time.perf_counter() - begun)
