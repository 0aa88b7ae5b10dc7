"""A province on a real database whose server is another process."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from engine import releases
from engine.invariants import INVARIANTS, broken
from engine.reference import import_reference
from engine.work import Platform
from tests import rosters
from tests.faults.serving import Place, processes, serve

ROOT = Path(__file__).parents[2]
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


@pytest.fixture
def province(database: str, tmp_path: Path) -> Iterator[Province]:
    hours = multiprocessing.get_context("forkserver").Value("d", 0.0)
    place = Place(tmp_path / "data", database, hours)
    made = Province(place, place.open())
    with made.platform.work() as work:
        import_reference(work, ROOT / "processes" / "dak-lak")
        files = releases.folder_files(ROOT / "processes" / "cv731")
        releases.put_in_force(work, releases.keep_release(work, files))
        for login, post in PEOPLE.items():
            made.officers[login] = rosters.add_officer(work, login, post, email=f"{login}@example.vn")
    yield made
    made.stop()
    made.platform.engine.dispose()
