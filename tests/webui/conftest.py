"""A province in service, its pages, and browsers to open them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.serving import make_server

from engine.people import passwords
from engine.reference import import_reference
from engine.releases import Library, put_in_force
from engine.releases.deploying import folder_files, keep_release
from engine.work import Platform
from tests import rosters
from tests.clocks import FakeClock
from tests.engine.province import PEOPLE, Province
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
        kept = passwords.hash_password(PASSWORD)
        with province.work() as work:
            more = {"password_hash": kept, "must_change_password": must_change}
            return rosters.add_officer(work, login, *posts, **more)

    return make


Enter = Callable[..., Browser]


@pytest.fixture
def enter(app: Flask, hire: Hire) -> Enter:
    """An officer of that login, hired with these posts if any are named, and logged in."""

    def make(login: str, *posts: tuple[str, str]) -> Browser:
        if posts:
            hire(login, *posts)
        made = Browser(app)
        made.log_in(login, PASSWORD)
        return made

    return make


@pytest.fixture
def operator(enter: Enter) -> Browser:
    return enter("truc", ("ioc", "ioc_operator"))


@pytest.fixture
def town(province: Platform, clock: FakeClock) -> Province:
    """The province with an officer of each kind, who log in with PASSWORD."""
    made, kept = Province(province, clock), passwords.hash_password(PASSWORD)
    with province.work() as work:
        for login, posts in PEOPLE.items():
            made.officers[login] = rosters.add_officer(work, login, *posts, password_hash=kept)
    return made


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the pages are served for a browser."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
