"""The dialect as a table for the people who draw."""

from __future__ import annotations

from engine.bpmn.check.elements import ELEMENTS, PARTS, Verdict
from engine.bpmn.check.extensions import PROPERTIES

_HEADINGS: dict[Verdict, str] = {
    "runs": "Chạy được / Run",
    "drawn": "Chỉ vẽ / Only drawn",
    "ignored": "Bỏ qua / Ignored",
    "refused": "Từ chối / Refused",
}


def dialect_as_markdown() -> str:
    """Return the supported and refused elements, with reasons, as Markdown for processes/README.md."""
    parts = [_section(verdict, heading) for verdict, heading in _HEADINGS.items()]
    names = ", ".join(f"`{name}`" for name in sorted(PROPERTIES))
    parts.append(f"Thuộc tính / Properties: {names}, `input:TÊN`.\n")
    return "\n".join(parts)


def _section(verdict: Verdict, heading: str) -> str:
    rows = [
        f"| `{element.name}` | {element.vi} | {element.en} |"
        for element in ELEMENTS.values()
        if element.verdict == verdict and element.name not in PARTS
    ]
    return "\n".join([f"### {heading}", "", "| Phần tử | Tiếng Việt | English |", "|---|---|---|", *rows, ""])
