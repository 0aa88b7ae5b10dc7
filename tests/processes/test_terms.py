"""How long each step may take, what the night changes, and how a late step climbs."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.processes.deciding import PHASES, RUNGS, URGENCIES, decide, model


@pytest.mark.parametrize(
    ("phase", "urgency", "term"),
    [
        ("ioc_triage", "normal", (2, "hours", "calendar")),
        ("ioc_triage", "emergency", (15, "minutes", "calendar")),
        ("team_forward", "normal", (2, "hours", "calendar")),
        ("team_forward", "emergency", (15, "minutes", "calendar")),
        ("agency_accept", "normal", (8, "hours", "working")),
        ("agency_accept", "urgent", (30, "minutes", "calendar")),
        ("handle", "normal", (7, "days", "working")),
        ("handle", "urgent", (24, "hours", "calendar")),
        ("handle", "complex", (15, "days", "working")),
        ("team_verify", "normal", (8, "hours", "working")),
        ("team_verify", "urgent", (2, "hours", "working")),
        ("ioc_publish", "normal", (8, "hours", "working")),
        ("ioc_publish", "urgent", (2, "hours", "working")),
        ("supplement_wait", "normal", (3, "days", "calendar")),
        ("rating_window", "normal", (7, "days", "calendar")),
    ],
)
def test_a_step_has_the_term_of_the_defaults(phase: str, urgency: str, term: tuple[int, str, str]) -> None:
    found = decide(
        "deadlines", "deadlines", phase=phase, case={"urgency": urgency, "field": "other"}, settings={}
    )
    assert (found["amount"], found["measure"], found["clock"]) == term


def test_every_phase_has_a_term_in_every_urgency_and_none_claims_to_be_law() -> None:
    for phase, urgency in itertools.product(PHASES, URGENCIES):
        found = decide("deadlines", "deadlines", phase=phase, case={"urgency": urgency}, settings={})
        assert found["amount"] > 0
        assert found["basis"].startswith("mặc định đề xuất")


def test_no_emergency_takes_longer_than_an_ordinary_case() -> None:
    length = {"minutes": 1, "hours": 60, "days": 60 * 24}
    for phase in PHASES:
        terms = [
            decide("deadlines", "deadlines", phase=phase, case={"urgency": urgency})
            for urgency in ("emergency", "normal")
        ]
        quick, slow = (term["amount"] * length[term["measure"]] for term in terms)
        assert quick <= slow


def test_an_unknown_phase_has_no_term() -> None:
    assert (
        model("deadlines").decide("deadlines", {"phase": "tea_break", "case": {"urgency": "normal"}}).value
        is None
    )


def test_quick_handling_is_a_switch_for_fields_two_to_five() -> None:
    on = {"quick_handling": True}
    for field, days in (("environment", 3), ("public_order", 3), ("traffic_safety", 7), ("other", 7)):
        found = decide(
            "deadlines", "deadlines", phase="handle", case={"urgency": "normal", "field": field}, settings=on
        )
        assert found["amount"] == days


def test_a_complex_case_owes_an_interim_reply_on_day_seven() -> None:
    def interim(urgency: str, **settings: bool) -> Any:
        found = decide("deadlines", "interim", phase="handle", case={"urgency": urgency}, settings=settings)
        return found["amount"], found["measure"], found["clock"]

    assert interim("complex") == (7, "days", "working")
    assert interim("urgent") == (None, None, None)
    assert interim("urgent", first_response=True) == (4, "hours", "calendar")
    assert interim("normal") == (None, None, None)


@pytest.mark.parametrize(
    ("local", "urgency", "on", "held", "wait"),
    [
        ("2026-02-17T03:00:00+07:00", "normal", True, True, 270),
        ("2026-02-17T03:00:00+07:00", "normal", False, False, 0),
        ("2026-02-17T03:00:00+07:00", "emergency", True, False, 0),
        ("2026-02-17T00:00:00+07:00", "normal", True, True, 450),
        ("2026-02-17T07:30:00+07:00", "normal", True, False, 0),
        ("2026-02-16T23:59:00+07:00", "urgent", True, False, 0),
    ],
)
def test_at_night_only_emergencies_are_taken_when_the_rule_is_on(
    local: str, urgency: str, on: bool, held: bool, wait: int
) -> None:
    received = datetime.fromisoformat(local)
    for form in (received, received.astimezone(UTC), received.isoformat()):
        case = {"urgency": urgency, "received_at": form}
        found = decide("night-intake", "night_intake", case=case, settings={"night_rule": on})
        assert (found["held"], found["wait_minutes"]) == (held, wait)


def test_the_night_rule_is_off_unless_somebody_turns_it_on() -> None:
    case = {"urgency": "normal", "received_at": datetime(2026, 2, 16, 20, tzinfo=UTC)}
    assert decide("night-intake", "night_intake", case=case)["held"] is False


def test_a_report_held_over_night_is_due_two_hours_after_the_morning() -> None:
    received = datetime(2026, 2, 16, 20, 10, tzinfo=UTC)  # 03:10 local
    case = {"urgency": "normal", "received_at": received}
    night = decide("night-intake", "night_intake", case=case, settings={"night_rule": True})
    term = decide("deadlines", "deadlines", phase="ioc_triage", case=case, night=night)
    assert received + timedelta(minutes=int(term["amount"])) == datetime(2026, 2, 17, 2, 30, tzinfo=UTC)


def test_a_step_climbs_five_rungs_and_a_wait_of_the_reporter_none() -> None:
    for phase in PHASES:
        rungs = [
            row["rung"]
            for row in decide("escalation", "rungs", phase=phase, case={"urgency": "normal"}) or []
        ]
        if phase in ("supplement_wait", "supplement_reopen", "rating_window", "notice_wait"):
            assert rungs == []
        elif phase in ("promise", "interim_reply"):
            assert rungs == ["P100", "D1", "D3"]
        else:
            assert rungs == list(RUNGS)


def test_a_step_that_an_analyst_adds_climbs_too() -> None:
    rungs = decide("escalation", "rungs", phase="a_step_added_later", case={"urgency": "normal"})
    assert [row["rung"] for row in rungs] == list(RUNGS)


def test_a_rung_is_a_part_of_the_period_or_days_after_it() -> None:
    rows = decide("escalation", "rungs", phase="handle", case={"urgency": "normal"})
    assert [(row["fraction"], row["days"]) for row in rows] == [
        (Decimal("0.5"), None),
        (Decimal("0.8"), None),
        (1, None),
        (None, 1),
        (None, 3),
    ]


@pytest.mark.parametrize(
    ("phase", "rung", "recipients", "text"),
    [
        ("handle", "P50", ["holder"], "escalate.remind"),
        ("handle", "P80", ["holder", "agency_head"], "escalate.remind"),
        ("handle", "P100", ["holder", "agency_head", "team_leader"], "escalate.due"),
        ("handle", "D1", ["ioc_lead", "chair"], "escalate.leader"),
        ("handle", "D3", ["provincial_list"], "escalate.leader"),
        ("team_forward", "P80", ["holder", "team_leader"], "escalate.remind"),
        ("team_verify", "P100", ["holder", "team_leader"], "escalate.due"),
        ("ioc_triage", "P80", ["holder", "ioc_lead"], "escalate.remind"),
        ("external_answer", "P100", ["holder", "ioc_lead"], "escalate.due"),
        ("ioc_publish", "D1", ["ioc_lead"], "escalate.leader"),
    ],
)
def test_a_rung_tells_the_right_people(phase: str, rung: str, recipients: list[str], text: str) -> None:
    for urgency in URGENCIES:
        found = decide("escalation", "escalation", phase=phase, rung=rung, case={"urgency": urgency})
        assert found["recipients"] == recipients
        assert found["text"] == text
        assert found["immediate"] is (urgency == "emergency")
        assert found["channel"] == ("in_app+email" if rung in ("P100", "D1", "D3") else "in_app")
