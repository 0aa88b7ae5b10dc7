"""Print the speed of the system as one table, each figure beside the floor measured in the same run.

    python -m tests.bench [--only task,http] [--quick] [--sqlite]

Times are CPU of this process unless a row says otherwise; PostgreSQL's own work is its server's and not in
them. Machines differ, and so do hours on a shared one: quote the ratios.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.rows import ROWS
from tests.bench.sizes import QUICK, Setting, Sizes
from tests.bench.table import head, show
from tests.databases import PostgresServer


def asked(words: list[str] | None = None) -> argparse.Namespace:
    """What the command line asks for."""
    reader = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    reader.add_argument("--only", default=",".join(ROWS), help=f"some of: {', '.join(ROWS)}")
    reader.add_argument("--quick", action="store_true", help="small sizes, to see that everything runs")
    reader.add_argument("--sqlite", action="store_true", help="leave PostgreSQL out")
    found = reader.parse_args(words)
    found.rows = [name.strip() for name in found.only.split(",")]
    if unknown := [name for name in found.rows if name not in ROWS]:
        reader.error(f"no such row: {', '.join(unknown)}")
    return found


@contextmanager
def settings(folder: Path, sizes: Sizes, only_sqlite: bool) -> Iterator[list[Setting]]:
    server = PostgresServer()
    found = [Setting("SQLite", folder, sizes, lambda: None)]
    if not only_sqlite:
        found.append(Setting("PostgreSQL", folder, sizes, server.empty))
    try:
        yield found
    finally:
        server.stop()


def main() -> None:
    wanted = asked()
    sizes = QUICK if wanted.quick else Sizes()
    head()
    with (
        tempfile.TemporaryDirectory(prefix="phananh-bench-") as folder,
        settings(Path(folder), sizes, wanted.sqlite) as places,
    ):
        for name in wanted.rows:
            for place in places:
                for figure in ROWS[name](place):
                    show(figure)


if __name__ == "__main__":
    main()
