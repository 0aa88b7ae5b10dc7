"""What the label of a sample asks of each officer on its way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.demo.samples import Sample
from engine.demo.told import TOLD

PARTS = tuple((part["what"], part["field"]) for part in TOLD["parts"])
REFUSED = frozenset({"reject", "reject_guide"})


def wanted(
    sample: Sample, element: str, numbers: Mapping[str, str], *, again: bool = False
) -> dict[str, Any]:
    """The choices for one task: as labelled first, the ordinary good ending when it comes `again`."""
    tasks = TOLD["labelled"]
    if element == tasks["accepting"]:
        return _triage(sample, numbers, again=again)
    if element == tasks["forwarding"]:
        first = None if again else sample.more.get("dispatch_first_to")
        return {"unit": first} if first else {}
    if element == tasks["receiving"] and sample.expected_action == "return_to_ioc" and not again:
        return {"outcome": "return", "proposed_agency": sample.more["proposed_unit"]}
    return dict(TOLD["good"].get(element, {}))


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
        "commune": sample.commune or TOLD["answered_place"],
        "accused_unit": TOLD["accused"].get(sample.id),
        "follow_proposal": "dispatch_first_to" not in sample.more,
    }


def _part(sample: Sample, what: str, field: str) -> dict[str, object]:
    return {"what": what, "field": field, "commune": sample.commune}


def accept_part(number: int) -> dict[str, Any]:
    """How the part of that number of a split report is accepted."""
    part = TOLD["parts"][number - 1]
    return {
        "outcome": "accept",
        "field": part["field"],
        "urgency": "normal",
        "accused_unit": part.get("accused"),
    }
