"""What evidence a result needs, what of a case is made public, and who may read it."""

from __future__ import annotations

import pytest

from tests.processes.deciding import REPORTS, Context, decide


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
