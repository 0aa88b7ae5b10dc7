"""What the answers of a task change in the case: facts, official letters, files.

A form says so itself: a component's property `fact` names what its answer becomes, so that a new form
needs no code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

import forms
from engine.cases.places import district_of, in_service
from engine.cases.restricting import restrict
from engine.cases.wording import subject_of
from engine.deadlines import ZONE
from engine.store.tables import files, letters

if TYPE_CHECKING:
    from engine.cases.step import Step

COLUMNS = frozenset(
    {
        "field",
        "urgency",
        "commune_code",
        "working_text",
        "accused_unit",
        "restricted",
        "restricted_reason",
        "kind",
    }
)
LETTER = "letter."
_KEEP = (
    sa.update(files)
    .where(files.c.id.in_(sa.bindparam("these", expanding=True)), files.c.work_item_id.is_(None))
    .values(
        case_id=sa.bindparam("this_case"), work_item_id=sa.bindparam("this_item"), working_confirmed=sa.true()
    )
)
_CONFIRM = (
    sa.update(files)
    .where(files.c.case_id == sa.bindparam("this_case"), files.c.work_item_id.is_(None))
    .values(working_confirmed=sa.bindparam("shown"))
)
DAY_LENGTH = len("2026-01-31")


def apply_answers(step: Step, form: forms.Form, answers: Mapping[str, Any], item: Mapping[str, Any]) -> None:
    """Let the answers change the case as the form's properties say."""
    told = dict(_facts(form.components, answers))
    columns = {name: value for name, value in told.items() if name in COLUMNS and value is not None}
    if columns:
        _change(step, columns)
    for name, value in told.items():
        if name not in COLUMNS and not name.startswith(LETTER) and value is not None:
            step.remember(**{name: _moment(value) if name.startswith("until:") else value})
    _keep_letter(step, told, item)
    _keep_files(step, answers, item)
    if "working_text" in told and step.around.has_files:
        _confirm_files(step, withheld=bool(told.get("withhold_photos")))


def _facts(components: tuple[forms.Field, ...], answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for one in components:
        if one.components and one.kind != "dynamiclist":
            yield from _facts(one.components, answers)
        elif "fact" in one.properties and one.key in answers:
            yield one.properties["fact"], answers[one.key]


def _change(step: Step, columns: Mapping[str, Any]) -> None:
    step.case |= columns
    if "commune_code" in columns:
        district = district_of(step.work, columns["commune_code"], step.tree)
        step.case["district_code"] = district
        served = in_service(step.work, district, step.case["received_at"], step.tree)
        step.remember(district_in_service=served)
    if "working_text" in columns:
        step.case |= {"working_confirmed": True, "subject": subject_of(str(columns["working_text"]))}
    restrict(step)


def _moment(value: object) -> str:
    """A promised day ends when the day does."""
    text = str(value)
    if len(text) > DAY_LENGTH:
        return datetime.fromisoformat(text).isoformat()
    return datetime.combine(date.fromisoformat(text), time(23, 59, 59), ZONE).isoformat()


def _keep_letter(step: Step, told: Mapping[str, Any], item: Mapping[str, Any]) -> None:
    kept = {name.removeprefix(LETTER): value for name, value in told.items() if name.startswith(LETTER)}
    if not kept.get("number"):
        return
    scan = kept.pop("file_id", None) or []
    dated = kept.pop("dated", None)
    row = {
        **{name: str(value) for name, value in kept.items() if value},
        "dated": date.fromisoformat(str(dated)[:DAY_LENGTH]) if dated else None,
        "file_id": int(scan[0]["id"]) if scan else None,
        "case_id": step.id,
        "purpose": item["element"],
        "recorded_by": step.actor.officer_id,
        "recorded_at": step.now,
    }
    step.work.run(sa.insert(letters), [row])


def file_ids(answers: Mapping[str, Any]) -> list[int]:
    """The files that answers name, wherever in the form they stand."""
    lists = [value for value in answers.values() if isinstance(value, list)]
    named = (each for value in lists for each in value if isinstance(each, dict) and "media_type" in each)
    return [int(each["id"]) for each in named]


def _keep_files(step: Step, answers: Mapping[str, Any], item: Mapping[str, Any]) -> None:
    ids = file_ids(answers)
    if ids:
        step.work.run(_KEEP, {"this_case": step.id, "this_item": item["id"], "these": ids})


def _confirm_files(step: Step, *, withheld: bool) -> None:
    """The centre lets the reporter's pictures travel with the case, or keeps them back."""
    step.work.run(_CONFIRM, {"this_case": step.id, "shown": not withheld})
