"""Submitting a form as a test does, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import forms
from forms import Reading
from tests.forms.conftest import form_of, python_evaluate

CHOICE = [{"label": "Chấp nhận", "value": "accept"}, {"label": "Ba", "value": 3}]


def one(**field: Any) -> forms.Form:
    return form_of({"key": "a", "label": "Ô này", **field})


def read(form: forms.Form, submitted: Mapping[str, object], **more: Any) -> Reading:
    uploads, context, lookups = more.get("uploads", {}), more.get("context", {}), more.get("lookups")
    return form.read(submitted, uploads, python_evaluate, context, lookups)


def answer(form: forms.Form, value: object) -> object:
    reading = read(form, {"a": value})
    assert reading.problems == ()
    return reading.answers["a"]


def fault(form: forms.Form, value: object) -> str:
    reading = read(form, {"a": value})
    assert [problem.key for problem in reading.problems] == ["a"]
    assert (reading.answers, reading.kept["a"]) == ({}, value), (
        "the value is kept as typed, and nothing is answered"
    )
    assert "Ô này" in reading.problems[0].vi and "Ô này" in reading.problems[0].en
    return reading.problems[0].code
