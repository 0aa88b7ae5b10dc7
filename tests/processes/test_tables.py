"""The decision tables of the 731 procedure: whole and readable, and what the smaller ones answer."""

from __future__ import annotations

import pytest
from lxml import etree

from engine import dmn
from engine.folding import fold
from tests.processes.deciding import FILES, FOLDER, MODEL, REPORTS, Context, decide, model


def test_all_the_decisions_of_the_procedure_are_there() -> None:
    assert set(FILES) == {
        "triage-hints",
        "routing",
        "agency-hint",
        "deadlines",
        "escalation",
        "evidence",
        "publication",
        "head-approval",
        "refusal-text",
        "fallback",
        "restriction",
        "hotline",
        "night-intake",
    }


@pytest.mark.parametrize("file", FILES)
def test_a_table_has_no_errors_and_everything_in_it_has_an_id_and_a_name(file: str) -> None:
    found = dmn.check(model(file))
    assert [str(finding) for finding in found if finding.severity == "error"] == []
    root = etree.fromstring((FOLDER / f"{file}.dmn").read_bytes())
    for tag in ("decision", "decisionTable", "input", "output", "rule", "inputEntry", "outputEntry"):
        assert all(element.get("id") for element in root.iter(MODEL + tag))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("file", FILES)
def test_every_row_says_why_and_every_decision_is_drawn(file: str) -> None:
    root = etree.fromstring((FOLDER / f"{file}.dmn").read_bytes())
    for rule in root.iter(MODEL + "rule"):
        assert (rule.findtext(f"{MODEL}annotationEntry/{MODEL}text") or "").strip()
    drawn = {element.get("dmnElementRef") for element in root.iter("{*}DMNShape")}
    assert {element.get("id") for element in root.iter(MODEL + "decision")} <= drawn


@pytest.mark.parametrize(
    ("settings", "unit", "field", "needed"),
    [
        ({}, "com-24127", "environment", False),
        ({"head_approval": True}, "com-24127", "environment", True),
        ({"head_approval_units": ["com-24127"]}, "com-24127", "environment", True),
        ({"head_approval_units": ["com-24127"]}, "com-24118", "environment", False),
        ({}, "div-643-vp", "press_response", True),
    ],
)
def test_the_heads_approval_is_switched_by_unit_and_field(
    settings: Context, unit: str, field: str, needed: bool
) -> None:
    found = decide("head-approval", "head_approval", unit=unit, case={"field": field}, settings=settings)
    assert found["needed"] is needed


def fallbacks(role: str, kind: str, phase: str = "handle") -> list[tuple[str, str]]:
    rows = decide("fallback", "fallback", role=role, unit_kind=kind, phase=phase) or []
    return [(row["role"], row["unit"]) for row in rows]


def test_there_is_always_somebody_who_may_stand_in() -> None:
    assert fallbacks("handling_officer", "commune")[:2] == [
        ("focal_officer", "same"),
        ("agency_head", "same"),
    ]
    assert fallbacks("team_member", "team")[0] == ("team_leader", "same")
    assert fallbacks("ioc_operator", "ioc") == [("ioc_lead", "same")]
    assert fallbacks("handling_officer", "department")[-2:] == [("ioc_lead", "ioc"), ("ioc_operator", "ioc")]
    assert ("team_leader", "parent") in fallbacks("agency_head", "division")


def test_a_leaders_decision_does_not_fall_to_a_member() -> None:
    assert ("team_member", "same") not in fallbacks("team_leader", "team", "extension_decision")
    assert ("ioc_operator", "ioc") not in fallbacks("team_leader", "team", "extension_decision")
    assert fallbacks("ioc_lead", "ioc", "arbitration") == []


def test_every_refusal_has_a_text() -> None:
    for report in REPORTS:
        if "refusal" in report:
            assert decide("refusal-text", "refusal_text", reason=report["refusal"])["text"].startswith(
                "refuse."
            )
    told = decide("refusal-text", "refusal_text", reason="denunciation")
    assert (told["guide"], told["accused_never_told"]) == (True, True)


@pytest.mark.parametrize(
    ("text", "field", "first"),
    [
        ("nhà dân gần chợ đang cháy lớn", "public_order", "114"),
        ("hai xe máy tông nhau có người bất tỉnh", "traffic_safety", "115"),
        ("cầm dao rượt đuổi đánh nhau", "public_order", "113"),
        ("cháu bé bị cha dượng đánh", "child_protection", "111"),
        ("người bị lũ cuốn trôi", "other", "112"),
        ("cứu với", "other", "113"),
    ],
)
def test_the_first_number_fits_the_emergency(text: str, field: str, first: str) -> None:
    case = {"text_folded": fold(text), "field": field, "district": "651"}
    numbers = [row["number"] for row in decide("hotline", "hotline", case=case)]
    assert numbers[0] == first
    assert len(numbers) == len(set(numbers)) >= 3


def test_a_number_that_did_not_answer_is_not_offered_again() -> None:
    case = {"text_folded": "nha chay", "field": "other"}
    assert decide("hotline", "hotline", case=case, tried=["114"])[0]["number"] == "113"
    assert decide("hotline", "hotline", case=case, tried=["fire", "113"])[0]["number"] == "112"
    assert decide("hotline", "hotline", case=case, tried=["fire", "police", "rescue", "district"]) == []
