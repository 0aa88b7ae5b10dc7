"""Questions that between them reach every row of every decision table."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime

import yaml

from engine.folding import fold
from tests.processes.deciding import FIELDS, FOLDER, PHASES, REPORTS, RUNGS, SENTENCES, URGENCIES, Context


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
