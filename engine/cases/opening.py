"""A report arrives: it gets a number, a secret code and a case of its own, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine.cases import files as case_files
from engine.cases.actor import Actor
from engine.cases.fresh import fresh_row
from engine.cases.indexing import keep_words
from engine.cases.newtasks import ring
from engine.cases.places import commune_name, district_of, in_service, whole_place
from engine.cases.report import (
    NOT_YET,
    NewReport,
    Sender,
    evaluate,
    lies_ahead,
    read_report,
    report_from,
)
from engine.cases.restricting import restrict
from engine.cases.step import Step, told_as_broken
from engine.cases.wording import masked, subject_of
from engine.errors import Refused
from engine.folding import fold, search_key
from engine.idempotency import once
from engine.people.units import day_of
from engine.releases import Release
from engine.store.tables import cases, counters, letters, reporters
from engine.store.upserting import next_of
from engine.work import Work

__all__ = [
    "NewReport",
    "Receipt",
    "Sender",
    "begin",
    "evaluate",
    "open_case",
    "read_report",
    "report_from",
]


@dataclass(frozen=True)
class Receipt:
    """What the reporter keeps; the code is shown this once."""

    case_id: int
    report_no: str
    code: str
    first_answer_due: datetime
    received_at: datetime
    repeated: bool = False


def open_case(work: Work, report: NewReport, *, key: str, officer: int | None = None) -> Receipt:
    """Accept a report; the same key gives the same receipt."""
    answer, repeated = once(
        work, key, f"report:{officer or 'public'}", lambda: _open(work, report, key, officer)
    )
    return Receipt(
        case_id=int(answer["case_id"]),
        report_no=answer["report_no"],
        code=work.keys.tracking_code(key),
        first_answer_due=datetime.fromisoformat(answer["due"]),
        received_at=datetime.fromisoformat(answer["at"]),
        repeated=repeated,
    )


def _open(work: Work, report: NewReport, key: str, officer: int | None) -> dict[str, Any]:
    if lies_ahead(report.happened_at, work.now):
        raise Refused(vi=NOT_YET[0], en=NOT_YET[1])
    release = work.platform.library.in_force(work)
    row = _row(work, report, release, key)
    row["id"] = work.connection.execute(sa.insert(cases).values(row).returning(cases.c.id)).scalar_one()
    _keep_sender(work, row["id"], report.reporter)
    keep_words(work, row["id"], row["search"])
    case_files.attach(work, report.files, row["id"])
    _keep_letter(work, row["id"], report)
    step = begin(work, row, release, Actor(officer, name="reporter"))
    ring(step)
    due = min((item["due_at"] for item in step.items if item["due_at"]), default=work.now)
    return {
        "case_id": row["id"],
        "report_no": row["report_no"],
        "due": due.isoformat(),
        "at": row["received_at"].isoformat(),
    }


def begin(work: Work, row: dict[str, Any], release: Release, actor: Actor) -> Step:
    """Run a case that was just inserted to its first task."""
    step = Step.begin(work, {**row, "state": None}, release, actor)
    with told_as_broken(row["id"], "open"):
        known = {name: value for name, value in step.facts.items() if name != "text_folded"}
        step.input("start", payload={"facts": known})
        step.log("case:report:receive", {"channel": row["channel"]}, happened_at=row["happened_at"])
        step.start({"case": {"field": row["field"], "urgency": row["urgency"], "channel": row["channel"]}})
        restrict(step)
        step.save("case:open")
    return step


def _row(work: Work, report: NewReport, release: Release, key: str) -> dict[str, Any]:
    district = report.district_code or district_of(work, report.commune_code)
    received = report.received_at or work.now
    place = whole_place(report.place, report.hamlet, commune_name(work, report.commune_code))
    number = _number(work)
    facts = {
        "reporter": _known_of(report.reporter),
        "district_in_service": in_service(work, district, received),
        "danger": report.urgency == "emergency",
    }
    if report.follows:
        facts["follows"] = report.follows
    return {
        **fresh_row(work.now),
        "report_no": number,
        "tracking_hash": work.keys.tracking_hash(work.keys.tracking_code(key)),
        "release_id": release.id,
        "process": str(release.manifest["process"]),
        "field": report.field,
        "urgency": report.urgency or "normal",
        "kind": report.kind,
        "channel": report.channel,
        "district_code": district,
        "commune_code": report.commune_code,
        "place": place,
        "lat": report.lat,
        "lon": report.lon,
        "original_text": report.text,
        "subject": subject_of(masked(report.text)),
        "folded": fold(report.text),
        "search": search_key(f"{number} {place} {report.text}"),
        "happened_at": report.happened_at,
        "received_at": received,
        "ended_at": None,
        "restricted": False,
        "restricted_reason": None,
        "accused_unit": None,
        "holder_unit": None,
        "position": "",
        "due_at": None,
        "parent_id": None,
        "parent_kind": None,
        "facts": facts,
    }


def _known_of(sender: Sender) -> dict[str, object]:
    """What tables may know of a sender: nothing that tells who it is."""
    return {
        "kind": sender.kind,
        "has_email": bool(sender.email),
        "has_phone": bool(sender.phone),
        "anonymous": sender.anonymous,
        "wants_private": sender.wants_private,
    }


def _number(work: Work) -> str:
    """The next report number of the year: PA-2026-000123."""
    year = day_of(work.now).year
    taken = next_of(work.connection, counters, f"report:{year}")
    return f"PA-{year}-{taken:06d}"


def _keep_sender(work: Work, case_id: int, sender: Sender) -> None:
    hidden = {
        name: work.keys.hide(value, f"reporters:{case_id}:{name}") if value else None
        for name, value in (
            ("name", sender.name),
            ("phone", sender.phone),
            ("email", sender.email),
            ("address", sender.address),
            ("representative", sender.representative),
        )
    }
    row = {
        "case_id": case_id,
        "kind": sender.kind,
        "phone_index": work.keys.blind_index(sender.phone) if sender.phone else None,
        "anonymous": sender.anonymous,
        "on_behalf": sender.on_behalf,
        "language": sender.language,
        **hidden,
    }
    work.run(sa.insert(reporters), [row])


def _keep_letter(work: Work, case_id: int, report: NewReport) -> None:
    """An organisation may write an official letter; its number is kept beside the case."""
    if not report.letter_no:
        return
    row = {
        "number": report.letter_no,
        "issuer": report.reporter.name or "",
        "signer": report.reporter.representative or "",
        "case_id": case_id,
        "purpose": "report",
        "recorded_at": work.now,
    }
    work.run(sa.insert(letters), [row])
