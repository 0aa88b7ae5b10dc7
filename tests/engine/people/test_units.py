"""The dated tree of units."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from engine.errors import NotFound
from engine.people import units
from engine.store import tables
from engine.work import Platform, Work
from tests.clocks import FakeClock, moment
from tests.rosters import add_units


def _change(work: Work, code: str, **values: Any) -> None:
    work.run(sa.update(tables.units).where(tables.units.c.code == code).values(values))
    units.changed(work)


def test_a_unit_is_found_by_code_and_by_id(work: Work) -> None:
    add_units(work)
    team = units.unit(work, "team-643")
    assert team.kind == "team" and units.unit_by_id(work, team.id) == team


@pytest.mark.parametrize("code", ["", "team-999"])
def test_an_unknown_unit_is_not_found(work: Work, code: str) -> None:
    add_units(work)
    with pytest.raises(NotFound):
        units.unit(work, code)


def test_the_units_under_a_team_are_its_divisions_and_communes(work: Work) -> None:
    add_units(work)
    assert [unit.code for unit in units.children(work, "team-643")] == ["com-24118", "div-643-qldt"]
    assert units.tree(work).above("com-24118") == ("team-643",)


def test_a_district_has_its_team_until_the_district_level_is_abolished(
    platform: Platform, clock: FakeClock
) -> None:
    with platform.work() as work:
        add_units(work)
        _change(work, "team-643", valid_to=date(2026, 7, 1))
    clock.set("2026-06-30 23:59")
    with platform.look() as work:
        team = units.team_of(work, "643")
        assert team is not None and team.code == "team-643"
    clock.set("2026-07-01 00:00")
    with platform.look() as work:
        assert units.team_of(work, "643") is None
        assert units.unit(work, "team-643").name == "Tổ xử lý TP Buôn Ma Thuột"


@pytest.mark.parametrize("text", ["Tân Lập", "tan lap", "UBND phường Tân Lập", "com-24118", "TAN LAP "])
def test_a_unit_is_found_however_its_name_is_typed(work: Work, text: str) -> None:
    add_units(work)
    assert [unit.code for unit in units.find(work, text)] == ["com-24118"]


def test_the_exact_name_comes_before_longer_ones(work: Work) -> None:
    add_units(work)
    _change(work, "team-644", folded=units.folded("Tổ", "x"), name="Tổ", short_name="x")
    assert units.find(work, "tổ")[0].code == "team-644"
    assert units.find(work, "  ") == []


@pytest.mark.parametrize(
    ("received", "serves"),
    [("2026-02-28 23:59", False), ("2026-03-01 00:00", True), ("2026-05-01 00:00", False)],
)
def test_a_unit_takes_reports_from_the_day_it_serves_on_vietnams_calendar(
    work: Work, received: str, serves: bool
) -> None:
    add_units(work)
    _change(work, "team-643", serving_from=date(2026, 3, 1), valid_to=date(2026, 5, 1))
    assert units.serving(units.unit(work, "team-643"), moment(received)) is serves


def test_a_unit_without_a_date_does_not_serve(work: Work) -> None:
    add_units(work)
    _change(work, "team-643", serving_from=None)
    assert not units.serving(units.unit(work, "team-643"), work.now)


def test_units_are_read_once_and_again_when_somebody_changes_one(platform: Platform) -> None:
    with platform.work() as work:
        add_units(work)
        before = units.tree(work)
        assert units.tree(work) is before
        _change(work, "ioc", name="Trung tâm mới")
        assert units.unit(work, "ioc").name == "Trung tâm mới"


def test_a_change_that_was_rolled_back_is_not_remembered(platform: Platform) -> None:
    with platform.work() as work:
        add_units(work)
    with pytest.raises(ZeroDivisionError), platform.work() as work:
        _change(work, "ioc", name="không thành")
        assert units.unit(work, "ioc").name == "không thành"
        raise ZeroDivisionError
    with platform.look() as work:
        assert units.unit(work, "ioc").name == "Trung tâm điều hành"
