"""Tables, forms and plain data: each is judged by the package that reads it, and told in the same way."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import yaml

from engine.bpmn.check.diagram import local
from engine.bpmn.check.formulas import check_formula
from engine.bpmn.check.report import Report
from engine.findings import Finding, Severity
from engine.xmlreading import Element, RefusedXml, read_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.dmn import Model

MAX_YAML = 256 * 1024
# Where a decision model holds expressions; annotations and questions are words for people.
_EXPRESSIONS = (
    "inputExpression",
    "inputEntry",
    "outputEntry",
    "defaultOutputEntry",
    "literalExpression",
    "inputValues",
    "outputValues",
    "allowedValues",
    "typeConstraint",
)
_UNARY = ("inputEntry", "inputValues", "outputValues", "allowedValues", "typeConstraint")


class Place:
    """A spot in a file that is not XML, so that one report serves all kinds of file."""

    def __init__(self, line: int, key: str) -> None:
        self.sourceline = line
        self.key = key

    def get(self, name: str) -> str:
        return self.key if name == "id" else ""


def check_dmn(name: str, data: bytes, imports: Mapping[str, Model] | None = None) -> list[Finding]:
    """Return what is wrong with a file of decision tables."""
    from engine import dmn

    try:
        root = read_xml(data, name)
    except RefusedXml as refused:
        return refused.findings
    report = Report(name)
    _check_cells(root, report)
    try:
        report.pass_on(dmn.check(dmn.read(data, name, imports or {})))
    except dmn.BadModel as bad:
        report.pass_on(bad.findings)
    return report.findings()


def _check_cells(root: Element, report: Report) -> None:
    """Report calls of unknown functions; the syntax of each cell is judged by the tables' own check."""
    own = {" ".join(one.split()) for el in root.iter() if (one := el.get("name"))}
    for text in root.iter("{*}text"):
        holder = text.getparent()
        if holder is None or not (text.text or "").strip() or local(holder) not in _EXPRESSIONS:
            continue
        trial = Report(report.file)
        unary = local(holder) in _UNARY
        check_formula(trial, local(holder), text.text, text, own=own, unary=unary)
        told = [finding for finding in trial.findings() if finding.code != "feel-syntax"]
        report.pass_on([replace(finding, element=_owner(holder)) for finding in told])
    for function in root.iter("{*}functionDefinition", "{*}encapsulatedLogic"):
        if function.get("kind", "FEEL").upper() != "FEEL":
            report.tell("feel-language", function, about=_owner(function), language=function.get("kind"))


def _owner(element: Element) -> str:
    while element is not None:
        if element.get("id"):
            return str(element.get("id"))
        element = element.getparent()
    return ""


def check_form(name: str, data: bytes) -> list[Finding]:
    """Return what is wrong with a form."""
    import forms

    report = Report(name)
    text = data.decode("utf-8", errors="replace")
    severity: Severity = "warning"
    try:
        faults = forms.check(forms.read_form(data))
    except forms.BadForm as bad:
        severity, faults = "error", bad.findings
    for key, code, vi, en in faults:
        report.pass_on([Finding(name, _line_of_key(text, key), key, f"form-{code}", severity, vi, en)])
    for place, expression in _expressions(text):
        check_formula(report, "=…", expression, place)
    return report.findings()


def _line_of_key(text: str, key: str) -> int:
    found = re.search(rf'"(?:key|id)"\s*:\s*"{re.escape(key.rpartition(".")[2])}"', text) if key else None
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _expressions(text: str) -> Iterator[tuple[Place, str]]:
    """Yield the FEEL of a form with the line it stands on: every text that begins with `=`."""
    for number, line in enumerate(text.splitlines(), 1):
        for found in re.finditer(r':\s*("=(?:\\.|[^"\\])*")', line):
            try:
                yield Place(number, ""), json.loads(found[1])
            except ValueError:
                continue


def read_yaml(name: str, data: bytes) -> tuple[Any, list[Finding]]:
    """Return what a YAML file holds, or why it cannot be read."""
    report = Report(name)
    if len(data) > MAX_YAML:
        report.tell("file-unreadable", line=1, reason=f"> {MAX_YAML // 1024} KB")
        return None, report.findings()
    try:
        return yaml.safe_load(data), []
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        report.tell("yaml-broken", line=line, reason=error.problem or error.context or "")
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # A date that does not exist is a ValueError; brackets in thousands exhaust the stack.
        report.tell("yaml-broken", line=1, reason=str(error).splitlines()[0] if str(error) else "?")
    return None, report.findings()


def check_yaml(name: str, data: bytes) -> list[Finding]:
    """Return what is wrong with a YAML file: texts, scenarios and releases are all mappings."""
    value, findings = read_yaml(name, data)
    if not findings and not isinstance(value, dict):
        report = Report(name)
        report.tell("yaml-mapping", line=1)
        return report.findings()
    return findings
