"""What a check found wrong, told so that a person can act on it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing a check found: where it is, how bad, and the way out in both languages."""

    file: str
    line: int
    element: str
    code: str
    severity: Severity
    vi: str
    en: str

    def to_json(self) -> dict[str, str | int]:
        return asdict(self)

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}"
        return f"{where}: {self.severity} {self.code} [{self.element or '-'}] {self.vi} / {self.en}"
