"""The analyst's handbook falls behind no code and no file: what it lists is what there is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from lxml import etree

from engine import bpmn
from engine.bpmn.check.extensions import PROPERTIES
from engine.bpmn.check.sentences import SENTENCES
from engine.bpmn.check.table import dialect_as_markdown
from engine.cases.facts import facts_of
from engine.cases.host import CaseHost
from engine.cases.operations import OPERATIONS
from engine.dmn import read
from forms import read_form
from forms.schema import Field, walk

PROCESSES = Path(__file__).parents[2] / "processes"
FOLDER = PROCESSES / "cv731"
HANDBOOK = (PROCESSES / "README.md").read_text()
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
PHANANH = "{urn:phananh:bpmn:1}"
TREES = [etree.fromstring(path.read_bytes()) for path in sorted(FOLDER.glob("*.bpmn"))]


def section(title: str) -> str:
    """The text of the handbook under a numbered heading."""
    found = re.search(rf"^## \d+\. {re.escape(title)}$(.*?)(?=^## |\Z)", HANDBOOK, re.M | re.S)
    assert found, title
    return found[1]


def codes(text: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", text))


def rows(title: str) -> Iterator[list[str]]:
    for line in section(title).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `"):
            yield cells


def properties(element: Any) -> dict[str, str]:
    return {one.get("name"): one.get("value") for one in element.iter(PHANANH + "property")}


def test_the_table_of_the_dialect_is_the_checkers_own() -> None:
    shown = re.search(r"<!-- dialect -->\n(.*)\n<!-- /dialect -->", HANDBOOK, re.S)
    assert shown and shown[1].strip() == dialect_as_markdown().strip()


def test_every_operation_is_listed_once_and_no_other() -> None:
    assert [cells[0].strip("`") for cells in rows("Operations")] == list(OPERATIONS)


def test_every_input_and_result_that_the_diagrams_use_is_listed() -> None:
    told = {cells[0].strip("`"): cells[1:] for cells in rows("Operations")}
    for task in (task for tree in TREES for task in tree.iter(BPMN + "serviceTask")):
        given = properties(task)
        inputs, result = told[given["operation"]]
        for name in (key.removeprefix("input:") for key in given if key.startswith("input:")):
            assert f"`{name}`" in inputs, (task.get("id"), name)
        assert "result" not in given or result.startswith("`{"), task.get("id")


def test_every_property_of_an_element_is_explained() -> None:
    explained = {code for cells in rows("Properties of an element") for code in codes(cells[0])}
    assert explained == {*PROPERTIES, "input:NAME"}


def test_every_property_that_a_form_uses_is_explained() -> None:
    explained = {code for cells in rows("Forms") for code in codes(cells[0])}
    for path in FOLDER.glob("forms/*.form"):
        for field in walk(read_form(path.read_bytes()).components):
            assert set(field.properties) <= explained, (path.name, field.key)


def test_every_list_that_a_form_asks_for_is_named() -> None:
    named = codes(section("Forms"))
    for path in FOLDER.glob("forms/*.form"):
        keys = {field.choices.key for field in _choices(path)}
        assert keys - {None} <= named, path.name


def _choices(path: Path) -> list[Field]:
    return [field for field in walk(read_form(path.read_bytes()).components) if field.choices.key]


def test_every_decision_the_handbook_names_is_in_its_file_and_every_file_is_named() -> None:
    named = re.findall(r"^\| .*?\| (.*?) \| (\S+\.dmn) \|$", section("Decision tables"), re.M)
    assert {file for _, file in named} == {path.name for path in FOLDER.glob("*.dmn")}
    for decisions, file in named:
        known = set(read((FOLDER / file).read_bytes(), file).decisions)
        assert codes(decisions) <= known, file


def test_every_message_is_listed() -> None:
    drawn = {message.get("name") for tree in TREES for message in tree.iter(BPMN + "message")}
    assert {cells[0].strip("`") for cells in rows("Messages")} == drawn


def test_every_phase_of_the_table_is_listed() -> None:
    table = etree.fromstring((FOLDER / "deadlines.dmn").read_bytes())
    allowed = next(
        text.text for text in table.iter("{*}text") if (text.text or "").startswith('"ioc_triage"')
    )
    assert set(re.findall(r'"(\w+)"', allowed)) <= codes(section("Phases, clocks, ladders"))


def test_every_word_that_a_diagram_may_use_is_listed() -> None:
    words = set(CaseHost(cast(Any, None)).words(datetime(2026, 3, 2, tzinfo=UTC)))
    listed = {code.split("(")[0] for cells in rows("FEEL: names and words") for code in codes(cells[0])}
    assert listed == words >= set(bpmn.DOMAIN_WORDS)


def test_every_fact_that_a_table_may_read_is_named() -> None:
    row: defaultdict[str, Any] = defaultdict(str, {"facts": {}})
    named = codes(section("FEEL: names and words"))
    assert {f"case.{name}" for name in facts_of(row)} <= named


def test_every_trap_names_a_code_that_the_checker_knows() -> None:
    named = re.findall(r"\[((?:`[\w-]+`(?:, )?)+)\]", section("Traps: do and don't"))
    assert named
    assert {code for group in named for code in codes(group)} <= set(SENTENCES)


def test_the_handbook_points_at_files_that_exist() -> None:
    for target in re.findall(r"\]\(([^)#]+)", HANDBOOK):
        assert (PROCESSES / target).exists(), target
    headings = {_anchor(title) for title in re.findall(r"^## (.+)$", HANDBOOK, re.M)}
    assert set(re.findall(r"\]\(#([^)]+)\)", HANDBOOK)) <= headings


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
