"""A release is checked as one whole; the command says it to people and to programs."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.bpmn.check import Surroundings, check_paths
from engine.bpmn.check.command import check, check_command
from tests.engine.bpmn.check.sketch import Sketch, codes, good, properties

DMN = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'
    '<decision id="deadlines" name="deadlines"><variable name="deadlines"/><decisionTable id="t" hitPolicy="FIRST">'
    '<input id="i"><inputExpression id="e"><text>phase</text></inputExpression></input><output id="o" name="o"/>'
    '<rule id="r"><inputEntry id="c"><text>"ioc_triage", "other"</text></inputEntry><outputEntry id="x"><text>1</text></outputEntry></rule>'
    '</decisionTable></decision><decision id="routing" name="routing"><variable name="routing"/><literalExpression id="l"><text>1</text>'
    "</literalExpression></decision></definitions>"
)
FORM = '{"schemaVersion": 18, "type": "default", "id": "triage", "components": [{"type": "textfield", "key": "note", "label": "Ghi chú"}]}'


@pytest.fixture
def release(tmp_path: Path) -> Path:
    (tmp_path / "forms").mkdir()
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "release.yaml").write_text("name: Thử\nprocess: p\n", encoding="utf-8")
    (tmp_path / "main.bpmn").write_bytes(good().xml())
    (tmp_path / "rules.dmn").write_text(DMN, encoding="utf-8")
    (tmp_path / "forms" / "triage.form").write_text(FORM, encoding="utf-8")
    (tmp_path / "texts.yaml").write_text("hello: Xin chào\n", encoding="utf-8")
    (tmp_path / "scenarios" / "one.scenario.yaml").write_text("given: a report\n", encoding="utf-8")
    return tmp_path


def severe(path: Path, known: Surroundings | None = None) -> set[str]:
    return {finding.code for finding in check_paths([path], known) if finding.severity == "error"}


def test_a_whole_release_passes(release: Path) -> None:
    assert severe(release) == set()
    assert "unchecked" not in codes(check_paths([release]))


def test_a_form_that_is_gone_is_told(release: Path) -> None:
    (release / "forms" / "triage.form").unlink()
    assert severe(release) == {"unknown"}


def test_a_table_that_is_gone_is_told(release: Path) -> None:
    (release / "rules.dmn").unlink()
    assert severe(release) == {"unknown"}


def test_a_phase_the_table_of_deadlines_does_not_know_is_told(release: Path) -> None:
    (release / "rules.dmn").write_text(DMN.replace("ioc_triage", "ioc_dispatch"), encoding="utf-8")
    told = [finding for finding in check_paths([release]) if finding.code == "unknown"]
    assert {finding.file for finding in told} == {f"{release}/main.bpmn"}
    assert any("ioc_triage" in finding.vi for finding in told)


def test_roles_and_operations_from_outside_the_release_are_looked_up(release: Path) -> None:
    assert severe(release, Surroundings(roles=frozenset({"ioc_operator"}))) == set()
    assert severe(release, Surroundings(roles=frozenset({"king"}))) == {"unknown"}


def test_a_process_the_release_names_but_does_not_hold_is_told(release: Path) -> None:
    (release / "release.yaml").write_text("name: Thử\nprocess: q\n", encoding="utf-8")
    told = [finding for finding in check_paths([release]) if finding.code == "release-process-missing"]
    assert [finding.line for finding in told] == [2]


def test_the_same_process_in_two_files_is_told(release: Path) -> None:
    (release / "other.bpmn").write_bytes(good().xml())
    assert "process-duplicate" in severe(release)


def test_the_same_decision_in_two_files_is_told(release: Path) -> None:
    (release / "other.dmn").write_text(DMN, encoding="utf-8")
    assert "decision-duplicate" in severe(release)


def test_processes_that_call_each_other_in_a_circle_are_told(release: Path) -> None:
    sketch = (
        Sketch()
        .step("startEvent", "a")
        .step("callActivity", "b", "", 'calledElement="p"')
        .step("endEvent", "c")
    )
    (release / "main.bpmn").write_bytes(sketch.chain("a", "b", "c").xml())
    assert "call-cycle" in severe(release)


def test_broken_scenarios_and_texts_are_told_with_their_line(release: Path) -> None:
    (release / "scenarios" / "one.scenario.yaml").write_text("given: a\n  then: [b\n", encoding="utf-8")
    (release / "texts.yaml").write_text("- hello\n", encoding="utf-8")
    assert severe(release) == {"yaml-broken", "yaml-mapping"}


@pytest.mark.parametrize("entry", ["[one, two]", "one", "{en: Sent}", "{vi: [a]}", "{vi: ''}"])
def test_a_text_without_words_is_told_with_its_line(release: Path, entry: str) -> None:
    (release / "texts.yaml").write_text(f"texts:\n  hello: {entry}\n", encoding="utf-8")
    told = [finding for finding in check_paths([release]) if finding.code == "text-words"]
    assert [(finding.line, finding.element) for finding in told] == [(2, "hello")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_a_pipe_in_the_folder_is_told_and_not_waited_for(release: Path) -> None:
    os.mkfifo(release / "endless.bpmn")
    assert "file-unreadable" in severe(release)


def test_a_text_that_is_not_written_is_told(release: Path) -> None:
    step = properties(operation="send_notice", input__text="=&quot;bye&quot;")
    sketch = Sketch().step("startEvent", "a").step("serviceTask", "b", step).step("endEvent", "c")
    (release / "main.bpmn").write_bytes(sketch.chain("a", "b", "c").xml())
    assert severe(release) == {"unknown"}


def test_loose_files_are_checked_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "a.bpmn").write_bytes(good().xml())
    (tmp_path / "b.bpmn").write_bytes(b"<html/>")
    findings = check_paths([tmp_path])
    assert {(Path(f.file).name, f.code) for f in findings} == {
        ("a.bpmn", "unchecked"),
        ("b.bpmn", "not-bpmn"),
    }


def test_an_empty_folder_and_an_unknown_kind_of_file_are_told(tmp_path: Path) -> None:
    assert severe(tmp_path) == {"file-empty-folder"}
    picture = tmp_path / "a.png"
    picture.write_bytes(b"x")
    assert severe(picture) == {"file-kind"}


def test_the_command_speaks_vietnamese_first_and_ends_with_one_on_errors(release: Path) -> None:
    (release / "forms" / "triage.form").unlink()
    result = CliRunner().invoke(check, [str(release)])
    assert result.exit_code == 1
    assert "LỖI" in result.output
    assert "main.bpmn" in result.output
    assert "không tồn tại" in result.output


def test_the_command_speaks_english_when_asked(release: Path) -> None:
    (release / "forms" / "triage.form").unlink()
    assert "does not exist" in CliRunner().invoke(check, [str(release), "--english"]).output


def test_the_command_gives_json_to_programs(release: Path) -> None:
    (release / "forms" / "triage.form").unlink()
    rows = json.loads(CliRunner().invoke(check, [str(release), "--json"]).output)
    assert {"file", "line", "element", "code", "severity", "vi", "en"} == set(rows[0])


def test_the_command_ends_with_zero_when_nothing_is_wrong(release: Path) -> None:
    result = CliRunner().invoke(check, [str(release)])
    assert result.exit_code == 0
    assert "0 lỗi" in result.output or "Không có gì" in result.output


def test_the_command_looks_up_what_the_installation_knows(release: Path) -> None:
    king = check_command(lambda: Surroundings(roles=frozenset({"king"})))
    assert "ioc_operator" in CliRunner().invoke(king, [str(release)]).output


def test_a_folder_of_diagrams_of_many_tools_is_looked_at_file_by_file_and_summed_up(tmp_path: Path) -> None:
    for name in ("a.bpmn", "b.BPMN", "c.bpmn20.xml", "tool/d.bpmn2"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"<x/>")
    (tmp_path / "other.xml").write_bytes(b"<x/>")
    said = CliRunner().invoke(check, [str(tmp_path), "--english"])
    assert said.exit_code == 1
    assert said.output.count("(not-bpmn)") == 4
    assert "4 files: 4 errors" in said.output
