"""The decision tables of the 731 procedure: what they answer, and that every row of them counts."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from engine import dmn
from engine.folding import fold

PROCESSES = Path(__file__).parents[2] / "processes"
FOLDER = PROCESSES / "cv731"
FILES = sorted(path.stem for path in FOLDER.glob("*.dmn"))
MODEL = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
REPORTS = json.loads((PROCESSES / "demo" / "reports.json").read_text(encoding="utf-8"))["reports"]
SENTENCES = yaml.safe_load((Path(__file__).parent / "triage_sentences.yaml").read_text(encoding="utf-8"))
FIELDS = (
    "traffic_safety",
    "public_order",
    "urban_infrastructure",
    "urban_order",
    "environment",
    "administrative_regulations",
    "public_duty",
    "business_difficulties",
    "food_safety",
    "land_construction",
    "goods_services_consumer",
    "press_response",
    "smart_city_ideas",
    "child_protection",
    "other",
)
URGENCIES = ("normal", "urgent", "complex", "emergency")
PHASES = (
    "ioc_triage",
    "ioc_dispatch",
    "team_forward",
    "agency_accept",
    "handle",
    "contribute",
    "head_approve",
    "team_verify",
    "ioc_publish",
    "tell_reporter",
    "hotline_call",
    "extension_decision",
    "external_slip",
    "external_answer",
    "arbitration",
    "interim_reply",
    "promise",
    "supplement_wait",
    "supplement_reopen",
    "rating_window",
    "notice_wait",
)
RUNGS = ("P50", "P80", "P100", "D1", "D3")
Context = dict[str, Any]


@cache
def model(file: str) -> dmn.Model:
    return dmn.read((FOLDER / f"{file}.dmn").read_bytes(), f"{file}.dmn")


def decide(file: str, decision: str, **context: object) -> Any:
    outcome = model(file).decide(decision, context)
    assert not outcome.problems, outcome.problems
    return outcome.value


# --- the files themselves


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


# --- triage hints


def hinted(
    text: str, field: str | None = None, district: str | None = "643", kind: str = "individual"
) -> set[str]:
    case = {"text_folded": fold(text), "field": field, "district": district, "reporter": {"kind": kind}}
    return {hint["kind"] for hint in decide("triage-hints", "triage_hints", case=case) or []}


def of_report(report: Mapping[str, Any]) -> set[str]:
    place = report["place"]
    return hinted(report["text"], report["field"], place["district_code"], report["reporter"]["kind"])


def test_all_four_emergencies_of_the_samples_are_hinted_and_at_most_three_others() -> None:
    marked = {report["id"] for report in REPORTS if "emergency" in of_report(report)}
    wanted = {report["id"] for report in REPORTS if report["urgency"] == "emergency"}
    assert len(wanted) == 4
    assert wanted <= marked
    assert len(marked - wanted) <= 3


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("complaint", "complaint"),
        ("denunciation", "denunciation"),
        ("spam", "spam"),
        ("abusive", "abuse"),
        ("civil_dispute", "civil_dispute"),
        ("out_of_province", "out_of_province"),
        ("too_short", "too_short"),
        ("no_location", "no_place"),
        ("multi_issue", "multi_issue"),
        ("wrong_district", "wrong_district"),
        ("anonymity_request", "anonymity"),
        ("org_reporter", "organisation"),
        ("pii:phone", "personal_data"),
        ("recurring", "recurring"),
        ("minor", "child"),
        ("health", "health"),
    ],
)
def test_a_hint_is_given_where_the_samples_are_labelled(label: str, kind: str) -> None:
    labelled = [report for report in REPORTS if label in report["flags"]]
    assert labelled
    for report in labelled:
        assert kind in of_report(report), report["id"]


@pytest.mark.parametrize(
    "kind", ["complaint", "denunciation", "spam", "abuse", "civil_dispute", "out_of_province"]
)
def test_no_sample_that_is_to_be_forwarded_is_hinted_as_to_be_refused(kind: str) -> None:
    forwarded = [report for report in REPORTS if report["expected_action"] == "accept_forward"]
    assert [report["id"] for report in forwarded if kind in of_report(report)] == []


@pytest.mark.parametrize("row", SENTENCES["emergencies"], ids=lambda row: row["text"][:40])
def test_an_emergency_is_hinted(row: Mapping[str, str]) -> None:
    assert "emergency" in hinted(row["text"], row.get("field"))


def test_no_emergency_is_lost_when_the_marks_are_lost() -> None:
    for row in SENTENCES["emergencies"]:
        assert "emergency" in hinted(fold(row["text"]), row.get("field")), row["text"]


def test_hardly_any_ordinary_report_is_taken_for_an_emergency() -> None:
    ordinary = SENTENCES["near_misses"]
    false = [row["text"] for row in ordinary if "emergency" in hinted(row["text"], row.get("field"))]
    assert len(ordinary) >= 150
    assert len(false) * 20 <= len(ordinary), false


@pytest.mark.parametrize("row", SENTENCES["denunciations"], ids=lambda row: row["text"][:40])
def test_papers_made_up_are_hinted_as_a_denunciation(row: Mapping[str, str]) -> None:
    assert "denunciation" in hinted(row["text"], row.get("field"))


@pytest.mark.parametrize("row", SENTENCES["not_denunciations"], ids=lambda row: row["text"][:40])
def test_what_only_sounds_like_made_up_papers_accuses_nobody(row: Mapping[str, str]) -> None:
    assert "denunciation" not in hinted(row["text"], row.get("field"))


@pytest.mark.parametrize("written", SENTENCES["unseen"], ids=lambda written: f"set {written['set']}")
def test_reports_written_without_a_look_at_the_table_are_hinted_rightly(
    written: Mapping[str, Any],
) -> None:
    rows = [(row["kind"], hinted(row["text"], row["field"]), row["text"]) for row in written["rows"]]
    missed = [text for kind, hints, text in rows if kind not in ("ordinary", *hints)]
    ordinary = [(hints, text) for kind, hints, text in rows if kind == "ordinary"]
    false = [text for hints, text in ordinary if "emergency" in hints]
    assert missed == []
    assert len(ordinary) >= 60
    assert len(false) * 15 <= len(ordinary), false


@pytest.mark.parametrize(
    ("plain", "kind"),
    [
        ("Đang có cháy nhà", True),
        ("Hôm qua có cháy nhà, hôm nay dân còn bàn tán", False),
        ("Nguy cơ cháy nhà vì dây điện cũ", False),
        ("Đường này hay xảy ra tai nạn", False),
        ("Vừa xảy ra tai nạn, người bị thương nằm giữa đường", True),
        ("Nước chảy lênh láng, xe chạy chậm", False),
    ],
)
def test_what_is_past_usual_or_feared_is_not_an_emergency(plain: str, kind: bool) -> None:
    assert ("emergency" in hinted(plain)) is kind


@pytest.mark.parametrize("field", [None, "child_protection", "public_order"])
def test_a_long_report_is_read_too(field: str | None) -> None:
    filling = (
        "Con đường trước nhà văn hóa thôn có nhiều bụi, xe, nước, rác và người, so với trước thì khổ. " * 150
    )
    for district in ("643", None):
        assert "emergency" in hinted("Cháy nhà, có người mắc kẹt bên trong. " + filling, field, district)


def test_a_report_without_text_or_place_asks_for_them() -> None:
    assert {"too_short", "no_place"} <= hinted("", None, None)


def test_a_place_outside_the_province_is_hinted() -> None:
    assert "out_of_province" in hinted("Đường xấu lắm bà con đi lại khổ quá", None, "660")
    assert "out_of_province" in hinted("Cầu ở tỉnh Gia Lai bị gãy, xin xem giúp")
    assert "out_of_province" not in hinted("Đường Hà Nội trong phường bị hỏng nặng, xe khó đi")


def test_a_child_in_a_report_of_another_field_is_hinted_as_harmed() -> None:
    kinds = hinted("Cháu bé bị bạo hành mỗi ngày ở nhà trọ", "public_order")
    assert {"child_harm", "child", "emergency"} <= kinds


def test_hints_say_their_reason_in_words() -> None:
    case = {"text_folded": fold("Cháy nhà, cứu với"), "district": "643"}
    for hint in decide("triage-hints", "triage_hints", case=case):
        assert hint["text"].strip()


# --- routing


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


# --- the agency within the district


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


# --- deadlines


@pytest.mark.parametrize(
    ("phase", "urgency", "term"),
    [
        ("ioc_triage", "normal", (2, "hours", "calendar")),
        ("ioc_triage", "emergency", (15, "minutes", "calendar")),
        ("team_forward", "normal", (2, "hours", "calendar")),
        ("team_forward", "emergency", (15, "minutes", "calendar")),
        ("agency_accept", "normal", (8, "hours", "working")),
        ("agency_accept", "urgent", (30, "minutes", "calendar")),
        ("handle", "normal", (7, "days", "working")),
        ("handle", "urgent", (24, "hours", "calendar")),
        ("handle", "complex", (15, "days", "working")),
        ("team_verify", "normal", (8, "hours", "working")),
        ("team_verify", "urgent", (2, "hours", "working")),
        ("ioc_publish", "normal", (8, "hours", "working")),
        ("ioc_publish", "urgent", (2, "hours", "working")),
        ("supplement_wait", "normal", (3, "days", "calendar")),
        ("rating_window", "normal", (7, "days", "calendar")),
    ],
)
def test_a_step_has_the_term_of_the_defaults(phase: str, urgency: str, term: tuple[int, str, str]) -> None:
    found = decide(
        "deadlines", "deadlines", phase=phase, case={"urgency": urgency, "field": "other"}, settings={}
    )
    assert (found["amount"], found["measure"], found["clock"]) == term


def test_every_phase_has_a_term_in_every_urgency_and_none_claims_to_be_law() -> None:
    for phase, urgency in itertools.product(PHASES, URGENCIES):
        found = decide("deadlines", "deadlines", phase=phase, case={"urgency": urgency}, settings={})
        assert found["amount"] > 0
        assert found["basis"].startswith("mặc định đề xuất")


def test_no_emergency_takes_longer_than_an_ordinary_case() -> None:
    length = {"minutes": 1, "hours": 60, "days": 60 * 24}
    for phase in PHASES:
        terms = [
            decide("deadlines", "deadlines", phase=phase, case={"urgency": urgency})
            for urgency in ("emergency", "normal")
        ]
        quick, slow = (term["amount"] * length[term["measure"]] for term in terms)
        assert quick <= slow


def test_an_unknown_phase_has_no_term() -> None:
    assert (
        model("deadlines").decide("deadlines", {"phase": "tea_break", "case": {"urgency": "normal"}}).value
        is None
    )


def test_quick_handling_is_a_switch_for_fields_two_to_five() -> None:
    on = {"quick_handling": True}
    for field, days in (("environment", 3), ("public_order", 3), ("traffic_safety", 7), ("other", 7)):
        found = decide(
            "deadlines", "deadlines", phase="handle", case={"urgency": "normal", "field": field}, settings=on
        )
        assert found["amount"] == days


def test_a_complex_case_owes_an_interim_reply_on_day_seven() -> None:
    def interim(urgency: str, **settings: bool) -> Any:
        found = decide("deadlines", "interim", phase="handle", case={"urgency": urgency}, settings=settings)
        return found["amount"], found["measure"], found["clock"]

    assert interim("complex") == (7, "days", "working")
    assert interim("urgent") == (None, None, None)
    assert interim("urgent", first_response=True) == (4, "hours", "calendar")
    assert interim("normal") == (None, None, None)


# --- the night


@pytest.mark.parametrize(
    ("local", "urgency", "on", "held", "wait"),
    [
        ("2026-02-17T03:00:00+07:00", "normal", True, True, 270),
        ("2026-02-17T03:00:00+07:00", "normal", False, False, 0),
        ("2026-02-17T03:00:00+07:00", "emergency", True, False, 0),
        ("2026-02-17T00:00:00+07:00", "normal", True, True, 450),
        ("2026-02-17T07:30:00+07:00", "normal", True, False, 0),
        ("2026-02-16T23:59:00+07:00", "urgent", True, False, 0),
    ],
)
def test_at_night_only_emergencies_are_taken_when_the_rule_is_on(
    local: str, urgency: str, on: bool, held: bool, wait: int
) -> None:
    received = datetime.fromisoformat(local)
    for form in (received, received.astimezone(UTC), received.isoformat()):
        case = {"urgency": urgency, "received_at": form}
        found = decide("night-intake", "night_intake", case=case, settings={"night_rule": on})
        assert (found["held"], found["wait_minutes"]) == (held, wait)


def test_the_night_rule_is_off_unless_somebody_turns_it_on() -> None:
    case = {"urgency": "normal", "received_at": datetime(2026, 2, 16, 20, tzinfo=UTC)}
    assert decide("night-intake", "night_intake", case=case)["held"] is False


def test_a_report_held_over_night_is_due_two_hours_after_the_morning() -> None:
    received = datetime(2026, 2, 16, 20, 10, tzinfo=UTC)  # 03:10 local
    case = {"urgency": "normal", "received_at": received}
    night = decide("night-intake", "night_intake", case=case, settings={"night_rule": True})
    term = decide("deadlines", "deadlines", phase="ioc_triage", case=case, night=night)
    assert received + timedelta(minutes=int(term["amount"])) == datetime(2026, 2, 17, 2, 30, tzinfo=UTC)


# --- escalation


def test_a_step_climbs_five_rungs_and_a_wait_of_the_reporter_none() -> None:
    for phase in PHASES:
        rungs = [
            row["rung"]
            for row in decide("escalation", "rungs", phase=phase, case={"urgency": "normal"}) or []
        ]
        if phase in ("supplement_wait", "supplement_reopen", "rating_window", "notice_wait"):
            assert rungs == []
        elif phase in ("promise", "interim_reply"):
            assert rungs == ["P100", "D1", "D3"]
        else:
            assert rungs == list(RUNGS)


def test_a_step_that_an_analyst_adds_climbs_too() -> None:
    rungs = decide("escalation", "rungs", phase="a_step_added_later", case={"urgency": "normal"})
    assert [row["rung"] for row in rungs] == list(RUNGS)


def test_a_rung_is_a_part_of_the_period_or_days_after_it() -> None:
    rows = decide("escalation", "rungs", phase="handle", case={"urgency": "normal"})
    assert [(row["fraction"], row["days"]) for row in rows] == [
        (Decimal("0.5"), None),
        (Decimal("0.8"), None),
        (1, None),
        (None, 1),
        (None, 3),
    ]


@pytest.mark.parametrize(
    ("phase", "rung", "recipients", "text"),
    [
        ("handle", "P50", ["holder"], "escalate.remind"),
        ("handle", "P80", ["holder", "agency_head"], "escalate.remind"),
        ("handle", "P100", ["holder", "agency_head", "team_leader"], "escalate.due"),
        ("handle", "D1", ["ioc_lead", "chair"], "escalate.leader"),
        ("handle", "D3", ["provincial_list"], "escalate.leader"),
        ("team_forward", "P80", ["holder", "team_leader"], "escalate.remind"),
        ("team_verify", "P100", ["holder", "team_leader"], "escalate.due"),
        ("ioc_triage", "P80", ["holder", "ioc_lead"], "escalate.remind"),
        ("external_answer", "P100", ["holder", "ioc_lead"], "escalate.due"),
        ("ioc_publish", "D1", ["ioc_lead"], "escalate.leader"),
    ],
)
def test_a_rung_tells_the_right_people(phase: str, rung: str, recipients: list[str], text: str) -> None:
    for urgency in URGENCIES:
        found = decide("escalation", "escalation", phase=phase, rung=rung, case={"urgency": urgency})
        assert found["recipients"] == recipients
        assert found["text"] == text
        assert found["immediate"] is (urgency == "emergency")
        assert found["channel"] == ("in_app+email" if rung in ("P100", "D1", "D3") else "in_app")


# --- evidence


@pytest.mark.parametrize(
    ("field", "images", "documents", "letter", "refusal"),
    [
        ("environment", 0, 0, None, "evidence.image_needed"),
        ("environment", 0, 1, None, "evidence.image_needed"),
        ("environment", 1, 0, None, None),
        ("press_response", 0, 0, None, "evidence.any_needed"),
        ("press_response", 0, 1, None, None),
        ("press_response", 0, 0, "12/UBND", None),
        ("smart_city_ideas", 1, 0, None, None),
        ("administrative_regulations", 0, 0, "", "evidence.any_needed"),
    ],
)
def test_a_result_needs_its_evidence(
    field: str, images: int, documents: int, letter: str | None, refusal: str | None
) -> None:
    counted = {"outcome": "done", "images": images, "documents": documents, "letter_no": letter}
    listed = {**counted, "images": ["a"] * images, "documents": ["d"] * documents}
    for result in (counted, listed):
        assert decide("evidence", "evidence", case={"field": field}, result=result) == refusal


def test_evidence_may_be_given_at_the_top_level() -> None:
    given = {"outcome": "partly", "images": 0, "documents": 0, "has_letter": True}
    assert decide("evidence", "evidence", case={"field": "press_response"}, **given) is None
    assert decide("evidence", "evidence", case={"field": "other"}, **given) == "evidence.image_needed"


def test_a_result_without_a_conclusion_is_refused() -> None:
    given = {"case": {"field": "other"}, "result": {"images": 2}}
    assert decide("evidence", "evidence", **given) == "evidence.outcome_needed"


# --- publication and restriction


@pytest.mark.parametrize(
    ("case", "outcome"),
    [
        ({"field": "child_protection", "urgency": "normal"}, "done"),
        ({"field": "other", "urgency": "emergency"}, "done"),
        ({"field": "public_duty", "kind": "denunciation"}, None),
        ({"field": "other", "kind": "complaint"}, None),
        ({"field": "other", "restricted": True}, "done"),
        ({"field": "food_safety", "topics": ["health"]}, "done"),
        ({"field": "other", "topics": ["state_secret"]}, "done"),
        ({"field": "other", "hints": ["minor"]}, "done"),
        ({"field": "other"}, "refused"),
        ({"field": "other"}, "withdrawn"),
    ],
)
def test_some_cases_are_never_public(case: Context, outcome: str | None) -> None:
    found = decide("publication", "publication", case=case, outcome=outcome)
    assert (found["public"], found["pictures"]) == (False, False)
    assert found["reason"]


def test_an_ordinary_case_is_public_with_pictures_after_redaction() -> None:
    found = decide(
        "publication", "publication", case={"field": "environment", "urgency": "normal"}, outcome="done"
    )
    assert (found["public"], found["pictures"], found["redact"]) == (True, True, True)


def test_samples_labelled_not_public_and_forwarded_are_not_published() -> None:
    for report in REPORTS:
        if report["expected_action"] not in ("accept_forward", "redirect_hotline"):
            continue
        case = {"field": report["field"], "urgency": report["urgency"], "kind": report["kind"]}
        found = decide("publication", "publication", case=case, outcome="done")
        assert found["public"] is (report["publish"] != "no"), report["id"]


@pytest.mark.parametrize(
    ("case", "restricted"),
    [
        ({"field": "child_protection"}, True),
        ({"field": "public_duty", "kind": "denunciation"}, True),
        ({"field": "other", "reporter": {"wants_private": True}}, True),
        ({"field": "other", "kind": "observation", "reporter": {"wants_private": False}}, False),
        ({"field": "public_duty", "kind": "observation", "hints": ["denunciation"]}, False),
    ],
)
def test_restriction_follows_field_kind_and_wish_never_a_hint(case: Context, restricted: bool) -> None:
    assert decide("restriction", "restriction", case=case)["restricted"] is restricted


# --- the small ones


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


# --- every row counts


def contexts(file: str) -> Iterator[tuple[str, Context]]:
    """Yield questions that between them reach every row of a file."""
    yield from _QUESTIONS[file]()


def _routing() -> Iterator[tuple[str, Context]]:
    for field, district, serves in itertools.product((*FIELDS, "new"), ("651", "660", None), (True, False)):
        yield "routing", {"case": {"field": field, "district": district, "district_in_service": serves}}


def _agency() -> Iterator[tuple[str, Context]]:
    for field, district, text in itertools.product(
        (*FIELDS, "new"), ("643", "651"), ("", "bai rac thit xay")
    ):
        case = {"field": field, "district": district, "commune": "24127", "text_folded": text}
        yield "agency_hint", {"case": case}


def _deadlines() -> Iterator[tuple[str, Context]]:
    switches: list[Context] = [{}, {"quick_handling": True, "regulation_path": True, "first_response": True}]
    nights = ({"held": False, "wait_minutes": 0}, {"held": True, "wait_minutes": 30})
    for phase, urgency, field, settings, night in itertools.product(
        PHASES, URGENCIES, ("environment", "administrative_regulations"), switches, nights
    ):
        context = {
            "phase": phase,
            "case": {"urgency": urgency, "field": field},
            "settings": settings,
            "night": night,
        }
        yield "deadlines", context
        yield "interim", context


def _escalation() -> Iterator[tuple[str, Context]]:
    for phase, rung in itertools.product(PHASES, RUNGS):
        yield "escalation", {"phase": phase, "rung": rung, "case": {"urgency": "normal"}}
        yield "rungs", {"phase": phase, "case": {"urgency": "normal"}}


def _evidence() -> Iterator[tuple[str, Context]]:
    for field, images, documents, outcome in itertools.product(FIELDS, (0, 1), (0, 1), ("done", None)):
        result = {"images": images, "documents": documents, "outcome": outcome}
        yield "evidence", {"case": {"field": field}, "result": result}


def _publication() -> Iterator[tuple[str, Context]]:
    more: list[Context] = [
        {},
        {"restricted": True},
        {"kind": "denunciation"},
        {"urgency": "emergency"},
        {"topics": ["health"]},
        {"topics": ["state_secret"]},
        {"topics": ["minor"]},
        {"reporter": {"kind": "organisation", "wants_private": True}},
    ]
    for field, extra, outcome in itertools.product(FIELDS, more, ("done", "refused")):
        yield "publication", {"case": {"field": field, "urgency": "normal", **extra}, "outcome": outcome}


def _head_approval() -> Iterator[tuple[str, Context]]:
    for settings, field in itertools.product(
        ({}, {"head_approval": True}, {"head_approval_units": ["com-1"]}), ("other", "press_response")
    ):
        yield "head_approval", {"unit": "com-1", "case": {"field": field}, "settings": settings}


def _refusals() -> Iterator[tuple[str, Context]]:
    texts = yaml.safe_load((FOLDER / "texts.yaml").read_text(encoding="utf-8"))
    for row in texts["refusals"]:
        yield "refusal_text", {"reason": row["code"]}


def _fallback() -> Iterator[tuple[str, Context]]:
    roles = [
        "focal_officer",
        "handling_officer",
        "agency_head",
        "team_member",
        "team_leader",
        "ioc_operator",
        "ioc_lead",
    ]
    kinds = ("ioc", "team", "division", "commune", "department", "body")
    for role, kind, phase in itertools.product(roles, kinds, ("handle", "head_approve", "arbitration")):
        yield "fallback", {"role": role, "unit_kind": kind, "phase": phase}


def _restriction() -> Iterator[tuple[str, Context]]:
    for field, kind, wish in itertools.product(
        ("child_protection", "other"), ("denunciation", "observation"), (True, False)
    ):
        yield "restriction", {"case": {"field": field, "kind": kind, "reporter": {"wants_private": wish}}}


def _hotline() -> Iterator[tuple[str, Context]]:
    for text, field in itertools.product(
        ("chay nha", "bat tinh", "lu cuon", "cam dao", ""), ("child_protection", "other")
    ):
        yield "hotline", {"case": {"text_folded": text, "field": field}, "tried": []}


def _night() -> Iterator[tuple[str, Context]]:
    for on in (True, False):
        case = {"urgency": "normal", "received_at": datetime(2026, 2, 16, 20, tzinfo=UTC)}
        yield "night_intake", {"case": case, "settings": {"night_rule": on}}


def _triage() -> Iterator[tuple[str, Context]]:
    for row in SENTENCES["emergencies"]:
        yield (
            "triage_hints",
            {"case": {"text_folded": fold(row["text"]), "field": row.get("field"), "district": "643"}},
        )
    more = [
        ("Cầu ở tỉnh Gia Lai bị gãy", None, "643"),
        ("Cầu ở Gia Lai bị gãy", None, None),
        ("Đường xấu lắm", None, "660"),
        ("Cháu bé bị bạo hành ở nhà trọ", "public_order", "643"),
        ("Trẻ ở nhà hàng xóm có chuyện lạ", "child_protection", "643"),
        ("Công ty TNHH chúng tôi kiến nghị", None, "643"),
    ]
    for text, field, district in more:
        yield "triage_hints", {"case": {"text_folded": fold(text), "field": field, "district": district}}
    for report in REPORTS:
        case = {
            "text_folded": fold(report["text"]),
            "field": report["field"],
            "district": report["place"]["district_code"],
            "reporter": report["reporter"],
        }
        yield "triage_hints", {"case": case}
    for row in SENTENCES["cues"]:
        yield "emergency_points", {"case": {"text_folded": fold(row["text"]), "field": row["field"]}}


_QUESTIONS = {
    "routing": _routing,
    "agency-hint": _agency,
    "deadlines": _deadlines,
    "escalation": _escalation,
    "evidence": _evidence,
    "publication": _publication,
    "head-approval": _head_approval,
    "refusal-text": _refusals,
    "fallback": _fallback,
    "restriction": _restriction,
    "hotline": _hotline,
    "night-intake": _night,
    "triage-hints": _triage,
}


def hits(file: str) -> Mapping[str, list[tuple[str, Context]]]:
    """Return, for each row that some question fires, those questions."""
    found: dict[str, list[tuple[str, Context]]] = {}
    for decision, context in contexts(file):
        for table in model(file).decide(decision, context).tables:
            for rule in table.rules:
                found.setdefault(rule.id, []).append((decision, context))
    return found


@pytest.mark.parametrize("file", FILES)
def test_taking_any_row_away_changes_an_answer(file: str) -> None:
    data = (FOLDER / f"{file}.dmn").read_bytes()
    fired = hits(file)
    idle = []
    for rule in [element.get("id") for element in etree.fromstring(data).iter(MODEL + "rule")]:
        root = etree.fromstring(data)
        row = next(element for element in root.iter(MODEL + "rule") if element.get("id") == rule)
        row.getparent().remove(row)
        without = dmn.read(etree.tostring(root), file)
        questions = fired.get(rule, [])[:60]
        if all(
            without.decide(*question).value == model(file).decide(*question).value for question in questions
        ):
            idle.append(rule)
    assert idle == []
