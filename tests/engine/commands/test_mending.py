"""`phananh incident`: what failed is listed, looked into and mended from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import incidents
from engine.cases import opening
from engine.work import Platform, open_platform
from tests.engine.commands.conftest import Phananh


@pytest.fixture
def broken(phananh: Phananh, folder: Path) -> Platform:
    """Two cases with an incident each."""
    assert phananh("init", "--administrator", "quantri", "--json").code == 0
    platform = open_platform(folder)
    for number in range(2):
        report = opening.NewReport(f"Ổ gà số {number} giữa đường", commune_code="24133")
        with platform.work() as work:
            case_id = opening.open_case(work, report, key=f"k{number}").case_id
            data = {
                "case_id": case_id,
                "action": "clock:tick",
                "element": "triage",
                "reason": f"lỗi {number}",
            }
            incidents.note(work, data)
    return platform


def test_they_are_listed_and_filtered(phananh: Phananh, broken: Platform) -> None:
    found = phananh("incident", "list", "--as", "quantri", "--json").json
    assert [row["error"] for row in found] == ["lỗi 0", "lỗi 1"]
    assert "lỗi 1" in phananh("incident", "list", "--as", "quantri", "--error", "lỗi 1").out
    assert phananh("incident", "list", "--as", "nobody").code == 1


def test_looking_changes_nothing_and_mending_needs_a_reason(phananh: Phananh, broken: Platform) -> None:
    end = ("incident", "mend", "end", "--as", "quantri", "--to", "ended_withdrawn")
    looked = phananh(*end, "--look")
    assert looked.code == 0 and looked.out.count("would end") == 2
    refused = phananh(*end)
    assert refused.code == 1 and refused.out.count("reason") == 2
    done = phananh(*end, "--error", "lỗi 0", "--reason", "nhập thử")
    assert done.code == 0 and done.out.count("done") == 1
    [left] = phananh("incident", "list", "--as", "quantri", "--json").json
    assert left["error"] == "lỗi 1"
    assert phananh("incident", "mend", "retry", "--as", "quantri").code == 0
    assert phananh("incident", "list", "--as", "quantri", "--json").json == []
