"""Where examples take place: one installation after the other on the database of the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.chance.houses import Houses, OnPostgres, OnSqlite


@pytest.fixture
def houses(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Houses:
    if database.startswith("sqlite"):
        return OnSqlite(request.getfixturevalue("sqlite_files"), tmp_path)
    return OnPostgres(request.getfixturevalue("postgres_server"), tmp_path)
