"""The dated tree of units: who exists on a day, who serves, and under whose roof.

All units fit in memory and change a few times a year, so each process keeps them until the
version in the database says that somebody changed one.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cached_property, lru_cache

import sqlalchemy as sa

from engine.deadlines import ZONE
from engine.errors import NotFound
from engine.folding import fold, place_key
from engine.store import tables
from engine.store.upserting import upsert
from engine.work import Work

HOME = ZONE
VERSION = "units_version"
_CACHE = "people.units"


@dataclass(frozen=True)
class Unit:
    """One unit as the roster of units describes it."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    parent_code: str | None
    district_code: str | None
    commune_code: str | None
    valid_from: date
    valid_to: date | None
    serving_from: date | None
    has_accounts: bool
    folded: str

    def exists_on(self, day: date) -> bool:
        """Say whether the unit exists on `day`; `valid_to` is its first day of not existing."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


_COLUMNS = [tables.units.c[field.name] for field in fields(Unit)]


@dataclass(frozen=True, eq=False)
class Tree:
    """All units at one version; a process holds one of each, so that lists made of it can be kept by it."""

    version: str
    units: tuple[Unit, ...]

    @cached_property
    def by_code(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def by_id(self) -> dict[int, Unit]:
        return {unit.id: unit for unit in self.units}

    @lru_cache(maxsize=8)  # noqa: B019  (one tree lives as long as the process, and days are few)
    def on(self, day: date) -> tuple[Unit, ...]:
        """The units that exist on `day`, by code."""
        return tuple(unit for unit in self.units if unit.exists_on(day))

    def above(self, code: str) -> tuple[str, ...]:
        """The codes of the unit's ancestors, nearest first."""
        chain: list[str] = []
        unit = self.by_code.get(code)
        while unit and unit.parent_code and unit.parent_code not in chain:
            chain.append(unit.parent_code)
            unit = self.by_code.get(unit.parent_code)
        return tuple(chain)


version_now = sa.select(tables.settings.c.value).where(tables.settings.c.name == VERSION).scalar_subquery()


def tree(work: Work, version: str | None = None) -> Tree:
    """All units; `version` spares a query when the caller has just read it."""
    if version is None:
        version = work.connection.execute(sa.select(version_now)).scalar() or ""
    kept = work.platform.caches.get(_CACHE)
    if isinstance(kept, Tree) and version and kept.version == version:
        return kept
    rows = work.connection.execute(sa.select(*_COLUMNS).order_by(tables.units.c.code))
    read = Tree(version, tuple(Unit(*row) for row in rows))
    work.platform.caches[_CACHE] = read
    return read


def changed(work: Work) -> None:
    """Make every process read the units again; to be called by whoever writes one.

    The mark is random, so that the mark of a transaction that was rolled back never comes back.
    """
    statement = upsert(work.connection, tables.settings, unique=["name"], changing=["value"])
    work.run(statement, [{"name": VERSION, "value": secrets.token_hex(8)}])


def day_of(at: datetime) -> date:
    """The day that a moment belongs to in Vietnam."""
    return at.astimezone(HOME).date()


def unit(work: Work, code: str) -> Unit:
    """The unit of that code, also when it no longer exists: old cases still name it."""
    found = tree(work).by_code.get(code)
    if found is None:
        raise NotFound
    return found


def unit_by_id(work: Work, unit_id: int) -> Unit:
    found = tree(work).by_id.get(unit_id)
    if found is None:
        raise NotFound
    return found


def existing(work: Work, known: Tree | None = None) -> Sequence[Unit]:
    """The units that exist today, by code."""
    return (known or tree(work)).on(day_of(work.now))


def children(work: Work, code: str) -> list[Unit]:
    """The units that belong to `code` today."""
    return [each for each in existing(work) if each.parent_code == code]


def team_of(work: Work, district_code: str, known: Tree | None = None) -> Unit | None:
    """The team that handles a district's reports today; none where the district level is gone."""
    own = existing(work, known)
    teams = (each for each in own if each.kind == "team" and each.district_code == district_code)
    return next(teams, None)


def find(work: Work, text: str) -> list[Unit]:
    """The units of today that are called so: exact names first, then names with all these words in a row."""
    wanted = fold(text)
    if not wanted:
        return []
    found = [each for each in existing(work) if wanted in each.folded or each.code == text.strip().lower()]
    return sorted(found, key=lambda each: (not _is_called(each, text), each.code))


def _is_called(unit: Unit, text: str) -> bool:
    return place_key(text) in {place_key(unit.name), place_key(unit.short_name), place_key(unit.code)}


def folded(name: str, short_name: str) -> str:
    """The searchable form of a unit's names, as kept in its `folded` column."""
    return f"{fold(name)} | {fold(short_name)}"


def serving(unit: Unit, at: datetime) -> bool:
    """Say whether the unit takes reports that arrive `at`; earlier ones stay with the IOC."""
    day = day_of(at)
    return unit.exists_on(day) and unit.serving_from is not None and unit.serving_from <= day
