"""What the commands do to an installation."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from engine import settings
from engine.__main__ import COMMANDS, Commands, main
from engine.installing import RELEASE
from engine.people import logins
from engine.releases import folder_files
from engine.store import migrating, tables
from engine.work import open_platform
from tests.engine.commands.conftest import Phananh, Said

NAMES = [name for group in COMMANDS.values() for name in group]


def test_help_lists_every_command_in_both_languages(phananh: Phananh) -> None:
    said = phananh("--help")
    assert said.code == 0
    for group in COMMANDS.values():
        for name, (_, sentence) in group.items():
            vietnamese, english = sentence.split(" | ")
            assert all(part in said.out for part in (name, vietnamese, english))


@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_there_and_explains_itself(name: str, phananh: Phananh) -> None:
    said = phananh(name, "--help")
    assert said.code == 0 and len(said.out.split()) > 15


def test_an_unknown_command_is_a_mistake_of_typing(phananh: Phananh) -> None:
    assert phananh("fly").code == 2
    assert isinstance(main, Commands)


def test_a_fresh_installation_has_units_a_procedure_and_one_administrator(
    installed: Said, folder: Path
) -> None:
    platform = open_platform(folder)
    with platform.look() as work:
        assert platform.library.in_force(work).id == installed.json["release_id"]
        counted = sa.select(sa.func.count()).select_from(tables.units)
        assert work.connection.execute(counted).scalar_one() > 200
    platform.engine.dispose()
    assert installed.json["login"] == "quantri"


def test_the_generated_password_opens_the_account_and_must_be_changed(installed: Said, folder: Path) -> None:
    platform = open_platform(folder)
    found = logins.log_in(platform, installed.json["login"], installed.json["password"], "127.0.0.1")
    with platform.look() as work:
        [kept] = work.connection.execute(sa.select(tables.officers)).all()
    platform.engine.dispose()
    assert found and kept.must_change_password
    assert installed.json["password"] not in kept.password_hash


def test_a_second_init_changes_nothing_and_tells_no_password(installed: Said, phananh: Phananh) -> None:
    again = phananh("init", "--json").json
    assert (again["rows"], again["password"]) == (0, None)
    assert again["release_id"] == installed.json["release_id"]
    assert len(phananh("releases", "--json").json) == 1


def test_an_installation_without_a_database_is_told_to_migrate(phananh: Phananh) -> None:
    said = phananh("tick")
    assert said.code == 1 and "phananh migrate" in said.err
    assert phananh("migrate").out.strip().endswith(migrating.newest())
    assert phananh("tick").code == 0


def test_a_tick_tells_programs_what_each_job_did(installed: Said, phananh: Phananh) -> None:
    done = phananh("tick", "--json").json
    assert done["timers"] == {"moved": 0, "failed": 0, "skipped": 0} and done["notices"]["failed"] == 0


def test_a_release_comes_back_byte_for_byte(installed: Said, phananh: Phananh, tmp_path: Path) -> None:
    assert phananh("export", installed.json["release_id"], tmp_path / "out").code == 0
    assert folder_files(tmp_path / "out") == folder_files(RELEASE)
    assert phananh("export", 1, tmp_path / "out").code == 2
    assert phananh("export", 99, tmp_path / "other").code == 1


def _copy_of_the_procedure(folder: Path) -> Path:
    for path, data in folder_files(RELEASE).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def test_a_changed_procedure_is_kept_beside_the_old_and_in_force_when_said(
    installed: Said, phananh: Phananh, tmp_path: Path
) -> None:
    changed = _copy_of_the_procedure(tmp_path / "changed")
    (changed / "TABLES.md").write_text("changed\n")
    said = phananh("deploy", changed, "--since", "2030-01-01", "--note", "a test", "--json")
    [kept] = said.json
    assert said.code == 0 and kept["id"] != installed.json["release_id"]
    assert kept["in_force_from"].startswith("2029-12-31 17:00")  # midnight in Vietnam
    assert [row["id"] for row in phananh("releases", "--json").json] == [
        kept["id"],
        installed.json["release_id"],
    ]


def test_a_broken_procedure_is_refused_with_file_and_line(
    installed: Said, phananh: Phananh, tmp_path: Path
) -> None:
    broken = _copy_of_the_procedure(tmp_path / "broken")
    (broken / "routing.dmn").write_text("<broken")
    said = phananh("deploy", broken)
    assert said.code == 1 and "routing.dmn" in said.err
    assert len(phananh("releases", "--json").json) == 1


def test_reference_data_with_a_mistake_changes_nothing(
    installed: Said, phananh: Phananh, tmp_path: Path
) -> None:
    said = phananh("reference", "import", tmp_path)
    assert said.code == 1 and "units.csv" in said.err


def test_an_officer_gets_an_account_a_role_and_a_new_password(installed: Said, phananh: Phananh) -> None:
    made = phananh("user", "add", "Lan", "Nguyễn Thị Lan", "--role", "ioc:ioc_operator", "--json").json
    assert made["login"] == "lan"
    assert phananh("user", "role", "lan", "team-643:team_leader").code == 0
    assert phananh("user", "role", "lan", "ioc:ioc_operator", "--end").code == 0
    listed = {row["login"]: row["posts"] for row in phananh("user", "list", "--json").json}
    assert listed["lan"] == ["team-643:team_leader"]
    assert made["password"] not in phananh("user", "password", "lan").out


def test_mistakes_about_people_are_said_in_both_languages(installed: Said, phananh: Phananh) -> None:
    wrong = phananh("user", "role", "quantri", "ioc:team_leader")
    assert wrong.code == 1 and "team_leader" in wrong.err
    assert phananh("user", "role", "quantri", "ioc").code == 2
    assert phananh("user", "password", "nobody").code == 1


def test_a_switch_is_set_listed_and_read_by_the_tables(
    installed: Said, phananh: Phananh, folder: Path
) -> None:
    assert phananh("setting", "set", "head_approval", "true", "--basis", "QĐ 12/QĐ-UBND").code == 0
    listed = {row["name"]: row["value"] for row in phananh("setting", "list", "--json").json}
    assert listed["head_approval"] == "true"
    platform = open_platform(folder)
    with platform.look() as work:
        assert settings.as_values(settings.read_settings(work))["head_approval"] is True
    platform.engine.dispose()


def test_a_fresh_installation_keeps_its_promises(installed: Said, phananh: Phananh) -> None:
    said = phananh("verify", "--json")
    assert (said.code, said.json) == (0, [])


def test_what_is_done_from_the_machine_is_in_the_audit_log(
    installed: Said, phananh: Phananh, folder: Path
) -> None:
    phananh("user", "add", "an", "An")
    platform = open_platform(folder)
    with platform.look() as work:
        rows = work.connection.execute(sa.select(tables.audit.c.action, tables.audit.c.detail)).all()
    platform.engine.dispose()
    assert ("account_opened", "command line") in [(row.action, row.detail["from"]) for row in rows]


def test_the_checker_knows_the_operations_and_roles_of_this_system(phananh: Phananh, tmp_path: Path) -> None:
    diagram = (RELEASE / "bao-nguoi-gui.bpmn").read_text()
    assert 'name="operation" value="send_notice"' in diagram
    (tmp_path / "x.bpmn").write_text(
        diagram.replace('name="operation" value="send_notice"', 'name="operation" value="send_notise"')
    )
    said = phananh("check", tmp_path / "x.bpmn")
    assert said.code == 1 and "send_notise" in said.out
