"""The places for facts in the texts of a release: each is one that the release explains."""

from __future__ import annotations

import re

from engine.bpmn.check.others import read_yaml
from engine.bpmn.check.report import Report
from engine.findings import Finding

EXPLAINED = "placeholders"
SPOKEN = ("texts", "notices")
_BRACES = re.compile(r"\{([^{}\n]*)\}")
_SECTION = re.compile(r"([A-Za-z_]+):")


def check_placeholders(name: str, data: bytes) -> list[Finding]:
    """Report every `{word}` of a text that the section `placeholders` does not explain, with its line."""
    told, _ = read_yaml(name, data)
    explained = told.get(EXPLAINED) if isinstance(told, dict) else None
    if not isinstance(explained, dict):
        return []
    report, section = Report(name), ""
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        found = _SECTION.match(line)
        section = found[1] if found else section
        if section in SPOKEN and not line.lstrip().startswith("#"):
            _check_line(report, number, line, set(explained))
    return report.findings()


def _check_line(report: Report, number: int, line: str, explained: set[str]) -> None:
    words = line.partition(":")[2] if _is_entry(line) else line
    for word in _BRACES.findall(words):
        if word not in explained:
            known = ", ".join(sorted(explained))
            report.tell("text-placeholder", line=number, about=f"{{{word}}}", word=word, known=known)


def _is_entry(line: str) -> bool:
    """`vi: …` and the like: what stands before the colon is a key."""
    key, colon, _ = line.partition(":")
    return bool(colon) and " " not in key.strip()
