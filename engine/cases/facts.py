"""What decision tables may know of a case: small routing values, never a name or a phone number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def facts_of(case: Mapping[str, Any]) -> dict[str, object]:
    """The context `case` of every decision and expression."""
    kept = dict(case["facts"])
    return {
        "field": case["field"],
        "urgency": case["urgency"],
        "district": case["district_code"],
        "commune": case["commune_code"],
        "kind": case["kind"],
        "channel": case["channel"],
        "text_folded": case["folded"],
        "restricted": case["restricted"],
        "accused_unit": case["accused_unit"],
        "received_at": case["received_at"],
        "reporter": kept.get("reporter", {}),
        "returns": kept.get("returns", 0),
        "contests": kept.get("contests", 0),
        "hints": kept.get("hints", []),
        "topics": kept.get("topics", []),
        "district_in_service": kept.get("district_in_service", True),
    }
