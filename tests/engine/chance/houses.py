"""Fresh installations, one for each example, at the price of copying a file or emptying tables."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from tests.databases import PostgresServer, SqliteFiles
from tests.engine.chance.stage import Stage


class Houses(Protocol):
    """Where examples take place."""

    def enter(self) -> Stage: ...

    def leave(self, stage: Stage) -> None: ...


@dataclass
class OnSqlite:
    files: SqliteFiles
    folder: Path

    @cached_property
    def furnished(self) -> Path:
        path = self.folder / "furnished.sqlite3"
        stage = Stage(self.files.fresh(path), self.folder / "data")
        stage.people()
        stage.close()
        return path

    def enter(self) -> Stage:
        path = self.folder / "chance.sqlite3"
        shutil.copyfile(self.furnished, path)
        stage = Stage(f"sqlite:///{path}", self.folder / "data")
        stage.meet()
        return stage

    def leave(self, stage: Stage) -> None:
        stage.close()
        for path in self.folder.glob("chance.sqlite3*"):
            path.unlink()


@dataclass
class OnPostgres:
    server: PostgresServer
    folder: Path

    def enter(self) -> Stage:
        stage = Stage(self.server.fresh(), self.folder / "data")
        stage.people()
        return stage

    def leave(self, stage: Stage) -> None:
        stage.close()
        self.server.give_back(stage.url)
