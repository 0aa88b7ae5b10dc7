"""What a reporter sends, and how the report form of a release turns into it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import forms
from engine import feel
from engine.cases.lookups import lookups
from engine.work import Work

HAPPENED = "happened_at"
CLOCKS_DIFFER = timedelta(minutes=5)
NOT_YET = (
    "Thời điểm xảy ra nằm ở tương lai. Xin xem lại ngày giờ, hoặc bỏ trống nếu đang xảy ra.",
    "That moment lies ahead. Please check date and time, or leave it empty if it is happening now.",
)


@dataclass(frozen=True)
class Sender:
    """Who reports; all of it is kept encrypted."""

    kind: str = "individual"
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    representative: str | None = None
    anonymous: bool = False
    wants_private: bool = False
    on_behalf: bool = False
    language: str = "vi"


@dataclass(frozen=True)
class NewReport:
    """What a reporter sends."""

    text: str
    channel: str = "web"
    field: str | None = None
    urgency: str | None = None
    kind: str = "observation"
    commune_code: str | None = None
    district_code: str | None = None
    hamlet: str = ""
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    happened_at: datetime | None = None
    received_at: datetime | None = None
    reporter: Sender = dataclasses.field(default_factory=Sender)
    files: tuple[int, ...] = ()
    letter_no: str | None = None
    # The number of a public report that the reporter took for the same matter; triage decides.
    follows: str | None = None


def read_report(
    work: Work,
    submitted: Mapping[str, object],
    uploads: Mapping[str, Sequence[forms.File | forms.RefusedFile]],
) -> forms.Reading:
    """Read what a reporter posted by the form of the release in force."""
    form = work.platform.library.in_force(work).form("report")
    reading = form.read(submitted, uploads, evaluate, {"now": work.now}, lookups(work))
    told = None if HAPPENED in {one.key for one in reading.problems} else reading.answers.get(HAPPENED)
    if told and lies_ahead(datetime.fromisoformat(str(told)), work.now):
        ahead = forms.Problem(HAPPENED, *NOT_YET, "ahead")
        return dataclasses.replace(reading, problems=(*reading.problems, ahead))
    return reading


def lies_ahead(happened: datetime | None, now: datetime) -> bool:
    """Whether something is said to have happened later than a wrong clock explains."""
    return happened is not None and happened > now + CLOCKS_DIFFER


def evaluate(expression: str, context: Mapping[str, object]) -> object:
    return feel.parse(expression).evaluate(context)


def report_from(
    work: Work, answers: Mapping[str, Any], *, channel: str = "web", language: str = "vi"
) -> NewReport:
    """The report that the answers of the report form make."""
    organisation = answers.get("behalf_kind") == "organisation"
    sender = Sender(
        kind="organisation" if organisation else "individual",
        name=answers.get("organisation") or answers.get("behalf_person") or answers.get("name"),
        phone=answers.get("phone") or answers.get("phone_if_any"),
        email=answers.get("email"),
        representative=answers.get("representative"),
        anonymous=not (answers.get("name") or answers.get("phone") or answers.get("email")),
        wants_private=bool(answers.get("wants_private")),
        on_behalf=bool(answers.get("on_behalf")),
        language=language,
    )
    happened = answers.get(HAPPENED)
    return NewReport(
        text=str(answers["what"]),
        channel=channel,
        urgency="emergency" if answers.get("in_danger") else None,
        commune_code=answers.get("commune"),
        hamlet=str(answers.get("hamlet") or ""),
        place=str(answers.get("place_near") or ""),
        lat=_coordinate(answers.get("lat")),
        lon=_coordinate(answers.get("lon")),
        happened_at=datetime.fromisoformat(str(happened)) if happened else None,
        reporter=sender,
        letter_no=answers.get("organisation_letter_no") if organisation else None,
        files=tuple(
            int(each["id"]) for name in ("photos", "organisation_letter") for each in answers.get(name) or ()
        ),
    )


def _coordinate(value: object) -> float | None:
    return float(str(value)) if value not in (None, "") else None
