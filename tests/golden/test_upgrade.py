"""Databases of past versions open, migrate, and their cases go on to their end."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine import bpmn
from engine.invariants import INVARIANTS, broken
from engine.people import officers
from engine.store import migrating
from engine.store.tables import cases
from engine.work import Platform, open_platform
from tests.clocks import FakeClock
from tests.engine.province import PEOPLE, PICTURE, Province
from tests.golden.making import KEYS

VERSIONS = sorted(Path(__file__).parent.glob("*.sqlite3.gz"))


@pytest.fixture(params=VERSIONS, ids=lambda path: path.name.removesuffix(".sqlite3.gz"))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Province:
    """The installation that an earlier version left, brought up to date."""
    (tmp_path / "phananh.sqlite3").write_bytes(gzip.decompress(request.param.read_bytes()))
    KEYS.save(tmp_path / "keys.json")
    clock = FakeClock("2026-03-05 09:00")
    platform = open_platform(tmp_path, clock=clock)
    migrating.upgrade(platform.engine)
    province = Province(platform, clock)
    with platform.look() as work:
        for login in PEOPLE:
            officer = officers.by_login(work, login)
            assert officer is not None
            province.officers[login] = officer.id
    return province


def test_there_is_a_database_of_the_first_version() -> None:
    assert any(path.name.startswith("0.1.0.") for path in VERSIONS)


def test_its_promises_hold(old: Province) -> None:
    old.tick()
    assert not [f"{one.invariant.name}: {one.found}" for one in broken(old.platform, INVARIANTS)]


def test_every_saved_state_loads(old: Province) -> None:
    for blob in _states(old.platform):
        assert bpmn.Run.load(_diagram(old.platform), bpmn.Onlooker(), blob).positions


def test_a_case_in_hand_goes_on_to_its_end(old: Province) -> None:
    case_id = next(row.id for row in _rows(old.platform) if _waits_for(old, row.id, "handle"))
    old.do("handler", case_id, "handle", outcome="done", account="Đã vá xong", uploads=PICTURE)
    old.do("member", case_id, "verify", outcome="pass")
    assert _waits_for(old, case_id, "publish")


def _waits_for(province: Province, case_id: int, element: str) -> bool:
    return any(item.element == element for item in province.items(case_id))


def _rows(platform: Platform) -> list[sa.Row[tuple[int]]]:
    with platform.look() as work:
        return list(work.connection.execute(sa.select(cases.c.id).where(cases.c.status == "open")))


def _states(platform: Platform) -> list[bytes]:
    with platform.look() as work:
        query = sa.select(cases.c.state).where(cases.c.status == "open")
        return [bytes(state) for state in work.connection.execute(query).scalars()]


def _diagram(platform: Platform) -> bpmn.Diagram:
    with platform.look() as work:
        return platform.library.in_force(work).diagram
