"""A province on a real database whose server is another process."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from engine import releases
from engine.invariants import INVARIANTS, broken
from engine.people import passwords
from engine.reference import import_reference
from engine.settings import set_setting
from engine.store import migrating, tables
from engine.work import Platform
from tests import rosters
from tests.faults.dying import Doom
from tests.faults.nodes import Installation, Node
from tests.faults.plays import Players
from tests.faults.serving import Place, processes, serve
from tests.faults.visitors import Ledger, Visitor

ROOT = Path(__file__).parents[2]
PASSWORD = "mua rào trên sông Krông Ana"
CLERKS = ("operator", "member", "focal", "handler", "leader")
PEOPLE = {
    "operator": ("ioc", "ioc_operator"),
    "second": ("ioc", "ioc_operator"),
    "lead": ("ioc", "ioc_lead"),
    "member": ("team-643", "team_member"),
    "leader": ("team-643", "team_leader"),
    "focal": ("com-24133", "focal_officer"),
    "handler": ("com-24133", "handling_officer"),
    "co": ("com-24118", "handling_officer"),
    "co2": ("com-24121", "handling_officer"),
    "co3": ("com-24124", "handling_officer"),
}


@dataclass
class Province:
    """The installation as the test sees it, and the servers that it started."""

    place: Place
    platform: Platform
    officers: dict[str, int] = field(default_factory=dict)
    running: list[Any] = field(default_factory=list)
    sockets: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="pa-")))

    def address(self, name: str = "a") -> str:
        return str(self.sockets / name)

    def start(self, name: str = "a", *, ticking: bool = True) -> Any:
        made = processes.Process(target=serve, args=(self.place, self.address(name), ticking), daemon=True)
        made.start()
        self.running.append(made)
        return made

    def stop(self) -> None:
        for one in self.running:
            one.kill()
            one.join()
        self.running.clear()

    def must_be_sound(self) -> None:
        """Every promise holds."""
        assert not broken(self.platform, INVARIANTS)


@dataclass
class Service:
    """An installation that real servers keep for people at browsers, and what the test knows of it."""

    platform: Platform
    installation: Installation
    doom: Doom
    ledger: Ledger = field(default_factory=Ledger)
    kills: int = 0
    _clock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def place(self) -> Place:
        return self.installation.place

    def pass_time(self, hours: float) -> None:
        with self._clock:
            self.place.hours.value += hours

    def start(self) -> None:
        self.installation.start()
        self.installation.wait_until_it_answers()

    def kill(self, nodes: Sequence[Node]) -> None:
        for one in nodes:
            one.kill()
        self.kills += 1

    @contextmanager
    def raised_again(self) -> Iterator[None]:
        """Start every server again that dies meanwhile."""
        over = threading.Event()
        watcher = threading.Thread(target=self._raise_the_dead, args=(over,), daemon=True)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()

    def _raise_the_dead(self, over: threading.Event) -> None:
        while not over.wait(0.02):
            for one in self.installation.nodes:
                if not one.alive:
                    self.kills += 1
                    one.start()

    def players(self, log_in: Sequence[str] = CLERKS) -> Players:
        """Officers at their desks; their sessions outlast the months that a test lets go by."""
        desks = {login: Visitor(self.installation.port, self.ledger) for login in log_in}
        for login, browser in desks.items():
            browser.log_in(login, PASSWORD)
        with self.platform.work() as work:
            long_after = work.now + timedelta(days=900)
            work.run(sa.update(tables.login_sessions).values(seen_at=long_after, ends_at=long_after))
        return Players(self.platform, self.installation.port, self.ledger, self.pass_time, desks)

    def must_be_sound(self) -> None:
        """Every promise holds."""
        assert [str(one) for one in broken(self.platform, INVARIANTS)] == []


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """What the moments of a run are drawn from; `--seed` draws others, or the same again."""
    return int(request.config.getoption("--seed"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One line for each database on which servers were killed."""
    from tests.faults.tally import TALLIES  # which knows a Service

    for name, told in config.stash.get(TALLIES, {}).items():
        terminalreporter.write_line(f"{name}: {told}")


@pytest.fixture(scope="session")
def kept_password() -> str:
    return passwords.hash_password(PASSWORD)


@pytest.fixture
def service(empty_database: str, tmp_path: Path, kept_password: str) -> Iterator[Service]:
    with served(empty_database, tmp_path / "data", kept_password) as made:
        yield made


@contextmanager
def served(url: str, data: Path, kept_password: str) -> Iterator[Service]:
    """A province whose database was made by the migrations, with a password for everybody."""
    place = Place(data, url, processes.RawValue("d", 0.0))
    platform = place.open()
    migrating.upgrade(platform.engine)
    _furnish(platform, password_hash=kept_password)
    with platform.work() as work:
        for kind in ("report", "act", "code"):
            set_setting(work, f"limit_{kind}", "1000000")  # everybody here shares one address
    doom = Doom.none(processes)
    made = Service(platform, Installation(place, doom), doom)
    try:
        yield made
    finally:
        made.installation.stop()
        platform.engine.dispose()


def _furnish(platform: Platform, **more: Any) -> dict[str, int]:
    """Reference data, the procedure in force and the officers."""
    with platform.work() as work:
        import_reference(work, ROOT / "processes" / "dak-lak")
        files = releases.folder_files(ROOT / "processes" / "cv731")
        releases.put_in_force(work, releases.keep_release(work, files))
        return {
            login: rosters.add_officer(work, login, post, email=f"{login}@example.vn", **more)
            for login, post in PEOPLE.items()
        }


@pytest.fixture
def province(database: str, tmp_path: Path) -> Iterator[Province]:
    hours = processes.RawValue("d", 0.0)
    place = Place(tmp_path / "data", database, hours)
    made = Province(place, place.open())
    made.officers |= _furnish(made.platform)
    yield made
    made.stop()
    made.platform.engine.dispose()
