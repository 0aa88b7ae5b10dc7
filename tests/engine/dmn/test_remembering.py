"""An answer from memory is the answer the decision would give."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from engine import dmn
from engine.dmn.reads import reads_of

PROCEDURE = Path(__file__).parents[3] / "processes" / "cv731"
VIETNAM = timezone(timedelta(hours=7))
EVENING = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
# Values that Python takes for one another, though tables do not.
ALIKE = [1, True, Decimal(1), Decimal("1.0"), 1.0, "1", None, [], [True], [1], {"a": 1}, {"a": True}]


def read(name: str) -> dmn.Model:
    return dmn.read((PROCEDURE / name).read_bytes(), name)


def cases(seed: int) -> Iterator[Mapping[str, object]]:
    dice = random.Random(seed)
    for _ in range(150):
        yield {
            "phase": dice.choice(["ioc_triage", "handle", "team_verify", "?"]),
            "night": dice.choice([None, {"held": True}, {"held": False}]),
            "settings": {"night_rule": dice.choice([True, False, None])},
            "case": {
                "field": dice.choice([None, "urban_infrastructure", "fire", *ALIKE]),
                "urgency": dice.choice(["normal", "urgent", "emergency", "complex", None]),
                "hints": dice.choice([[], ["emergency"]]),
                "received_at": dice.choice([EVENING, EVENING.astimezone(VIETNAM), None]),
                "district": dice.choice(["643", "644", 643]),
                "text_folded": dice.choice(["cay do", "cay do " * 30]),
            },
        }


@pytest.mark.parametrize("file", sorted(path.name for path in PROCEDURE.glob("*.dmn")))
def test_memory_never_says_anything_else(file: str) -> None:
    kept, fresh = read(file), read(file)
    for context in cases(7):
        for decision in kept.decisions:
            assert kept.recall(decision, context) == fresh.decide(decision, context)


def test_a_question_asked_again_is_not_reckoned_again() -> None:
    model = read("deadlines.dmn")
    context = next(cases(1))
    assert model.recall("deadlines", context) is model.recall("deadlines", {**context, "other": 1})


def test_a_decision_reads_what_its_table_and_its_requirements_read() -> None:
    model = read("night-intake.dmn")
    told = reads_of(model, model.decisions["night_intake"])
    assert told is not None
    assert {("settings", "night_rule"), ("case", "urgency"), ("case", "received_at")} <= told


def test_the_reports_own_words_fill_no_memory() -> None:
    model = read("triage-hints.dmn")
    context = {"case": {"text_folded": "cay do " * 30}}
    assert model.recall("triage_hints", context) is not model.recall("triage_hints", context)


def test_one_instant_in_two_zones_is_two_questions() -> None:
    model = read("night-intake.dmn")
    asked = [{"case": {"received_at": at}} for at in (EVENING, EVENING.astimezone(VIETNAM))]
    first, second = (model.recall("minute_of_day", context) for context in asked)
    assert first is not second
