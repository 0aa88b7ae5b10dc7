"""Where a report comes from: its commune, and the district whose team takes it."""

from __future__ import annotations

from datetime import datetime

from engine.people import units
from engine.people.units import Unit, day_of
from engine.work import Work


def in_service(work: Work, district: str | None, at: datetime) -> bool:
    """Whether the district has a team that takes reports of that moment."""
    team = units.team_of(work, district) if district else None
    return team is not None and units.serving(team, at)


def district_of(work: Work, commune_code: str | None, tree: units.Tree | None = None) -> str | None:
    """The district that a commune belongs to today; `tree` spares a query when the caller has it."""
    if not commune_code:
        return None
    today = day_of(work.now)
    found = _communes(tree or units.tree(work), commune_code)
    return next((unit.district_code for unit in found if unit.exists_on(today)), None)


def commune_name(work: Work, commune_code: str | None) -> str:
    """The commune as people call it; empty when the report names none."""
    found = _communes(units.tree(work), commune_code) if commune_code else []
    return place_name(found[0]) if found else ""


def _communes(tree: units.Tree, code: str) -> list[Unit]:
    return [unit for unit in tree.units if unit.kind == "commune" and unit.commune_code == code]


def place_name(unit: Unit) -> str:
    """The place that a People's Committee governs."""
    return unit.name.removeprefix("Ủy ban nhân dân ").removeprefix("UBND ")
