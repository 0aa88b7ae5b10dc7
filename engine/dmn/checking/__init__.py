"""What is wrong with a model, found without running it."""

from __future__ import annotations

from engine.dmn.checking.tables import check_table
from engine.dmn.model import Model
from engine.findings import Finding

__all__ = ["check"]


def check(model: Model) -> list[Finding]:
    """Return every finding: what the reading met, and what the tables leave open or say twice."""
    findings = list(model.findings)
    for owner, title, table in model.tables:
        findings += check_table(model.file, owner, title, table)
    return sorted(findings, key=lambda finding: (finding.line, finding.code, finding.en))
