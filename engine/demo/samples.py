"""The invented reports of the demonstration, as reporters would send them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.cases.report import NewReport, Sender

REPORTS = Path(__file__).parents[2] / "processes" / "demo" / "reports.json"


@dataclass(frozen=True)
class Sample:
    """One invented report, with what its author thinks should become of it."""

    id: str
    text: str
    channel: str
    submitted_at: datetime
    kind: str
    field: str
    urgency: str
    expected_action: str
    place: Mapping[str, Any]
    flags: tuple[str, ...]
    reporter: Mapping[str, Any]
    more: Mapping[str, Any]

    @property
    def emergency(self) -> bool:
        return self.urgency == "emergency"

    @property
    def district(self) -> str | None:
        return self.place.get("district_code")

    @property
    def commune(self) -> str | None:
        return self.place.get("commune_code")


def read_samples(path: Path = REPORTS) -> dict[str, Sample]:
    """The samples by id, in the order in which they were sent."""
    rows = json.loads(path.read_text())["reports"]
    return {row["id"]: _sample(row) for row in rows}


def _sample(row: Mapping[str, Any]) -> Sample:
    return Sample(
        id=row["id"],
        text=row["text"],
        channel=row["channel"],
        submitted_at=datetime.fromisoformat(row["submitted_at"]),
        kind=row["kind"],
        field=row["field"],
        urgency=row["urgency"],
        expected_action=row["expected_action"],
        place=row["place"],
        flags=tuple(row["flags"]),
        reporter=row["reporter"],
        more={
            key: row[key]
            for key in ("merge_into", "proposed_unit", "dispatch_first_to", "refusal")
            if key in row
        },
    )


def report_of(sample: Sample, *, field: str | None = None, files: tuple[int, ...] = ()) -> NewReport:
    """The report as it arrives: people tick that somebody is in danger, but name no field."""
    return NewReport(
        text=sample.text,
        channel=sample.channel,
        field=field,
        urgency="emergency" if sample.emergency else None,
        kind=sample.kind,
        commune_code=sample.commune,
        district_code=sample.district,
        place=sample.place.get("address") or "",
        lat=sample.place.get("lat"),
        lon=sample.place.get("lon"),
        reporter=_sender(sample.reporter, sample.flags),
        files=files,
    )


def _sender(reporter: Mapping[str, Any], flags: tuple[str, ...]) -> Sender:
    return Sender(
        kind=reporter["kind"],
        name=reporter["name"],
        phone=(reporter["phone"] or "").replace(" ", "") or None,
        email=reporter["email"],
        representative=reporter["representative"],
        wants_private=reporter["wants_private"] or "anonymity_request" in flags,
        on_behalf="proxy_entry" in flags,
    )
