"""Scenario files: what they may say, and the mistakes they may hold, each with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from engine.scenarios import moments
from engine.scenarios.lined import Lined, load
from engine.scenarios.openings import Opening, UnknownOpening, read_openings

SUFFIX = ".scenario.yaml"
TOP = frozenset(
    {"name", "name_en", "covers", "given", "report", "begins", "with", "expect", "steps", "decisions"}
)
OPENINGS = "openings.yaml"  # beside the scenarios: the usual report and the usual first steps
GIVEN = frozenset({"settings", "away", "units", "mail"})
TIMES = frozenset({"at", "after", "asleep"})
ACTS = ("report", "officer", "reporter", "mail", "settings", "away", "back")
WITH = {
    "report": frozenset(),
    "officer": frozenset(
        {"task", "do", "answers", "files", "unit", "reason", "until", "question", "body", "to"}
    ),
    "reporter": frozenset({"text", "reason", "value", "files", "again"}),
}
ALWAYS = frozenset({"case", "refused", "expect", "note"})
EXPECTED = frozenset(
    {
        "position", "due", "told", "public", "outcome", "verdicts", "facts", "case", "calls", "sees",
        "telling", "ratings", "letters", "extensions", "may", "escalated", "clocks", "others",
    }
)  # fmt: skip


class Mistake(Exception):
    """Something in a scenario file that cannot be read."""

    def __init__(self, path: Path, line: int, vi: str, en: str) -> None:
        self.path, self.line, self.vi, self.en = path, line, vi, en
        super().__init__(f"{path}:{line}: {vi} | {en}")


@dataclass(frozen=True)
class Step:
    """One step: perhaps a moment, perhaps an act, perhaps what must hold afterwards."""

    number: int
    line: int
    body: Lined
    quiet: bool = False  # a usual first step, whose notices other scenarios look at

    @property
    def act(self) -> str | None:
        return next((act for act in ACTS if act in self.body), None)

    @property
    def label(self) -> str:
        """A few words by which people find the step."""
        act = self.act
        if act is None:
            return "đợi" if self.body.keys() & TIMES else "xem"
        if act == "report":
            return "gửi phản ánh"
        more = self.body.get("task") or self.body.get("do") or ""
        return f"{act} {self.body[act]} {more}".strip()


@dataclass(frozen=True)
class Scenario:
    """A scenario as its file tells it."""

    path: Path
    name: str
    covers: str
    given: Lined
    steps: tuple[Step, ...]
    decisions: tuple[Lined, ...] = ()


def scenario_files(paths: Iterable[Path]) -> list[Path]:
    """The scenario files that are named, or lie in the folders that are."""
    found: dict[Path, None] = {}
    for path in paths:
        for each in sorted(path.rglob(f"*{SUFFIX}")) if path.is_dir() else [path]:
            found.setdefault(each)
    return list(found)


def read_scenario(path: Path) -> Scenario:
    """Read one file; raises Mistake."""
    try:
        top = load(path.read_text("utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Mistake(path, line, f"không đọc được YAML: {error.problem}", "not YAML") from error
    if not isinstance(top, Lined):
        raise Mistake(path, 1, "tệp phải là một bảng khóa – giá trị", "the file must be a mapping")
    _known(path, top, TOP)
    given = _part(path, top, "given")
    _known(path, given, GIVEN)
    decisions = tuple(top.get("decisions") or ())
    for asked in decisions:
        _known(path, asked, frozenset({"decide", "with", "gives"}))
    opening = read_opening(path, top)
    bodies = list(_bodies(path, top, opening))
    quiet = range(2, 2 + len(opening.steps))
    steps = tuple(Step(number, body.line, body, number in quiet) for number, body in enumerate(bodies, 1))
    for step in steps:
        _check(path, step)
    return Scenario(
        path, str(top.get("name") or path.stem), str(top.get("covers") or ""), given, steps, decisions
    )


def read_opening(path: Path, top: Lined) -> Opening:
    """The usual report, and the usual steps up to where the scenario begins."""
    try:
        return read_openings(path.parent / OPENINGS, top)
    except UnknownOpening as error:
        line = top.line_of("begins")
        raise Mistake(
            path, line, f"không có chỗ bắt đầu “{error}” trong {OPENINGS}", "unknown start"
        ) from error


def _bodies(path: Path, top: Lined, opening: Opening) -> Iterator[Lined]:
    """The steps: the report, the usual first steps if the scenario begins later, then its own."""
    report = _part(path, top, "report")
    if not report and "decisions" in top:
        return
    if not report:
        raise Mistake(path, 1, "thiếu mục report", "there is no report")
    first = Lined({"report": {**opening.report, **report}, "at": report.get("at")})
    first.line, first.lines = top.line_of("report"), {"at": report.line_of("at"), **top.lines}
    if "expect" in top:
        first["expect"] = top["expect"]
    yield first
    yield from opening.steps
    for body in top.get("steps") or []:
        if not isinstance(body, Lined):
            raise Mistake(path, top.line_of("steps"), "mỗi bước là một bảng", "each step is a mapping")
        yield body


def _part(path: Path, top: Lined, key: str) -> Lined:
    part = top.get(key)
    if part is None:
        part = Lined()
        part.lines = {}
    if not isinstance(part, Lined):
        raise Mistake(path, top.line_of(key), f"{key} phải là một bảng", f"{key} must be a mapping")
    return part


def _known(path: Path, body: Lined, keys: frozenset[str]) -> None:
    for key in body:
        if key not in keys:
            known = ", ".join(sorted(keys))
            raise Mistake(
                path, body.line_of(key), f"không hiểu “{key}”; có thể ghi: {known}", f"unknown {key}"
            )


def _check(path: Path, step: Step) -> None:
    allowed = (
        TIMES
        | ALWAYS
        | (frozenset({step.act}) | WITH.get(step.act, frozenset()) if step.act else frozenset())
    )
    _known(path, step.body, allowed)
    _readable(path, step, "at", moments.moment)
    _readable(path, step, "after", moments.span)
    expected = step.body.get("expect")
    if isinstance(expected, Lined):
        _known(path, expected, EXPECTED)


def _readable(path: Path, step: Step, key: str, read: Any) -> None:
    written = step.body.get(key)
    if written is None:
        return
    try:
        read(str(written))
    except ValueError:
        line = step.body.line_of(key)
        raise Mistake(path, line, f"không hiểu thời điểm “{written}”", f"no moment: {written}") from None
