"""A province in service, its pages, and browsers to open them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from engine.people import officers, passwords
from engine.reference import import_reference
from engine.releases import Library, put_in_force
from engine.releases.deploying import folder_files, keep_release
from engine.work import Platform
from tests.webui.pages import Browser
from webui import create_app
from webui.config import Config

PROCESSES = Path(__file__).parents[2] / "processes"
PASSWORD = "mua rào trên sông Krông Ana"


@pytest.fixture(scope="session")
def library() -> Library:
    """The procedure is read once for all tests: it is the same release under the same number in each."""
    return Library()


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates are compiled once for all tests."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def province(platform: Platform, library: Library) -> Platform:
    """Đắk Lắk's units and lines, with the procedure in force."""
    platform.library = library
    with platform.work() as work:
        import_reference(work, PROCESSES / "dak-lak")
        put_in_force(work, keep_release(work, folder_files(PROCESSES / "cv731")))
    return platform


@pytest.fixture
def app(province: Platform, compiled: FileSystemBytecodeCache) -> Flask:
    made = create_app(province, Config())
    made.jinja_env.bytecode_cache = compiled
    made.testing = True
    made.config["PROPAGATE_EXCEPTIONS"] = False
    return made


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)


Hire = Callable[..., int]


@pytest.fixture
def hire(province: Platform) -> Hire:
    """Make an officer with posts of (unit, role), who logs in with PASSWORD."""

    def make(login: str, *posts: tuple[str, str], must_change: bool = False) -> int:
        from tests import rosters

        kept = passwords.hash_password(PASSWORD)
        with province.work() as work:
            made = rosters.add_officer(work, login, password_hash=kept, must_change_password=must_change)
            for unit, role in posts:
                officers.join(work, made, unit, role)
        return made

    return make
