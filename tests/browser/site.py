"""A province that a real browser can reach: its server, its officers, and the clock on its wall."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from waitress import create_server  # type: ignore[import-untyped]

from engine import timers
from engine.notices.sending import send_waiting
from engine.people import passwords
from engine.people.officers import by_login
from engine.people.sessions import open_session
from engine.reference import import_reference
from engine.store.tables import cases, work_items
from engine.work import Platform, open_platform
from tests import rosters
from tests.clocks import HOME, FakeClock
from tests.databases import SqliteFiles
from tests.engine.province import COMMUNE, PROCESSES, TEAM, put_procedure_in_force
from webui import create_app
from webui.config import Config

PASSWORD = "mua rào trên sông Krông Ana"
OTHER_TEAM, OTHER_COMMUNE = "team-644", "com-24311"
PEOPLE: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "operator": ("Nguyễn Thị Vân", (("ioc", "ioc_operator"),)),
    "second": ("Y Bhăm Niê", (("ioc", "ioc_operator"),)),
    "lead": ("Trần Văn Lộc", (("ioc", "ioc_lead"),)),
    "administrator": ("Phạm Quốc Bảo", (("ioc", "administrator"),)),
    "member": ("Lê Thị Hoa", ((TEAM, "team_member"),)),
    "leader": ("Đỗ Minh Tâm", ((TEAM, "team_leader"),)),
    "focal": ("Hồ Thị Thu", ((COMMUNE, "focal_officer"),)),
    "handler": ("H' Linh Êban", ((COMMUNE, "handling_officer"),)),
    "colleague": ("Vũ Đức Anh", ((COMMUNE, "handling_officer"),)),
    "head": ("Bùi Văn Sơn", ((COMMUNE, "agency_head"),)),
    "other_member": ("Ngô Thị Lan", ((OTHER_TEAM, "team_member"),)),
}


@dataclass(frozen=True)
class Site:
    """An installation in service; the clock moves only when a test moves it."""

    platform: Platform
    clock: FakeClock
    address: str

    def session_of(self, login: str) -> str:
        """The token of a new session, as if the officer had just logged in."""
        with self.platform.work() as work:
            officer = by_login(work, login)
            assert officer, f"nobody is called {login}"
            return open_session(work, officer.id, "127.0.0.1")

    def task(self, number: str, element: str) -> int:
        """The open task of a report at that step of the diagram."""
        query = (
            sa.select(work_items.c.id)
            .join(cases, cases.c.id == work_items.c.case_id)
            .where(cases.c.report_no == number, work_items.c.element == element, work_items.c.state == "open")
        )
        with self.platform.look() as work:
            found = work.connection.execute(query).scalar()
        assert found is not None, f"{number}: nobody has {element} to do"
        return int(found)

    def local_time(self) -> str:
        """What a person reads on the wall, as a browser's own field takes it."""
        return self.clock.now.astimezone(HOME).strftime("%Y-%m-%dT%H:%M")

    def let_pass(self, **time: float) -> None:
        """Let time go by, and with it the timers and the notices that are due."""
        self.clock.advance(**time)
        timers.tick(self.platform)
        send_waiting(self.platform)


def make_province(folder: Path) -> None:
    """Fill a data folder with the reference data, the procedure in force and the officers."""
    SqliteFiles(folder).fresh(_database(folder))
    platform = open_platform(folder, clock=FakeClock())
    kept = passwords.hash_password(PASSWORD)
    with platform.work() as work:
        import_reference(work, PROCESSES / "dak-lak")
        put_procedure_in_force(work)
        for login, (name, posts) in PEOPLE.items():
            rosters.add_officer(work, login, *posts, name=name, password_hash=kept)
    platform.engine.dispose()


def _database(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "phananh.sqlite3"


@dataclass
class Server:
    """One web server for all tests of a process; each test puts its own province behind it."""

    app: Any = None
    _listening: Any = field(init=False)
    _thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self._listening = create_server(self._answer, host="127.0.0.1", port=0, threads=8, ident=None)
        self._thread = threading.Thread(target=self._listening.run, daemon=True)
        self._thread.start()

    def _answer(self, environ: Any, start: Any) -> Any:
        return self.app(environ, start)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listening.effective_port}"

    def stop(self) -> None:
        # Within the server's own loop, which ends once the browsers have let go of their connections.
        self._listening.trigger.pull_trigger(self._listening.close)
        self._thread.join(2)
        self._listening.task_dispatcher.shutdown()


@contextmanager
def served(server: Server, template: Path, folder: Path) -> Iterator[Site]:
    """A copy of the province behind the server until the block ends."""
    shutil.copytree(template, folder)
    clock = FakeClock()
    platform = open_platform(folder, clock=clock)
    platform.domain = server.address.removeprefix("http://")
    with platform.work() as work:
        put_procedure_in_force(work)  # the same release again: this spares reading its files for every test
    server.app = create_app(platform, Config())
    yield Site(platform, clock, server.address)
    platform.engine.dispose()
