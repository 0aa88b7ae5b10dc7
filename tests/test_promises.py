"""Promises about the whole: each is a few lines, and holds for code that is not yet written."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from engine.__main__ import COMMANDS, VERSION
from engine.installing import PROVINCE, RELEASE

ROOT = Path(__file__).parents[1]
PACKAGES = ("engine", "forms", "webui")
LOCKS = ("requirements.txt", "requirements-dev.txt")

# Where the wall clock is read: once for each transaction.
CLOCK = "engine/work.py"
CLOCK_READINGS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
}
PURE_OF_SQL = ("forms/", "engine/feel/", "engine/dmn/", "engine/bpmn/", "engine/deadlines/")
MACHINE_PATHS = re.compile(r"""(?<![\w.$/}-])/(?:work|root|home|Users|opt|mnt)/\w""")
REGISTRY = re.compile(r"https?://|file:/|--(?:extra-)?index-url|--find-links|--trusted-host|-i\s")
# What people type on the command line is named there, whatever the steps of a procedure are called.
TYPED = {name for group in COMMANDS.values() for name in group}


def _sources() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text()


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def _importers(library: str) -> set[str]:
    return {
        name
        for name, source in _sources()
        if library in {each.partition(".")[0] for each in _imports(ast.parse(source))}
    }


def test_imports_go_from_pages_to_engine_to_forms() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_only_one_package_knows_spiffworkflow() -> None:
    assert {name for name in _importers("SpiffWorkflow") if not name.startswith("engine/bpmn/")} == set()
    assert _importers("SpiffWorkflow")


def test_rules_forms_and_diagrams_know_no_database() -> None:
    assert {name for name in _importers("sqlalchemy") if name.startswith(PURE_OF_SQL)} == set()


def test_the_engine_knows_no_web_framework() -> None:
    assert {name for name in _importers("flask") if not name.startswith("webui/")} == set()


def _clock_readings(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            if (owner, node.attr) in CLOCK_READINGS:
                yield node.lineno


def test_the_engine_reads_the_wall_clock_in_one_place() -> None:
    found = {
        f"{name}:{line}"
        for name, source in _sources()
        if name.startswith("engine/")
        for line in _clock_readings(ast.parse(source))
    }
    assert {place.partition(":")[0] for place in found} == {CLOCK}, found


def _texts(tree: ast.AST) -> Iterator[str]:
    return (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def test_no_user_task_of_the_procedure_is_named_in_code() -> None:
    """A new step is a diagram, a form and no code; operations and messages are the registry's own names."""
    from engine.cases.operations import OPERATIONS

    steps = {
        element.get("id")
        for path in RELEASE.glob("*.bpmn")
        for element in etree.parse(path).iter("{*}userTask")
    } - set(OPERATIONS)
    named = {
        (name, text)
        for name, source in _sources()
        if name.startswith("engine/")
        for text in _texts(ast.parse(source))
        if text in steps - TYPED
    }
    assert len(steps) > 10 and named == set()


def test_no_unit_of_the_province_is_named_in_code() -> None:
    lines = (PROVINCE / "units.csv").read_text().splitlines()[1:]
    codes = {line.partition(",")[0] for line in lines} - {"ioc"}
    named = {
        (name, text) for name, source in _sources() for text in _texts(ast.parse(source)) if text in codes
    }
    assert len(codes) > 200 and named == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_registry_and_hash_every_package(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not REGISTRY.search(text)
    pinned = re.findall(r"^[\w.-]+(?:\[[\w,-]+\])?==[^\s\\]+(.*)\n(.*)", text, re.MULTILINE)
    assert len(pinned) > 10
    assert all(tail.endswith("\\") and "--hash=sha256:" in line for tail, line in pinned)


def _declared() -> Iterator[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    development = (ROOT / "requirements-dev.in").read_text().splitlines()
    for line in [*project["dependencies"], *development]:
        if line and not line.startswith(("-", "#")):
            yield re.split(r"[\[<>=;\s]", line)[0].lower()


def test_the_locks_hold_everything_that_is_declared() -> None:
    locked = {
        match.lower().replace("_", "-")
        for lock in LOCKS
        for match in re.findall(r"^([\w.-]+)(?:\[.*\])?==", (ROOT / lock).read_text(), re.MULTILINE)
    }
    assert {name.replace("_", "-") for name in _declared()} - locked == set()


def _kept_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    binary = {".png", ".jpg", ".webp", ".heic", ".pdf", ".woff2", ".ico", ".sqlite3", ".gz", ".zlib"}
    kept = [path for path in _kept_files() if path.suffix not in binary and path != Path(__file__)]
    named = {
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in kept
        if (match := MACHINE_PATHS.search(path.read_text(errors="replace")))
    }
    assert named == set()


def test_the_version_is_said_once_and_told_in_the_changelog() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION
    assert f"## [{VERSION}]" in (ROOT / "CHANGELOG.md").read_text()
