"""A form we could not draw or read is refused when it is brought in, with every reason."""

from __future__ import annotations

import json
from typing import Any

import pytest

import forms
from forms import patterns


def source(*components: Any, **more: Any) -> bytes:
    return json.dumps(
        {"schemaVersion": 19, "type": "default", "components": list(components), **more}
    ).encode()


def codes(text: bytes) -> list[str]:
    with pytest.raises(forms.BadForm) as bad:
        forms.read_form(text)
    assert all(vi and en for _, _, vi, en in bad.value.findings)
    return [code for _, code, _, _ in bad.value.findings]


TEXT = {"type": "textfield", "key": "a", "label": "A"}


@pytest.mark.parametrize("kind", ["iframe", "html", "image", "table", "documentPreview", "voice", None, 3])
def test_components_we_cannot_draw_are_refused(kind: object) -> None:
    assert codes(source({"type": kind, "key": "a"})) == ["unknown-type"]


def test_buttons_are_ignored() -> None:
    assert forms.read_form(source(TEXT, {"type": "button", "label": "Gửi"})).components[0].key == "a"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("not-json", b"{"),
        ("not-json", b"[" * 100_000),
        ("not-form", b"[]"),
        ("no-components", b"{}"),
        ("too-big", b" " * 600_000),
        ("schema-version", source(TEXT, schemaVersion=20)),
        ("duplicate-key", source(TEXT, TEXT)),
        ("duplicate-key", source(TEXT, {"type": "textfield", "key": "a.b", "label": "B"})),
        ("bad-key", source({"type": "textfield", "key": "_row"})),
        ("bad-key", source({"type": "textfield", "key": 'a"><script>'})),
        ("bad-key", source({"type": "textfield"})),
        ("no-options", source({"type": "select", "key": "a"})),
        ("bad-rule", source({**TEXT, "validate": {"minLength": "nhiều"}})),
        ("bad-rule", source({**TEXT, "validate": {"maxLength": 1.5}})),
        ("bad-rule", source({**TEXT, "validate": {"validationType": "iban"}})),
        ("bad-pattern", source({**TEXT, "validate": {"pattern": "(a+)+$"}})),
        ("bad-subtype", source({"type": "datetime", "subtype": "week", "key": "a"})),
        ("bad-property", source({**TEXT, "properties": {"max_rows": "10000"}})),
        ("too-many", source(*({"type": "spacer"} for _ in range(400)))),
    ],
)
def test_faults_are_named(code: str, text: bytes) -> None:
    assert codes(text) == [code]


def test_deep_nesting_is_refused() -> None:
    part: dict[str, Any] = dict(TEXT)
    for _ in range(20):
        part = {"type": "group", "components": [part]}
    assert codes(source(part)) == ["too-deep"]


def test_every_fault_is_told_at_once() -> None:
    assert codes(source({"type": "iframe"}, {"type": "select", "key": "b"})) == ["unknown-type", "no-options"]


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a|a)*$",
        "([a-z]{1,50}){9}",
        ".*.*.*.*.*x",
        "(?=a)",
        r"(a)\1",
        "(",
        "a" * 300,
        "a{1,9" + "9" * 200,
    ],
)
def test_patterns_that_may_never_end_are_refused(pattern: str) -> None:
    assert patterns.fault(pattern)


@pytest.mark.parametrize(
    "pattern",
    [r"^\d{1,4}/[A-ZĐ-]{2,20}$", r"^[0-9]{3}\.[0-9]{2}$", "^(có|không)$", r"^\+?\d*$", "^[a(b)+]*$"],
)
def test_plain_patterns_are_taken(pattern: str) -> None:
    assert patterns.fault(pattern) is None


def test_a_form_tells_which_data_it_reads() -> None:
    form = forms.read_form(
        source(
            {**TEXT, "conditional": {"hide": '=triage.outcome != "refuse" and not(case.restricted)'}},
            {"type": "text", "text": "Hạn: {{case.due}}"},
        )
    )
    assert [(read.key, read.part, read.paths) for read in forms.reads(form)] == [
        ("a", "conditional.hide", frozenset({("triage", "outcome"), ("case", "restricted")})),
        ("c2", "text", frozenset({("case", "due")})),
    ]


def test_check_warns_of_what_an_analyst_overlooked() -> None:
    form = forms.read_form(
        source(
            {"type": "textfield", "key": "a"},
            {"type": "select", "key": "b", "label": "B", "values": ["x", "x"], "defaultValue": "y"},
            {"type": "number", "key": "c", "label": "C", "validate": {"min": 3, "max": 2}},
            {"type": "number", "key": "d", "label": "D", "disabled": True, "validate": {"required": True}},
        )
    )
    assert [(key, code) for key, code, _, _ in forms.check(form)] == [
        ("a", "no-label"),
        ("b", "double-option"),
        ("b", "bad-default"),
        ("c", "empty-range"),
        ("d", "required-locked"),
    ]


def test_check_reports_expressions_the_parser_cannot_read() -> None:
    def mistake(expression: str) -> tuple[str, str] | None:
        return ("thiếu vế phải", "right side missing") if expression.endswith("+") else None

    form = forms.read_form(source({**TEXT, "conditional": {"hide": "=1 +"}}))
    assert [(key, code) for key, code, _, _ in forms.check(form, mistake)] == [("a", "bad-expression")]
