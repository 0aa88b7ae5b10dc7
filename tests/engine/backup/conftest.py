"""An installation that came to be by the migrations, as real ones do, and an empty place beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.backup import Restored, restore
from engine.store import migrating
from engine.work import Platform, open_platform
from tests.clocks import FakeClock


@pytest.fixture
def platform(empty_database: str, tmp_path: Path, clock: FakeClock) -> Iterator[Platform]:
    opened = open_platform(tmp_path / "data", empty_database, clock=clock)
    migrating.upgrade(opened.engine)
    yield opened
    opened.engine.dispose()


@dataclass
class Elsewhere:
    """An empty machine: no folder yet, and on PostgreSQL a database without a table."""

    data: Path
    url: str | None
    keys: Path

    def restore(self, backup: Path, keys: Path | None = None) -> Restored:
        return restore(backup, keys=keys or self.keys, data=self.data, url=self.url)

    def open(self, clock: FakeClock) -> Platform:
        return open_platform(self.data, self.url, clock=clock)


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, platform: Platform, tmp_path: Path) -> Iterator[Elsewhere]:
    keys = tmp_path / "data" / "keys.json"
    if platform.engine.dialect.name == "sqlite":
        yield Elsewhere(tmp_path / "elsewhere", None, keys)
        return
    server = request.getfixturevalue("postgres_server")
    url = server.empty()
    yield Elsewhere(tmp_path / "elsewhere", url, keys)
    server.drop(url)
