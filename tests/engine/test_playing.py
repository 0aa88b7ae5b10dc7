"""A scenario that is wrong says where: the file, the line, what was expected and what was found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.scenarios import Mistake, Result, Stage, play, read_scenario

REPORT = """
name: Thử
report:
  at: 2026-03-02 08:00
  text: Đoạn đường trước cổng trường có ổ gà rất sâu.
  commune: "24118"
  reporter: {phone: "0905123456", email: an@dan.test}
"""
ASKED = """
steps:
  - after: 30 minutes
    officer: ioc.operator
    task: triage
    answers: {outcome: ask, question: "Ở đâu?"}
"""


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    opened = Stage()
    yield opened
    opened.close()


def played(stage: Stage, folder: Path, text: str) -> Result:
    path = folder / "thu.scenario.yaml"
    path.write_text(text.lstrip(), "utf-8")
    return play(read_scenario(path), stage)


def test_what_is_as_expected_passes(stage: Stage, tmp_path: Path) -> None:
    wanted = "expect: {position: {triage: ioc}, due: {triage: 2026-03-02 10:00}, told: {}}\n"
    assert played(stage, tmp_path, REPORT + wanted).passed


def test_another_due_time_is_named_with_its_line(stage: Stage, tmp_path: Path) -> None:
    (found,) = played(stage, tmp_path, REPORT + "expect:\n  due: {triage: 2026-03-02 11:00}\n").differences
    assert (found.line, found.what) == (8, "due")
    assert "11:00" in found.expected and "2026-03-02 10:00" in found.found
    assert f"{tmp_path}/thu.scenario.yaml:8:" in str(found)


def test_a_task_nobody_expected_is_a_difference(stage: Stage, tmp_path: Path) -> None:
    (found,) = played(stage, tmp_path, REPORT + "expect: {position: {}}\n").differences
    assert found.found == '{"triage": "ioc"}'


def test_whoever_is_told_without_being_expected_is_named_at_the_end(stage: Stage, tmp_path: Path) -> None:
    (found,) = played(stage, tmp_path, REPORT + ASKED).differences
    assert "mail reporter.question" in found.found


def test_an_act_that_is_refused_unexpectedly_stops_the_scenario(stage: Stage, tmp_path: Path) -> None:
    (found,) = played(stage, tmp_path, REPORT + ASKED.replace("ioc.operator", "team.member")).differences
    assert found.step == 2
    assert "NotFound" in found.found


def test_an_act_that_should_have_been_refused_is_a_difference(stage: Stage, tmp_path: Path) -> None:
    text = (
        REPORT + ASKED + "    refused: NotAllowed\n    expect: {told: {reporter: mail reporter.question}}\n"
    )
    (found,) = played(stage, tmp_path, text).differences
    assert (found.what, found.found) == ("refused", "không bị từ chối")


def test_a_person_who_is_not_on_the_roster_is_named(stage: Stage, tmp_path: Path) -> None:
    (found,) = played(stage, tmp_path, REPORT + ASKED.replace("ioc.operator", "ioc.nobody")).differences
    assert "ioc.nobody" in found.found


def test_each_scenario_starts_from_the_same_world(stage: Stage, tmp_path: Path) -> None:
    numbered = "expect: {case: {report_no: PA-2026-000001}, told: {}}\n"
    assert played(stage, tmp_path, REPORT + numbered).passed
    assert played(stage, tmp_path, REPORT + numbered).passed


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (REPORT + "expects: {}\n", 7, "expects"),
        (REPORT + "steps:\n  - after: ngày mai\n", 8, "ngày mai"),
        (REPORT + "steps:\n  - officer: ioc.lead\n    taks: triage\n", 9, "taks"),
        ("name: Thử\n", 1, "report"),
        ("name: [\n", 2, "YAML"),
    ],
)
def test_a_mistyped_file_names_the_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = tmp_path / "thu.scenario.yaml"
    path.write_text(text.lstrip(), "utf-8")
    with pytest.raises(Mistake) as caught:
        read_scenario(path)
    assert caught.value.line == line
    assert words in caught.value.vi
