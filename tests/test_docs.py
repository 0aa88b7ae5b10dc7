"""The documentation names what there is: every command, option, table, text, operation and variable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from engine.__main__ import COMMANDS, main
from engine.cases.operations import OPERATIONS
from engine.installing import RELEASE
from engine.store.tables import metadata

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md"), *RELEASE.parent.rglob("*.md")]
)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
ENVIRONMENT = re.compile(r"\bPHANANH_[A-Z_]+\b")


def _page(name: str) -> str:
    return (ROOT / "docs" / name).read_text()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text()) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def _commands(group: click.Group, before: str) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        yield f"{before} {name}", command
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before} {name}")


def test_every_command_and_option_is_told() -> None:
    page = _page("reference/commands.md")
    told = {
        (name, option): f"`{name}" in page and option in page
        for name, command in _commands(main, "phananh")
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }
    assert [what for what, found in told.items() if not found] == []
    assert len(COMMANDS) > 2


def test_no_command_is_told_that_is_not_there() -> None:
    there = {name for name, _ in _commands(main, "phananh")}
    told = re.findall(r"^#+ `(phananh(?: [a-z]+)+)", _page("reference/commands.md"), re.MULTILINE)
    assert set(told) <= there and told


def test_every_table_is_told_with_its_columns() -> None:
    lines = {
        line.split("`")[1]: line
        for line in _page("reference/tables.md").splitlines()
        if line.startswith("| `")
    }
    assert set(lines) == set(metadata.tables)
    untold = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name not in lines[table.name].rsplit("|", 2)[1].replace(" ", "").split(",")
    ]
    assert untold == []


def test_every_operation_and_phase_is_told() -> None:
    page = _page("reference/operations.md")
    phases = set(
        re.findall(r'name="deadline" value="(\w+)"', (RELEASE / "quy-trinh-731-2023.bpmn").read_text())
    )
    assert [name for name in {*OPERATIONS, *phases} if f"`{name}`" not in page] == []
    assert len(phases) > 10


def test_every_word_of_feel_is_told() -> None:
    source = (ROOT / "engine" / "cases" / "host.py").read_text()
    words = re.findall(
        r'^ {12}"([a-z ]+)": ', source.partition("def words")[2].partition("def _rungs")[0], re.MULTILINE
    )
    page = _page("reference/operations.md")
    assert len(words) > 4 and [word for word in words if f"`{word}" not in page] == []


def test_every_text_is_told() -> None:
    kept = yaml.safe_load((RELEASE / "texts.yaml").read_text())
    names = [*kept["texts"], *kept["notices"], *(each["code"] for each in kept["refusals"])]
    page = _page("reference/texts.md")
    assert [name for name in names if f"`{name}`" not in page] == []


def test_every_variable_of_the_environment_is_told() -> None:
    read = {
        name
        for package in ("engine", "forms", "webui")
        for path in (ROOT / package).rglob("*.py")
        for name in ENVIRONMENT.findall(path.read_text())
    }
    assert read - set(ENVIRONMENT.findall(_page("reference/settings.md"))) == set()


def test_every_switch_that_tables_read_is_told() -> None:
    read = {
        name
        for path in RELEASE.glob("*.dmn")
        for name in re.findall(r"\bsettings\.([a-z_]+)", path.read_text())
    }
    page = _page("reference/settings.md")
    assert read and [name for name in read if f"`{name}`" not in page] == []
