"""What triage is hinted at by the words of a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from engine.folding import fold
from tests.processes.deciding import REPORTS, SENTENCES, decide


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
