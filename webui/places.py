"""The communes people may name: by present, former or later name, or by where they stand."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import cast

from flask import g

from engine.cases.lookups import lookups
from engine.folding import fold, place_key
from engine.people import units
from engine.work import Work
from webui import here

TYPES = ("xã", "phường", "thị trấn")
_SHORT_KIND = re.compile(r"^(?:p|ph|f|x|tt)(?:\.\s*|\s+)", re.IGNORECASE)
_DISTRICT_KIND = re.compile(r"^\s*(?:huyện|thị xã|thành phố)\s+", re.IGNORECASE)
_EARTH_KM = 6371.0
# The farthest corner of a commune from its middle; beyond it somebody stands outside the province.
_FARTHEST_KM = 40.0
# No place is called anything longer, and to look for it would take as long as it is.
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Commune:
    """A commune as it is offered, found and located."""

    code: str
    label: str
    district: str
    names: tuple[str, ...]
    lat: float | None
    lon: float | None


@dataclass(frozen=True)
class _Known:
    """What the reference folder knows beyond the roster of units."""

    centres: Mapping[str, tuple[float, float]]
    names: Mapping[str, tuple[str, ...]]


@cache
def _known(folder: Path) -> _Known:
    centres = {
        row["commune_code"]: (float(row["lat"]), float(row["lon"]))
        for row in _rows(folder / "communes.csv")
        if row["lat"] and row["lon"]
    }
    names: dict[str, list[str]] = {}
    for row in _rows(folder / "aliases.csv"):
        kind, _, code = row["target"].partition(":")
        if kind == "commune" and row["alias"] not in names.setdefault(code, []):
            names[code].append(row["alias"])
    return _Known(centres, {code: tuple(found) for code, found in names.items()})


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def communes(work: Work) -> list[Commune]:
    """Every commune of today, grouped by district as the forms offer them; read once a request."""
    if "communes" not in g:
        g.communes = _read(work)
    return cast("list[Commune]", g.communes)


def _read(work: Work) -> list[Commune]:
    known = _known(here.config().reference)
    found = []
    for option in lookups(work)["communes"]:
        code = str(option["value"])
        lat, lon = known.centres.get(code, (None, None))
        found.append(
            Commune(code, str(option["label"]), str(option["group"]), known.names.get(code, ()), lat, lon)
        )
    return found


def resolve(work: Work, text: str) -> list[Commune]:
    """The communes that a text may mean: those called so, or else those whose names hold the words."""
    if len(text) > _LONGEST_NAME:
        return []
    every = communes(work)
    wanted = place_key(_SHORT_KIND.sub("", text.strip()))
    if not wanted:
        return []
    # A name of today goes before the same name as others used it, before or since.
    for names in (_own_names, _other_names):
        exact = [one for one in every if wanted in names(one)]
        if exact:
            return exact
    found = {unit.commune_code for unit in units.find(work, text) if unit.kind == "commune"}
    return [one for one in every if one.code in found]


def _own_names(commune: Commune) -> set[str]:
    short, _, district = commune.label.partition(",")
    # Where two districts have a commune of one name, people add the district without its kind.
    told_apart = f"{short} {_DISTRICT_KIND.sub('', district)}"
    return {place_key(commune.code), *_keys(commune.label, short, told_apart)}


def _other_names(commune: Commune) -> set[str]:
    return _keys(*commune.names)


def _keys(*names: str) -> set[str]:
    return {place_key(each) for name in names for each in (name, _bare(name))}


def _bare(name: str) -> str:
    """The name without its kind: people say `Ea Tam`, not `phường Ea Tam`."""
    lowered = name.casefold()
    return next((name[len(kind) + 1 :] for kind in TYPES if lowered.startswith(f"{kind} ")), name)


def nearest(work: Work, lat: float, lon: float) -> Commune | None:
    """The commune whose middle is nearest; none when even that is too far."""
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # nor is anything near what is not a number
        return None
    measured = [
        (_kilometres(lat, lon, one.lat, one.lon), one)
        for one in communes(work)
        if one.lat is not None and one.lon is not None
    ]
    if not measured:
        return None
    away, found = min(measured, key=lambda pair: pair[0])
    return found if away <= _FARTHEST_KM else None


def _kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    north, east = radians(other_lat - lat) / 2, radians(other_lon - lon) / 2
    part = sin(north) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east) ** 2
    return 2 * _EARTH_KM * asin(sqrt(part))


def district_names(work: Work) -> dict[str, str]:
    """The districts by code, named after their teams."""
    teams = (unit for unit in units.existing(work) if unit.kind == "team" and unit.district_code)
    return {str(unit.district_code): unit.short_name.removeprefix("Tổ xử lý ") for unit in teams}


def searchable(commune: Commune) -> str:
    """All names of a commune, folded, for the browser to search in."""
    return fold(" | ".join((commune.label, *commune.names)))
