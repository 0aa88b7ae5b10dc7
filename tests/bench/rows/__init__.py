"""The rows of the table, by the name that `--only` picks them by."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.bench.rows import crowds, drill, firing, pages, reports, steps
from tests.bench.sizes import Setting
from tests.bench.table import Figure

ROWS: dict[str, Callable[[Setting], Iterator[Figure]]] = {
    "task": steps.tasks,
    "bytes": steps.bytes_kept,
    "http": pages.submissions,
    "due": firing.some_due,
    "at-once": firing.all_due,
    "crowd": crowds.crowd,
    "drill": drill.drill,
    "memory": pages.memory,
    "reports": reports.accepted,
}
