"""The lists a form may offer, by the name its fields ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

import forms
from engine import access
from engine.cases.places import capitalised, place_name
from engine.folding import sort_key
from engine.people import units
from engine.people.units import Unit, day_of
from engine.store.tables import cases, fields
from engine.work import Work

if TYPE_CHECKING:
    from engine.releases import Release

Options = Sequence[Mapping[str, object]]
Roster = Callable[[int], Sequence[access.Candidate]]
_FIELDS = "cases.fields"
URGENCIES = (
    ("normal", "Bình thường", "Normal"),
    ("urgent", "Khẩn", "Urgent"),
    ("complex", "Phức tạp", "Complex"),
    ("emergency", "Khẩn cấp, cần giải quyết tức thời", "Emergency"),
)
FAULTS = (
    ("wrong_place", "Không đúng nơi phản ánh", "Not the reported place"),
    ("not_the_matter", "Không đúng việc phản ánh", "Not the reported matter"),
    ("evidence_unclear", "Ảnh, văn bản không rõ", "Picture or document unclear"),
    ("not_finished", "Việc chưa làm xong", "Not finished"),
    ("no_answer", "Chưa trả lời điều người dân hỏi", "Does not answer the question"),
)


def lookups(
    work: Work,
    case: Mapping[str, Any] | None = None,
    release: Release | None = None,
    tree: units.Tree | None = None,
    roster: Roster | None = None,
) -> Mapping[str, Options]:
    """Every list by its name, each made when a form asks for it; without a case, those that need none.

    `tree` and `roster` spare queries to a caller who has read them.
    """
    known = cache(lambda: tree or units.tree(work))
    makers: dict[str, Callable[[], Options]] = {
        "fields": lambda: _fields(work, known()),
        "urgencies": lambda: [_option(*row) for row in URGENCIES],
        "faults": lambda: [_option(*row) for row in FAULTS],
        "communes": lambda: _communes(known(), day_of(work.now)),
        "all_units": lambda: _targets(known(), day_of(work.now)),
    }
    if case is not None:
        serving = roster or (lambda unit_id: access.roster(work, unit_id, work.now))
        makers |= _of_case(work, case, known, serving)
    if release is not None:
        makers["refusal_reasons"] = lambda: [
            _option(str(row["code"]), str(row["vi"]), str(row.get("en") or ""))
            for row in release.texts.refusals
        ]
    return Lists(makers)


class Lists(Mapping[str, Options]):
    """Lists by name; nothing is read for those that no form asks for."""

    def __init__(self, makers: Mapping[str, Callable[[], Options]]) -> None:
        self._makers = makers
        self._made: dict[str, Options] = {}

    def __getitem__(self, name: str) -> Options:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def _option(value: str, vi: str, en: str = "", group: str = "") -> dict[str, object]:
    return {"value": value, "label": vi, "label_en": en, "group": group}


def _fields(work: Work, tree: units.Tree) -> Options:
    """The fields of today; they change with the reference data, whose version units carry."""
    today = day_of(work.now)
    version = tree.version
    kept = work.platform.caches.get(_FIELDS)
    if not isinstance(kept, tuple) or kept[0] != version or not version:
        kept = (version, work.connection.execute(sa.select(fields).order_by(fields.c.code)).all())
        work.platform.caches[_FIELDS] = kept
    valid = (row for row in kept[1] if row.valid_from <= today and (not row.valid_to or row.valid_to > today))
    return [_option(row.id, row.vi, row.en) for row in valid]


@lru_cache(maxsize=8)
def _communes(tree: units.Tree, day: date) -> Options:
    existing = tree.on(day)
    teams = {unit.district_code: unit.short_name for unit in existing if unit.kind == "team"}
    communes = sorted((u for u in existing if u.kind == "commune"), key=lambda u: sort_key(u.short_name))
    rows = [(teams.get(unit.district_code, ""), unit) for unit in communes]
    rows.sort(key=lambda row: sort_key(row[0]))
    return forms.Offers(
        _option(u.commune_code or u.code, capitalised(place_name(u)), group=_place_of_team(team))
        for team, u in rows
    )


def _place_of_team(name: str) -> str:
    return name.removeprefix("Tổ xử lý ")


GROUPS = {"team": "Tổ xử lý", "department": "Sở, ban, ngành", "body": "Đơn vị ngoài hệ thống"}


@lru_cache(maxsize=8)
def _targets(tree: units.Tree, day: date) -> Options:
    """Those the centre may send to: teams, departments, and bodies reached by letter."""
    existing = tree.on(day)
    return forms.Offers(
        _option(unit.code, unit.name, group=group)
        for kind, group in GROUPS.items()
        for unit in sorted((u for u in existing if u.kind == kind), key=lambda u: sort_key(u.name))
    )


def _of_case(
    work: Work,
    case: Mapping[str, Any],
    known: Callable[[], units.Tree],
    roster: Roster,
) -> dict[str, Callable[[], Options]]:
    facts = case["facts"]
    lead = facts.get("lead")

    def agencies() -> Options:
        target = known().by_code.get(str(facts.get("target") or ""))
        district = target.district_code if target else case["district_code"]
        near = _local(known(), day_of(work.now), district)
        accused = case["accused_unit"]
        return [one for one in near if one["value"] != accused] if accused else near

    return {
        "accusable_units": lambda: [
            *_targets(known(), day_of(work.now)),
            *_local(known(), day_of(work.now), case["district_code"]),
        ],
        "agencies": agencies,
        "co_agencies": agencies,
        "handling_officers": lambda: _officers_of(known(), str(lead), roster) if lead else [],
        "nearby_cases": lambda: _nearby(work, case),
    }


@lru_cache(maxsize=64)
def _local(tree: units.Tree, day: date, district: str | None) -> Options:
    """The divisions of a district, then its communes."""
    here = [unit for unit in tree.on(day) if district and unit.district_code == district]
    own = [unit for unit in here if unit.kind in ("division", "commune")]
    own.sort(key=lambda unit: (unit.kind != "division", sort_key(unit.name)))
    return forms.Offers(_option(unit.code, unit.name, group=_kind_name(unit)) for unit in own)


def _kind_name(unit: Unit) -> str:
    return "Phòng chuyên môn" if unit.kind == "division" else "Xã, phường, thị trấn"


def _officers_of(tree: units.Tree, code: str, roster: Roster) -> Options:
    unit = tree.by_code.get(code)
    held = access.among(roster(unit.id), ["handling_officer"]) if unit else ()
    return [_option(one.login, f"{one.name} – {one.position}") for one in held]


def _nearby(work: Work, case: Mapping[str, Any]) -> Options:
    """Open cases of the same commune, the newest first: what a report may be merged into."""
    query = (
        sa.select(cases.c.report_no, cases.c.subject)
        .where(cases.c.commune_code == case["commune_code"], cases.c.id != case["id"])
        .where(cases.c.status == "open", sa.func.coalesce(cases.c.parent_kind, "") != "merged")
        .where(sa.not_(cases.c.restricted))
        .order_by(cases.c.received_at.desc())
        .limit(20)
    )
    return [
        _option(row.report_no, f"{row.report_no} – {row.subject}") for row in work.connection.execute(query)
    ]
