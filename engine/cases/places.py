"""Where a report comes from: its commune, and the district whose team takes it."""

from __future__ import annotations

from datetime import datetime

from engine.folding import place_key
from engine.people import units
from engine.people.units import Unit, day_of
from engine.work import Work


def in_service(work: Work, district: str | None, at: datetime, tree: units.Tree | None = None) -> bool:
    """Whether the district has a team that takes reports of that moment."""
    team = units.team_of(work, district, tree) if district else None
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


def capitalised(name: str) -> str:
    """A place's name at the beginning of a line: `Xã Ea Đar`."""
    return name[:1].upper() + name[1:]


def whole_place(*parts: str | None) -> str:
    """From the spot to the district, each place once: people often write the commune themselves."""
    kept: list[str] = []
    for segment in (one.strip() for part in parts if part for one in part.split(",")):
        key = place_key(segment)
        if key and not any(place_key(one).endswith(key) for one in kept):
            kept.append(segment)
    return capitalised(", ".join(kept))
