"""The decision tables of the 731 procedure and how to ask them, with the words that questions are made of."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from engine import dmn

PROCESSES = Path(__file__).parents[2] / "processes"
FOLDER = PROCESSES / "cv731"
FILES = sorted(path.stem for path in FOLDER.glob("*.dmn"))
MODEL = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
REPORTS = json.loads((PROCESSES / "demo" / "reports.json").read_text(encoding="utf-8"))["reports"]
SENTENCES = yaml.safe_load((Path(__file__).parent / "triage_sentences.yaml").read_text(encoding="utf-8"))
FIELDS = (
    "traffic_safety",
    "public_order",
    "urban_infrastructure",
    "urban_order",
    "environment",
    "administrative_regulations",
    "public_duty",
    "business_difficulties",
    "food_safety",
    "land_construction",
    "goods_services_consumer",
    "press_response",
    "smart_city_ideas",
    "child_protection",
    "other",
)
URGENCIES = ("normal", "urgent", "complex", "emergency")
PHASES = (
    "ioc_triage",
    "ioc_dispatch",
    "team_forward",
    "agency_accept",
    "handle",
    "contribute",
    "head_approve",
    "team_verify",
    "ioc_publish",
    "tell_reporter",
    "hotline_call",
    "extension_decision",
    "external_slip",
    "external_answer",
    "arbitration",
    "interim_reply",
    "promise",
    "supplement_wait",
    "supplement_reopen",
    "rating_window",
    "notice_wait",
)
RUNGS = ("P50", "P80", "P100", "D1", "D3")
Context = dict[str, Any]


@cache
def model(file: str) -> dmn.Model:
    return dmn.read((FOLDER / f"{file}.dmn").read_bytes(), f"{file}.dmn")


def decide(file: str, decision: str, **context: object) -> Any:
    outcome = model(file).decide(decision, context)
    assert not outcome.problems, outcome.problems
    return outcome.value
