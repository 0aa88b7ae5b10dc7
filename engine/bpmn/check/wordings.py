"""The texts of a release: each is a name with its words, in Vietnamese at least."""

from __future__ import annotations

import re
from typing import Any

from engine.bpmn.check.others import read_yaml
from engine.bpmn.check.placeholders import SPOKEN
from engine.bpmn.check.report import Report
from engine.findings import Finding


def check_wordings(name: str, data: bytes) -> list[Finding]:
    """Report every text that pages and notices could not say."""
    told, _ = read_yaml(name, data)
    if not isinstance(told, dict):
        return []
    report, lines = Report(name), data.decode("utf-8", "replace").splitlines()
    for section in SPOKEN:
        _check_section(report, lines, section, told.get(section) or {})
    return report.findings()


def _check_section(report: Report, lines: list[str], section: str, entries: Any) -> None:
    if not isinstance(entries, dict):
        report.tell("text-words", line=_line(lines, section), about=section, text=section)
        return
    for text, entry in entries.items():
        if not _can_be_said(entry):
            report.tell("text-words", line=_line(lines, str(text)), about=str(text), text=text)


def _can_be_said(entry: object) -> bool:
    if not isinstance(entry, dict) or not str(entry.get("vi") or "").strip():
        return False
    return all(isinstance(words, str) for words in entry.values())


def _line(lines: list[str], key: str) -> int:
    at = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*:")
    return next((number for number, line in enumerate(lines, 1) if at.match(line)), 1)
