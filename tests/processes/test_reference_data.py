"""The reference data of Đắk Lắk: complete, dated, told apart by how well each fact is known."""

from __future__ import annotations

import csv
import json
from datetime import date, time
from pathlib import Path

import pytest

from engine.folding import place_key

PROCESSES = Path(__file__).parents[2] / "processes"
FOLDER = PROCESSES / "dak-lak"
BASES = {"seed", "found", "assumption", "memory", "provisional", "law", "to be confirmed"}
DISTRICTS = {str(code) for code in range(643, 658)}
START = "2023-05-15"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


UNITS = {row["code"]: row for row in rows("units")}


def of_kind(kind: str) -> list[Row]:
    return [row for row in UNITS.values() if row["kind"] == kind]


@pytest.mark.parametrize("file", sorted(path.stem for path in FOLDER.glob("*.csv")))
def test_every_row_tells_its_source_and_how_well_it_is_known(file: str) -> None:
    for row in rows(file):
        assert row["source"].strip(), row
        assert row["basis"] in BASES, row
        assert None not in row, row


@pytest.mark.parametrize("file", ["units", "fields", "hotlines", "shifts", "communes"])
def test_what_is_in_force_starts_with_the_service_and_has_no_end_in_this_release(file: str) -> None:
    for row in rows(file):
        assert row["valid_from"] == START
        assert row["valid_to"] == ""


def test_codes_are_given_once() -> None:
    assert len(UNITS) == len(rows("units"))


def test_there_is_one_team_for_each_of_the_fifteen_districts() -> None:
    assert {row["code"] for row in of_kind("team")} == {f"team-{code}" for code in DISTRICTS}


def test_there_are_184_communes_each_under_the_team_of_its_district() -> None:
    communes = of_kind("commune")
    assert len(communes) == 184
    for row in communes:
        assert row["code"] == f"com-{row['commune_code']}"
        assert row["parent"] == f"team-{row['district_code']}"
    kinds = [row["type"] for row in rows("communes")]
    assert [kinds.count(kind) for kind in ("Xã", "Phường", "Thị trấn")] == [151, 20, 13]


def test_a_parent_exists_and_nothing_lies_above_itself() -> None:
    for code, row in UNITS.items():
        seen = {code}
        while row["parent"]:
            assert row["parent"] not in seen
            seen.add(row["parent"])
            row = UNITS[row["parent"]]


def test_divisions_differ_between_towns_and_rural_districts() -> None:
    for code in DISTRICTS:
        town = code in ("643", "644")
        assert (f"div-{code}-qldt" in UNITS) is town
        assert (f"div-{code}-ktht" in UNITS) is not town
        assert (f"div-{code}-kt" in UNITS) is town
        assert (f"div-{code}-nnptnt" in UNITS) is not town


def test_two_units_of_one_name_can_be_told_apart() -> None:
    names = [row["name"] for row in UNITS.values()]
    assert len(names) == len(set(names))
    assert sum("phường Thống Nhất" in name for name in names) == 2


def test_bodies_have_no_accounts_and_everybody_else_has() -> None:
    for row in UNITS.values():
        assert row["has_accounts"] == ("no" if row["kind"] == "body" else "yes")
    for code in DISTRICTS:
        assert f"body-cong-an-{code}" in UNITS


def test_every_unit_serves_from_the_day_of_the_letter() -> None:
    assert {row["serving_from"] for row in UNITS.values()} == {START}


def test_the_fifteen_fields_are_in_the_order_of_the_letter() -> None:
    fields = rows("fields")
    assert [row["code"] for row in fields] == [f"LV{number:02}" for number in range(1, 16)]
    assert fields[0]["vi"] == "An toàn giao thông"
    assert fields[14]["vi"].startswith("Các lĩnh vực khác thực hiện theo chỉ đạo của Tỉnh ủy")
    assert all(row["en"] for row in fields)


def test_the_calendar_knows_the_swap_that_others_miss() -> None:
    kinds = {row["date"]: row["kind"] for row in rows("calendar")}
    assert len(kinds) == 78
    assert kinds["2026-01-02"] == "swapped_off"
    assert kinds["2026-01-10"] == "makeup_workday"
    assert set(kinds.values()) == {"holiday", "compensatory_off", "swapped_off", "makeup_workday"}


def test_a_make_up_day_falls_on_a_weekend_and_a_swapped_day_off_does_not() -> None:
    for row in rows("calendar"):
        day = date.fromisoformat(row["date"])
        if row["kind"] == "makeup_workday":
            assert day.weekday() >= 5
        if row["kind"] in ("swapped_off", "compensatory_off"):
            assert day.weekday() < 5


def test_days_not_yet_announced_are_marked_provisional() -> None:
    assert {row["basis"] for row in rows("calendar") if row["date"].startswith("2027")} == {"provisional"}


def test_shifts_follow_each_other_and_are_an_assumption() -> None:
    shifts = [(time.fromisoformat(row["start"]), time.fromisoformat(row["end"])) for row in rows("shifts")]
    assert shifts == [(time(7), time(11, 30)), (time(13, 30), time(17))]
    assert {row["basis"] for row in rows("shifts")} == {"assumption"}


def test_only_numbers_that_are_known_are_given() -> None:
    known = {"111", "112", "113", "114", "115", "0262.1022", "1900.86.86.47"}
    for row in rows("hotlines"):
        assert row["number"] in known or (row["number"] == "" and row["basis"] == "to be confirmed")
        assert row["name_vi"]
        assert row["name_en"]
        assert row["topic"]
        assert row["last_tested"] == ""
    assert {row["number"] for row in rows("hotlines")} >= known


def test_each_district_has_a_place_for_its_duty_phones() -> None:
    duty = {(row["district_code"], row["topic"]) for row in rows("hotlines") if row["kind"] == "duty"}
    assert duty == {(code, topic) for code in DISTRICTS for topic in ("police", "district")}


def test_an_alias_points_at_a_place_that_exists() -> None:
    places = {f"commune:{row['commune_code']}" for row in rows("communes")} | {
        f"district:{code}" for code in DISTRICTS
    }
    for row in rows("aliases"):
        assert row["target"] in places, row


def test_names_of_2025_cover_every_former_commune() -> None:
    later = {row["target"] for row in rows("aliases") if row["kind"] == "later name"}
    assert later == {f"commune:{row['commune_code']}" for row in rows("communes")}


def test_a_spelling_leads_to_one_place_only() -> None:
    spelt: dict[str, set[str]] = {}
    for row in rows("aliases"):
        if row["kind"] == "spelling" and row["target"].startswith("district:"):
            spelt.setdefault(place_key(row["alias"]), set()).add(row["target"])
    assert [key for key, targets in spelt.items() if len(targets) > 1] == []


def test_the_demo_reports_are_forty_invented_ones_in_places_that_exist() -> None:
    data = json.loads((PROCESSES / "demo" / "reports.json").read_text(encoding="utf-8"))
    reports = data["reports"]
    assert data["invented"] is True
    assert len(reports) == len({report["id"] for report in reports}) == 40
    fields = {row["id"] for row in rows("fields")}
    for report in reports:
        place = report["place"]
        assert report["field"] in fields
        if place["commune_code"]:
            assert UNITS[f"com-{place['commune_code']}"]["district_code"] == place["district_code"]
    assert {report["field"] for report in reports} == fields


def test_the_demo_reporters_cannot_be_real_people() -> None:
    reports = json.loads((PROCESSES / "demo" / "reports.json").read_text(encoding="utf-8"))["reports"]
    kinds = {report["reporter"]["kind"] for report in reports}
    assert kinds == {"individual", "organisation"}
    for report in reports:
        reporter = report["reporter"]
        assert reporter["phone"].startswith("0900 000 ")
        assert reporter["email"] is None or reporter["email"].endswith("@example.test")
        assert reporter["kind"] == "individual" or reporter["representative"]


def test_the_demo_reports_that_come_back_name_the_unit_they_should_go_to() -> None:
    reports = json.loads((PROCESSES / "demo" / "reports.json").read_text(encoding="utf-8"))["reports"]
    for report in reports:
        if report["expected_action"] == "return_to_ioc":
            assert report["proposed_unit"] in UNITS
    assert [report["id"] for report in reports if "dispatch_first_to" in report] == ["S34"]
