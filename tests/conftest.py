"""What any test may ask for: a clock, and an installation on each of the two databases.

The engine is imported inside the fixtures, so that tests of pure modules neither load nor need it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.clocks import FakeClock

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from engine.work import Platform, Work
    from tests.databases import PostgresServer, SqliteFiles

DATABASES = ("sqlite", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=(*DATABASES, "both"), default="both", help="which databases to test on"
    )
    parser.addoption("--seed", type=int, default=731, help="what the fault tests draw their moments from")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that reaches a database once on each."""
    chosen = metafunc.config.getoption("--database")
    for name in {"database", "empty_database"} & set(metafunc.fixturenames):
        metafunc.parametrize(name, DATABASES if chosen == "both" else (chosen,), indirect=True)


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    from tests.databases import SqliteFiles

    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    from tests.databases import PostgresServer

    server = PostgresServer()
    yield server
    server.stop()


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with every table and no rows; its schema must not be changed."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_files").fresh(tmp_path / "phananh.sqlite3")
        return
    server = request.getfixturevalue("postgres_server")
    url = server.fresh()
    yield url
    server.give_back(url)


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, for tests that change the schema."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_files").empty(tmp_path / "empty.sqlite3")
        return
    server = request.getfixturevalue("postgres_server")
    url = server.empty()
    yield url
    server.drop(url)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def platform(database: str, tmp_path: Path, clock: FakeClock) -> Iterator[Platform]:
    """A whole installation on a fresh database, at the hour of `clock`."""
    from engine.work import open_platform

    opened = open_platform(tmp_path / "data", database, clock=clock)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def work(platform: Platform) -> Iterator[Work]:
    """One write transaction that stays open for the whole test."""
    with platform.work() as opened:
        yield opened


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of a test process: Playwright may be started only once in it."""
    from playwright.sync_api import sync_playwright

    from tests.browser.chromium import binary

    found = binary()
    if found is None:
        pytest.skip("Chromium is not installed: apt-get install chromium-headless-shell")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        yield browser
        browser.close()
