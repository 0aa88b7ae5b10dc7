"""The pieces of a case that task pages and case pages share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import forms
from engine import feel
from engine.cases.lookups import lookups
from engine.cases.opening import evaluate
from engine.reading import casefile, evidence
from engine.reading.casefile import CaseFile
from engine.releases import Release
from engine.work import Work
from webui import desk, here, words

_IMAGE = "image/"


def report(work: Work, file: CaseFile) -> dict[str, Any]:
    """The text in the copy that this person may read, pictures, place, who reported."""
    row = file.row
    sent = [one for one in casefile.pictures_and_files(work, file) if _came_with_report(one)]
    shown = _let_through(file, sent)
    return {
        "file": file,
        "case": row,
        "pictures": evidence.pictures(work, row, [one for one in shown if _is_picture(one)]),
        "documents": [one for one in shown if not _is_picture(one)],
        "withheld": len(sent) - len(shown),
        "field": field_name(work, row.field),
        "reporter": casefile.reporter_of(work, row.id),
        "urgency_known": words.known(f"urgency.{row.urgency}"),
        "holder": desk.unit_name(work, row.holder_unit),
    }


def _came_with_report(row: Any) -> bool:
    return row.work_item_id is None and row.uploaded_by is None


def _let_through(file: CaseFile, rows: Sequence[Any]) -> list[Any]:
    """What triage lets travel with the case; the centre sees all."""
    return [one for one in rows if file.original is not None or one.working_confirmed]


def _is_picture(row: Any) -> bool:
    return bool((row.working_type or row.media_type).startswith(_IMAGE))


def field_name(work: Work, field: str | None) -> str:
    found = next((one for one in lookups(work)["fields"] if one["value"] == field), None)
    if found is None:
        return ""
    return str((here.language() == "en" and found["label_en"]) or found["label"])


@dataclass(frozen=True)
class Extension:
    """A request for more time, with the papers that came with it."""

    row: Any
    old_due: datetime | None
    documents: list[Any]

    @property
    def pending(self) -> bool:
        return bool(self.row.state == "pending")


def extensions(work: Work, file: CaseFile) -> list[Extension]:
    """The requests for more time, newest first; only one can wait at a time, so papers go by the hour."""
    papers = [one for one in casefile.pictures_and_files(work, file, "extension") if one.uploaded_by]
    found, later = [], None
    for row in casefile.extensions_of(work, file):
        own = [one for one in papers if not later or one.uploaded_at <= later]
        papers = [one for one in papers if one not in own]
        found.append(Extension(row, row.old_due, own))
        later = row.asked_at
    return found


def waiting_directives(work: Work, file: CaseFile) -> list[Any]:
    return [row for row in casefile.directives_of(work, file) if row.answered_at is None]


@dataclass(frozen=True)
class Finished:
    """A step that somebody finished, with the answers in words."""

    row: Any
    step: str
    lines: list[tuple[str, str]]
    pictures: list[evidence.Picture]
    documents: list[Any]


def finished(work: Work, file: CaseFile, release: Release) -> list[Finished]:
    """Every finished step, newest first."""
    offered = lookups(work, file.row._mapping, release)
    attached: dict[int, list[Any]] = {}
    for one in casefile.pictures_and_files(work, file):
        attached.setdefault(one.work_item_id, []).append(one)
    return [
        Finished(
            row,
            desk.step_name(release, row.element, row.name),
            _answers(row, release, offered),
            evidence.pictures(work, file.row, [one for one in attached.get(row.id, ()) if _is_picture(one)]),
            [one for one in attached.get(row.id, ()) if not _is_picture(one)],
        )
        for row in casefile.finished_tasks(work, file)
    ]


def _answers(row: Any, release: Release, offered: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was entered, but for boxes left empty; files are shown as such beside it."""
    answers = feel.from_json(row.answers) if row.answers else {}
    if not isinstance(answers, dict) or not row.form:
        return []
    said = {name: value for name, value in answers.items() if value is not False and not _is_files(value)}
    return forms.show(release.form(row.form), said, evaluate, offered, language=here.language())


def _is_files(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) and "media_type" in one for one in value)


@dataclass(frozen=True)
class Comparison:
    """The reported state beside the result."""

    before: list[evidence.Picture]
    after: list[evidence.Picture]
    documents: list[Any]
    result: Finished | None
    rounds: int


def comparison(work: Work, file: CaseFile, elements: str) -> Comparison:
    """The pictures of the report and of the last result of those steps, with what they say of themselves."""
    release = work.platform.library.release(work, file.row.release_id)
    wanted = [name.strip() for name in elements.split(",")]
    sent = [one for one in casefile.pictures_and_files(work, file) if _came_with_report(one)]
    reported = _let_through(file, [one for one in sent if _is_picture(one)])
    done = [one for one in finished(work, file, release) if one.row.element in wanted]
    last = done[0] if done else None
    made = [one.row for one in last.pictures] if last else []
    return Comparison(
        before=evidence.pictures(work, file.row, reported),
        after=evidence.pictures(work, file.row, made, reported),
        documents=last.documents if last else [],
        result=last,
        rounds=len(done),
    )
