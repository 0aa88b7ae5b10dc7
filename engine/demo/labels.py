"""What the label of a sample asks of each officer on its way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.demo.samples import Sample

# The unit a report accuses is named by the operator who reads it, so it is no part of the sample.
ACCUSED = {"S17": "body-vpdkdd-651", "S19": "com-24139"}
# What the reporter of S37 answers when asked where the road is.
ANSWERED_PLACE = "24151"
PARTS = (
    ("Cột điện nghiêng ở thôn 3, sợ đổ khi mưa gió.", "urban_infrastructure"),
    ("Rác ở thôn không ai thu gom hai tuần nay.", "environment"),
    ("Căn cước làm từ tháng 1 đến nay xã chưa trả.", "public_duty"),
)
REFUSED = frozenset({"reject", "reject_guide"})
GOOD = {
    "call_hotline": {"answered": "yes"},
    "call_reporter": {"outcome": "reached"},
    "agency_accept": {"outcome": "accept_self"},
    "handle": {"outcome": "done"},
    "external_answer": {"outcome": "done"},
    "follow_promise": {"outcome": "done"},
    "verify": {"outcome": "pass"},
    "head_approve": {"outcome": "approve"},
    "decide_extension": {"outcome": "approve"},
}


def wanted(
    sample: Sample, element: str, numbers: Mapping[str, str], *, again: bool = False
) -> dict[str, Any]:
    """The choices for one task: as labelled first, the ordinary good ending when it comes `again`."""
    if element == "triage":
        return _triage(sample, numbers, again=again)
    if element == "dispatch":
        first = None if again else sample.more.get("dispatch_first_to")
        return {"unit": first} if first else {}
    if element == "team_receive" and sample.expected_action == "return_to_ioc" and not again:
        return {"outcome": "return", "proposed_agency": sample.more["proposed_unit"]}
    return dict(GOOD.get(element, {}))


def _triage(sample: Sample, numbers: Mapping[str, str], *, again: bool) -> dict[str, Any]:
    action = sample.expected_action
    if action in REFUSED:
        return {"outcome": "refuse", "refusal_reason": sample.more["refusal"]}
    if action == "merge_duplicate":
        return {"outcome": "merge", "parent": numbers[sample.more["merge_into"]]}
    if action == "split_case":
        return {"outcome": "split", "parts": [_part(sample, *part) for part in PARTS]}
    if action == "request_info" and not again:
        return {"outcome": "ask"}
    return {
        "outcome": "accept",
        "field": sample.field,
        "urgency": sample.urgency,
        "commune": sample.commune or ANSWERED_PLACE,
        "accused_unit": ACCUSED.get(sample.id),
        "follow_proposal": "dispatch_first_to" not in sample.more,
    }


def _part(sample: Sample, what: str, field: str) -> dict[str, object]:
    return {"what": what, "field": field, "commune": sample.commune}


def accept_part(number: int) -> dict[str, Any]:
    """How the part of that number of a split report is accepted."""
    field = PARTS[number - 1][1]
    accused = "com-24190" if field == "public_duty" else None
    return {"outcome": "accept", "field": field, "urgency": "normal", "accused_unit": accused}
