"""Releases that are broken, or meant to do harm."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine import releases
from engine.errors import BadRelease
from engine.releases.texts import read_texts
from engine.work import Work

PROCEDURE = Path(__file__).parents[2] / "processes" / "cv731"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Số {report_no}", "Số 7"),
        ("Số {nothing}", "Số —"),
        ("{report_no.__class__} {report_no:>999999999} {0} {", None),
    ],
)
def test_a_text_is_filled_in_with_plain_values_and_nothing_else(text: str, said: str | None) -> None:
    kept = read_texts(f"texts:\n  one:\n    vi: '{text}'\n".encode())
    assert kept.say("one", {"report_no": 7}) == (said or text)


def test_a_text_that_is_in_force_cannot_fall_silent(work: Work, tmp_path: Path) -> None:
    releases.put_in_force(work, releases.deploy(work, PROCEDURE))
    folder = tmp_path / "cv731"
    shutil.copytree(PROCEDURE, folder)
    texts = folder / "texts.yaml"
    texts.write_text(texts.read_text("utf-8").replace("  status.done:", "  status.finished:", 1), "utf-8")
    with pytest.raises(BadRelease) as refused:
        releases.deploy(work, folder)
    assert [finding.element for finding in refused.value.data["findings"]] == ["status.done"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["release.yaml", "texts.yaml", "forms/report.form"])
def test_a_release_without_what_everybody_meets_is_not_kept(work: Work, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "cv731"
    shutil.copytree(PROCEDURE, folder)
    (folder / name).unlink()
    with pytest.raises(BadRelease) as refused:
        releases.deploy(work, folder)
    assert [finding.file for finding in refused.value.data["findings"]] == [name]  # type: ignore[attr-defined]
