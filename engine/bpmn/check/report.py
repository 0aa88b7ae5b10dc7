"""Gathers what the rules find in one file and keeps the list short enough to read."""

from __future__ import annotations

from collections import defaultdict

from engine.bpmn.check.sentences import SENTENCES
from engine.findings import Finding
from engine.xmlreading import Element

MOST_PER_CODE = 5
LONGEST_QUOTE = 100
_OURS = ("vi", "en", "known")
_MORE = "…"  # sorts behind every id of the same line


class Report:
    """The findings of one file; a rule tells a code and the facts that fill its sentence."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[Finding] = []

    def tell(
        self, code: str, at: Element | None = None, *, line: int = 0, about: str = "", **facts: object
    ) -> None:
        sentence = SENTENCES[code.split("/")[0]]
        if at is not None:
            line = line or at.sourceline or 0
            about = about or at.get("id") or at.get("name") or ""
        told = {name: _told(name, fact) for name, fact in facts.items()}
        vi, en = sentence.vi.format(**told), sentence.en.format(**told)
        code = code.replace("/", "-")
        self._found.append(Finding(self.file, line, quote(about), code, sentence.severity, vi, en))

    def pass_on(self, findings: list[Finding]) -> None:
        self._found.extend(findings)

    def lines_with(self, *codes: str) -> set[int]:
        return {finding.line for finding in self._found if finding.code.startswith(codes)}

    def findings(self) -> list[Finding]:
        """Return the findings in reading order, at most five of a kind and then how many more there are."""
        by_code: dict[str, list[Finding]] = defaultdict(list)
        for finding in sorted(set(self._found)):
            by_code[finding.code].append(finding)
        return sorted(finding for kind in by_code.values() for finding in _shortened(kind))


def _told(name: str, fact: object) -> str:
    # A half sentence of our own is short enough; only what the file says is cut.
    return str(fact) if name.endswith(_OURS) else quote(fact)


def _shortened(kind: list[Finding]) -> list[Finding]:
    if len(kind) <= MOST_PER_CODE + 1:
        return kind
    first, rest = kind[:MOST_PER_CODE], kind[MOST_PER_CODE:]
    places = list(dict.fromkeys(str(finding.line) for finding in rest))
    lines = ", ".join(places[:20]) + ("…" if len(places) > 20 else "")
    summary = Finding(
        rest[0].file,
        rest[0].line,
        _MORE,
        rest[0].code,
        rest[0].severity,
        f"Và còn {len(rest)} chỗ nữa cùng lỗi này (dòng {lines}).",
        f"And {len(rest)} more of the same (lines {lines}).",
    )
    return [*first, summary]


def quote(fact: object) -> str:
    """Return a text from the file on one line and not too long."""
    text = " ".join(str(fact).split())
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
