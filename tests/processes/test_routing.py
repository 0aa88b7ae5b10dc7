"""Which unit is proposed for a report: the team of its place, and the agency within the district."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import pytest

from tests.processes.deciding import FIELDS, PROCESSES, REPORTS, Context, decide


def routed(report: Mapping[str, Any]) -> Any:
    case = {
        "field": report["field"],
        "district": report["place"]["district_code"],
        "urgency": report["urgency"],
    }
    return decide("routing", "routing", case=case)


def test_every_sample_with_a_place_is_proposed_to_the_team_of_that_place() -> None:
    for report in REPORTS:
        district = report["place"]["district_code"]
        assert routed(report)["unit"] == (f"team-{district}" if district else None), report["id"]
        assert routed(report)["reason"]


def test_a_report_to_be_forwarded_always_has_a_team() -> None:
    for report in REPORTS:
        if report["expected_action"] in ("accept_forward", "return_to_ioc", "redirect_hotline", "split_case"):
            assert routed(report)["unit"].startswith("team-6")


@pytest.mark.parametrize(
    ("case", "unit"),
    [
        ({"field": "other", "district": None}, None),
        ({"field": "other", "district": "660"}, None),
        ({"field": "other", "district": "651", "district_in_service": False}, None),
        ({"field": "other", "district": "651", "district_in_service": True}, "team-651"),
        ({"field": "a_field_added_later", "district": "656"}, "team-656"),
        ({"district": "656"}, "team-656"),
    ],
)
def test_routing_knows_when_no_team_can_take_it(case: Context, unit: str | None) -> None:
    assert decide("routing", "routing", case=case)["unit"] == unit


@pytest.mark.parametrize(
    ("case", "unit"),
    [
        ({"field": "urban_infrastructure", "district": "643", "commune": "24133"}, "div-643-qldt"),
        ({"field": "urban_infrastructure", "district": "654", "commune": "24490"}, "div-654-ktht"),
        ({"field": "urban_order", "district": "643", "commune": "24127"}, "com-24127"),
        ({"field": "environment", "district": "643", "text_folded": "trai heo hoi thoi"}, "div-643-tnmt"),
        (
            {"field": "environment", "district": "654", "commune": "24496", "text_folded": "bai rac tu phat"},
            "com-24496",
        ),
        ({"field": "food_safety", "district": "654", "text_folded": "xe ban thit heo"}, "div-654-nnptnt"),
        ({"field": "food_safety", "district": "643", "text_folded": "an pho xong bi non"}, "div-643-yt"),
        (
            {"field": "land_construction", "district": "643", "text_folded": "nha xay them tang 4"},
            "div-643-qldt",
        ),
        ({"field": "land_construction", "district": "643", "text_folded": "dat bi lan"}, "div-643-tnmt"),
        ({"field": "public_duty", "district": "643", "commune": "24139"}, "div-643-nv"),
        ({"field": "public_duty", "district": "643", "accused_unit": "div-643-nv"}, "div-643-tt"),
        ({"field": "urban_order", "district": "643", "commune": None}, "div-643-qldt"),
        ({"field": "urban_order", "district": None, "commune": None}, None),
    ],
)
def test_an_agency_of_the_district_is_suggested(case: Context, unit: str | None) -> None:
    assert decide("agency-hint", "agency_hint", case={"text_folded": "", **case})["unit"] == unit


def test_the_accused_unit_is_never_suggested() -> None:
    for field, district in itertools.product(FIELDS, ("643", "651")):
        case: Context = {"field": field, "district": district, "commune": "24127", "text_folded": ""}
        first = decide("agency-hint", "agency_hint", case=case)
        for accused in (first["unit"], *first["alternatives"]):
            again = decide("agency-hint", "agency_hint", case={**case, "accused_unit": accused})
            assert accused not in (again["unit"], *again["alternatives"])
            assert again["unit"] != accused


def test_every_suggested_office_exists_in_every_district() -> None:
    codes = {
        line.split(",")[0] for line in (PROCESSES / "dak-lak" / "units.csv").read_text("utf-8").splitlines()
    }
    for field, district in itertools.product((*FIELDS, None), range(643, 658)):
        case = {"field": field, "district": str(district), "commune": None, "text_folded": ""}
        hint = decide("agency-hint", "agency_hint", case=case)
        assert {code for code in (hint["unit"], *hint["alternatives"]) if code} <= codes
