"""Make the golden database of a version: `python -m tests.golden.making 0.1.0`, once, when it is tagged.

It holds cases at every stage as that version saved them. Later versions must open, migrate and finish them.
"""

from __future__ import annotations

import gzip
import sqlite3
import sys
import tempfile
from pathlib import Path

from engine.keys import Keys
from engine.store import migrating
from engine.work import open_platform
from tests.clocks import FakeClock
from tests.engine.province import TRIAGE, Province, found

HERE = Path(__file__).parent
# Known to everybody, and so used for nothing but these files.
KEYS = Keys(*(bytes([number]) * 32 for number in (1, 2, 3)))
STAGES = ("triage", "team_receive", "agency_accept", "handle", "verify", "end")


def make(version: str) -> Path:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        KEYS.save(path / "keys.json")
        clock = FakeClock()
        platform = open_platform(path, clock=clock)
        migrating.upgrade(platform.engine)
        province = found(platform, clock)
        _live(province, clock)
        platform.engine.dispose()
        return _pack(path / "phananh.sqlite3", version)


def _live(province: Province, clock: FakeClock) -> None:
    for stage in STAGES:
        province.bring_to(stage)
        clock.advance(minutes=20)
    asked = province.report()
    province.do("operator", asked, "triage", outcome="ask", question="Ở đoạn nào của đường?")
    urgent = province.report()
    province.do("operator", urgent, "triage", **{**TRIAGE, "urgency": "emergency"})
    clock.advance(days=3)
    province.tick()


def _pack(database: Path, version: str) -> Path:
    with sqlite3.connect(database) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
        connection.execute("vacuum")
    target = HERE / f"{version}.sqlite3.gz"
    target.write_bytes(gzip.compress(database.read_bytes(), 9, mtime=0))
    return target


if __name__ == "__main__":
    sys.stdout.write(f"{make(sys.argv[1])}\n")
