"""The two commands, as an analyst types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine import feel
from engine.dmn.command import decide, feel_command
from tests.engine.dmn.drawing import decision, definitions, table


@pytest.fixture
def file(tmp_path: Path) -> Path:
    drawn = table("UNIQUE", {"x": ""}, {"y": ""}, [("> 5", '"lớn"'), ("<= 5", '"nhỏ"'), ("100", '"trăm"')])
    path = tmp_path / "size.dmn"
    path.write_bytes(definitions(decision("Size", drawn)))
    return path


def test_decide_prints_the_outcome_as_json(file: Path) -> None:
    result = CliRunner().invoke(decide, [str(file), "Size", "--with", '{"x": 7}'])
    assert result.exit_code == 0
    assert json.loads(result.output)["value"] == "lớn"


def test_decide_explains_in_words(file: Path) -> None:
    result = CliRunner().invoke(decide, [str(file), "Size", "--with", '{"x": 2}', "--explain"])
    assert "Dòng 2 khớp" in result.output and "Kết quả của «Size»: «nhỏ»." in result.output


def test_decide_fails_when_the_decision_has_problems(file: Path) -> None:
    result = CliRunner().invoke(decide, [str(file), "Size", "--with", '{"x": 100}'])
    assert result.exit_code == 1 and "cùng khớp" in result.output


def test_decide_refuses_what_is_no_model(tmp_path: Path) -> None:
    path = tmp_path / "no.dmn"
    path.write_text("<a/>")
    result = CliRunner().invoke(decide, [str(path), "Size"])
    assert result.exit_code == 1 and "dmn-not-dmn" in result.output


@pytest.mark.parametrize("given", ["{", "[1]"])
def test_decide_refuses_what_is_no_json_object(file: Path, given: str) -> None:
    assert CliRunner().invoke(decide, [str(file), "Size", "--with", given]).exit_code == 2


def test_feel_prints_the_value(file: Path) -> None:
    result = CliRunner().invoke(feel_command, ["giá vé * 2", "--with", '{"giá vé": 4}'])
    assert feel.from_json(json.loads(result.output)) == 8


def test_feel_tells_where_the_syntax_breaks() -> None:
    result = CliRunner().invoke(feel_command, ["1 +"])
    assert result.exit_code == 1 and "Sai cú pháp ở dòng 1" in result.output
