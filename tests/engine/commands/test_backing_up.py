"""Backup and restore on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.engine.commands.conftest import Phananh, Said


def test_a_backup_is_restored_checked_and_timed(
    phananh: Phananh, installed: Said, folder: Path, tmp_path: Path
) -> None:
    made = phananh("backup", "--to", tmp_path / "backups", "--json")
    assert made.code == 0, made.err
    where = ["--keys", folder / "keys.json", "--data", tmp_path / "elsewhere"]
    done = phananh("restore", made.json["path"], *where, "--json")
    assert (done.code, done.json["broken"], done.json["missing"]) == (0, {}, [])
    assert done.json["at"] == made.json["at"]
    assert set(done.json["seconds"]) == {"restored", "checked"}
    assert phananh("verify", "--data", tmp_path / "elsewhere").code == 0


def test_people_read_where_the_backup_lies_and_how_long_all_took(
    phananh: Phananh, installed: Said, folder: Path, tmp_path: Path
) -> None:
    made = phananh("backup")
    [path] = (folder / "backups").glob("2*")
    assert made.code == 0 and str(path) in made.out
    done = phananh("restore", path, "--keys", folder / "keys.json", "--data", tmp_path / "elsewhere")
    assert done.code == 0 and "Khôi phục | Restored" in done.out


def test_what_is_there_already_is_refused_with_a_sentence(
    phananh: Phananh, installed: Said, folder: Path
) -> None:
    made = phananh("backup", "--json").json["path"]
    refused = phananh("restore", made, "--keys", folder / "keys.json", "--data", folder)
    assert refused.code == 1 and "chỗ trống" in refused.err
