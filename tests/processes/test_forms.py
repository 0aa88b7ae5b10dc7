"""The forms of the 731 procedure: what they ask, of whom, and what they refuse to take."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine import feel
from forms import Field, Form, Lookups, Reading, check, read_form

FOLDER = Path(__file__).parents[2] / "processes" / "cv731" / "forms"
PATHS = sorted(FOLDER.glob("*.form"))
NOW = datetime(2023, 6, 1, 1, 0, tzinfo=UTC)
FOR_TASKS = [
    "triage",
    "dispatch",
    "arbitrate",
    "forward-slip",
    "external-answer",
    "call-hotline",
    "call-reporter",
    "publish",
    "team-receive",
    "decide-extension",
    "verify",
    "agency-accept",
    "result",
    "contribute",
    "interim-reply",
    "head-approve",
    "follow-promise",
]
FOR_MESSAGES = [
    "report",
    "rating",
    "withdraw",
    "add-info",
    "answer",
    "request-extension",
    "relay-question",
    "directive",
]
# The named lists the engine gives every form, with one thing to choose in each.
CHOICES = [
    "fields",
    "urgencies",
    "communes",
    "districts",
    "teams",
    "departments",
    "bodies",
    "all_units",
    "accusable_units",
    "agencies",
    "co_agencies",
    "handling_officers",
    "refusal_reasons",
    "nearby_cases",
    "hotlines",
    "faults",
]
LOOKUPS: Lookups = {name: [{"label": f"Một {name}", "value": "one"}] for name in CHOICES}
# What expressions of a form may read beside its own answers.
CONTEXT = {"target", "returns"}


def form(name: str) -> Form:
    return read_form((FOLDER / f"{name}.form").read_bytes())


def evaluate(expression: str, context: Mapping[str, object], /) -> object:
    return feel.parse(expression).evaluate(context)


def send(name: str, context: Mapping[str, object] | None = None, /, **typed: object) -> Reading:
    return form(name).read(typed, {}, evaluate, {"now": NOW, **(context or {})}, LOOKUPS)


def faults(reading: Reading) -> set[str]:
    return {problem.key for problem in reading.problems}


def fields(components: tuple[Field, ...]) -> Iterator[Field]:
    for one in components:
        yield one
        yield from fields(one.components)


def raw(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in components:
        yield one
        yield from raw(one.get("components", []))


def test_every_task_and_message_has_its_form_and_no_form_is_idle() -> None:
    assert {path.stem for path in PATHS} == {*FOR_TASKS, *FOR_MESSAGES}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_form_reads_without_findings_under_its_own_name(path: Path) -> None:
    read = read_form(path.read_bytes())
    assert read.id == path.stem
    assert not check(read)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_everything_a_person_reads_is_there_in_both_languages(path: Path) -> None:
    for one in raw(json.loads(path.read_bytes())["components"]):
        told = one.get("properties", {})
        assert (one.get("label") or one.get("dateLabel")) and told.get("label_en"), one["id"]
        assert bool(one.get("description")) == bool(told.get("description_en")), one["id"]
        assert all(choice["label"] and choice["label_en"] for choice in one.get("values", [])), one["id"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_choices_come_from_lists_the_engine_gives(path: Path) -> None:
    asked = {one.choices.key for one in fields(read_form(path.read_bytes()).components) if one.choices.key}
    assert asked <= set(LOOKUPS)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_conditions_read_only_the_forms_own_answers_and_what_is_given(path: Path) -> None:
    every = list(fields(read_form(path.read_bytes()).components))
    known = {one.key for one in every} | CONTEXT
    for one in every:
        for expression in filter(None, (one.hide, one.choices.expression)):
            assert {found[0] for found in feel.parse(expression).paths} <= known, one.id


def test_a_report_needs_what_where_and_a_phone() -> None:
    assert faults(send("report")) == {"what", "commune", "phone"}


def test_whoever_is_in_danger_need_not_give_a_phone() -> None:
    reading = send("report", what="Cháy nhà bên chợ", commune="one", in_danger="true")
    assert not reading.problems and "phone" not in reading.answers


def test_an_organisation_says_who_it_is() -> None:
    reading = send(
        "report",
        what="Đường hỏng nặng",
        commune="one",
        phone="0905123456",
        on_behalf="true",
        behalf_kind="organisation",
    )
    assert faults(reading) == {"organisation", "representative"}


def test_triage_of_an_accepted_report_says_field_urgency_place_and_working_copy() -> None:
    assert faults(send("triage", outcome="accept")) == {"field", "urgency", "commune", "working_text"}


def test_a_report_about_an_office_names_it() -> None:
    typed = {
        "outcome": "accept",
        "field": "one",
        "urgency": "one",
        "commune": "one",
        "working_text": "Cán bộ [...]",
    }
    assert not send("triage", **typed).problems
    assert faults(send("triage", **typed, accuses="true")) == {"accused_unit"}


def test_a_refusal_always_carries_a_reason_and_where_to_go() -> None:
    assert faults(send("triage", outcome="refuse")) == {"refusal_reason", "guidance"}


def test_a_merge_takes_a_case_nearby_or_any_number() -> None:
    assert faults(send("triage", outcome="merge")) == {"parent"}
    reading = send("triage", outcome="merge", parent_other="true", parent_no="PA-2023-000007")
    assert not reading.problems and reading.answers["parent_no"] == "PA-2023-000007"


def test_a_return_without_a_proposed_agency_is_refused() -> None:
    reading = send("team-receive", {"returns": None}, outcome="return", return_reason="Đường tỉnh lộ")
    assert faults(reading) == {"proposed_agency"}


def test_after_arbitration_a_team_is_not_offered_to_return() -> None:
    typed = {"outcome": "return", "proposed_agency": "one", "return_reason": "Không thuộc huyện"}
    assert not send("team-receive", {"returns": {"arbitrated": False}}, **typed).problems
    assert faults(send("team-receive", {"returns": {"arbitrated": True}}, **typed)) == {"outcome"}


def test_only_a_department_proposes_another_agency_when_it_gives_back() -> None:
    typed = {"outcome": "give_back", "reason": "Không thuộc thẩm quyền"}
    assert not send("agency-accept", {"target": {"kind": "team"}}, **typed).problems
    assert faults(send("agency-accept", {"target": {"kind": "department"}}, **typed)) == {"proposed_agency"}


def test_whoever_handles_it_alone_names_no_officer() -> None:
    assert not send("agency-accept", {"target": {"kind": "team"}}, outcome="accept_self").problems
    assert faults(send("agency-accept", {"target": {"kind": "team"}}, outcome="accept")) == {"officer"}


def test_a_promise_names_a_day_that_is_still_to_come() -> None:
    typed = {"outcome": "promised", "account": "Sẽ vá trong tháng"}
    assert faults(send("result", **typed)) == {"promised_date"}
    assert faults(send("result", **typed, promised_date="2023-05-01")) == {"promised_date"}
    assert not send("result", **typed, promised_date="2023-07-01").problems


def test_a_result_sent_back_says_what_is_wrong_in_one_sentence() -> None:
    assert faults(send("verify", outcome="send_back")) == {"faults", "sentence"}
    assert not send("verify", outcome="pass").problems


def test_a_head_who_signed_on_paper_gives_the_letter() -> None:
    assert faults(send("head-approve", outcome="signed_outside")) == {
        "letter_no",
        "letter_date",
        "letter_signer",
    }
    assert not send("head-approve", outcome="approve").problems


def test_arbitration_needs_a_letter() -> None:
    reading = send("arbitrate", unit="one", reason="Đường do huyện quản lý")
    assert faults(reading) == {"letter_no", "letter_date", "letter_signer"}


def test_an_answered_hotline_call_names_who_answered() -> None:
    typed = {"number": "114", "called_at": "2023-06-01T07:55", "answered": "yes"}
    assert faults(send("call-hotline", **typed)) == {"answered_by"}


def test_publishing_text_alone_asks_for_no_picture() -> None:
    typed = {"public_text": "Ổ gà trước chợ", "public_result": "Đã vá"}
    assert not send("publish", **typed, pictures="none").problems
    assert faults(send("publish", **typed, pictures="redacted")) == {"redacted_pictures"}


def test_only_a_dissatisfied_reporter_is_asked_what_is_wrong() -> None:
    assert not send("rating", rating="satisfied").problems
    assert faults(send("rating", rating="dissatisfied")) == {"complaint"}
