"""Print what one completed task costs, beside the floor measured in the same run.

    python -m tests.bench [CASES] [--sqlite]

Times are CPU of this process; PostgreSQL's own work is its server's and not in them. Machines differ: quote
the ratios.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.floor import Floor
from tests.bench.inboxes import fill, page_cost
from tests.bench.payloads import STEPS
from tests.bench.stages import ROOT, Stage, real_way, set_up, six_way
from tests.databases import PostgresServer

CASES = 40
WARM = 3
FEW, MANY = 100, 20_000
SIX, REAL = ROOT / "tests" / "bench" / "release", ROOT / "processes" / "cv731"


def measured(runner: Floor | Stage, cases: int) -> float:
    """The median CPU of one user task in milliseconds, after some cases to warm up."""
    for number in range(WARM + cases):
        if number == WARM:
            runner.spent.clear()
        runner.run_case(number)
    return 1000 * statistics.median(runner.spent)


@contextmanager
def databases(only_sqlite: bool) -> Iterator[dict[str, list[str | None]]]:
    """Addresses for the two procedures on each database; None means a file of its own."""
    found: dict[str, list[str | None]] = {"SQLite": [None, None]}
    server = PostgresServer()
    if not only_sqlite:
        found["PostgreSQL"] = [server.empty("six"), server.empty("real")]
    try:
        yield found
    finally:
        server.stop()


def line(name: str, cost: float, floor: float, stage: Stage | None = None) -> None:
    more = "" if stage is None else _statements(stage)
    sys.stdout.write(f"{name:<46}{cost:8.2f} ms{cost / floor:9.2f} ×{more}\n")


def _statements(stage: Stage) -> str:
    counts = sorted(stage.statements[-len(stage.spent) :])
    commits = max(stage.commits)
    return f"{statistics.median(counts):9.0f} / {counts[-1]}{commits:12}"


def compare(folder: Path, cases: int, only_sqlite: bool) -> None:
    floor = measured(Floor(folder / "floor.sqlite3", ["handling"]), cases)
    timed = measured(Floor(folder / "timed.sqlite3", STEPS), cases)
    sys.stdout.write(f"{'CPU per user task':<46}{'median':>11}{'ratio':>11}   SQL med/max   commits\n")
    line("floor: six steps, one timer", floor, floor)
    line("floor: six steps, a timer on each", timed, floor)
    with databases(only_sqlite) as addresses:
        for name, (six, real) in addresses.items():
            ours = set_up(folder / f"six-{name}", six, SIX, six_way)
            line(f"engine, {name}: the same six steps", measured(ours, cases), floor, ours)
            province = set_up(folder / f"real-{name}", real, REAL, real_way)
            line(
                f"engine, {name}: procedure 731 (to timed floor)", measured(province, cases), timed, province
            )
            inbox_line(name, province)
            for stage in (ours, province):
                stage.platform.engine.dispose()


def inbox_line(name: str, stage: Stage) -> None:
    fill(stage, FEW)
    few = 1000 * page_cost(stage)
    fill(stage, MANY)
    many = 1000 * page_cost(stage)
    sys.stdout.write(
        f"engine, {name}: inbox page, {FEW} then {MANY:,} open tasks {few:.2f} ms, {many:.2f} ms"
        f" ({many / few:.2f} ×)\n"
    )


def main(words: list[str]) -> None:
    numbers = [int(word) for word in words if word.isdigit()]
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), numbers[0] if numbers else CASES, "--sqlite" in words)


if __name__ == "__main__":
    main(sys.argv[1:])
