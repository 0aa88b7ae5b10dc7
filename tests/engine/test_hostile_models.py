"""Models that try to run code or to choke the reader: the checker names file and line, and none is deployed."""

from __future__ import annotations

import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from engine import releases
from engine.bpmn.check import check_paths
from engine.errors import BadRelease
from engine.findings import Finding
from engine.releases.deploying import known
from engine.work import Work

SOUND = Path(__file__).parents[1] / "bench" / "release"
DIAGRAM, TABLE = "six-steps.bpmn", "route.dmn"
SPIFF = 'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
QUICK = 2.0  # seconds
ATTACKS = (
    "__import__('os').system('touch {mark}')",
    '(lambda: open("{mark}", "w"))()',
    "[c for c in ().__class__.__base__.__subclasses__() if c.__name__ == 'Popen'][0](['touch', '{mark}'])",
)


@dataclass(frozen=True)
class Way:
    """One place of a model where other engines run what they find: put `new` instead of `old` there."""

    file: str
    old: str
    new: str


FORMAL = '<bpmn:{0} xsi:type="bpmn:tFormalExpression">{{code}}</bpmn:{0}>'
CONDITION = FORMAL.format("condition")
TASK = '<bpmn:userTask id="classification" name="Phân loại, chuyển xử lý"><bpmn:extensionElements>'
EVENT = '<bpmn:endEvent id="rejected" name="Từ chối"><bpmn:incoming>flow_accepted_rejected</bpmn:incoming>'
LADDER = (
    '<bpmn:timerEventDefinition id="classification_ladder_definition"><bpmn:timeCycle '
    'xsi:type="bpmn:tFormalExpression">'
)
RUNGS = '=escalation("step", ioc)'
WAYS = {
    "script task": Way(
        DIAGRAM,
        '<bpmn:businessRuleTask id="route" name="Xác định đơn vị">',
        '<bpmn:scriptTask id="hostile" name="Lạ" scriptFormat="python"><bpmn:script>{code}</bpmn:script>'
        '</bpmn:scriptTask>\n<bpmn:businessRuleTask id="route" name="Xác định đơn vị">',
    ),
    "condition": Way(DIAGRAM, "=reception.accepted = false", "{code}"),
    "timer": Way(DIAGRAM, f"{LADDER}{RUNGS}", f"{LADDER}{{code}}"),
    "pre-script": Way(
        DIAGRAM, TASK, f"{TASK}<spiffworkflow:preScript {SPIFF}>{{code}}</spiffworkflow:preScript>"
    ),
    "post-script": Way(
        DIAGRAM, TASK, f"{TASK}<spiffworkflow:postScript {SPIFF}>{{code}}</spiffworkflow:postScript>"
    ),
    "input of a table": Way(TABLE, "<text>reception.category</text>", "<text>{code}</text>"),
    "test of a table": Way(TABLE, '<text>"chiếu sáng"</text>', "<text>{code}</text>"),
    "output of a table": Way(TABLE, '<text>"don-vi-2"</text>', "<text>{code}</text>"),
    "cardinality": Way(
        DIAGRAM,
        "<bpmn:outgoing>flow_classification_handling</bpmn:outgoing>",
        "<bpmn:outgoing>flow_classification_handling</bpmn:outgoing><bpmn:multiInstanceLoopCharacteristics>"
        f"{FORMAL.format('loopCardinality')}</bpmn:multiInstanceLoopCharacteristics>",
    ),
    "payload of a message": Way(
        DIAGRAM,
        EVENT,
        EVENT
        + f'<bpmn:messageEventDefinition id="m"><bpmn:extensionElements><spiffworkflow:messagePayload {SPIFF}>'
        "{code}</spiffworkflow:messagePayload></bpmn:extensionElements></bpmn:messageEventDefinition>",
    ),
    "conditional event": Way(
        DIAGRAM,
        f"{LADDER}{RUNGS}</bpmn:timeCycle></bpmn:timerEventDefinition>",
        f'<bpmn:conditionalEventDefinition id="classification_ladder_definition">{CONDITION}</bpmn:conditionalEventDefinition>',
    ),
}


def spoilt(folder: Path, way: Way, code: str) -> tuple[Path, int]:
    """A copy of the sound release with one place spoilt, and the line of that place."""
    made = folder / "release"
    shutil.copytree(SOUND, made)
    text = (made / way.file).read_text()
    assert text.count(way.old) == 1, way.old
    hostile = way.new.replace("{code}", escape(code))
    start = text.index(way.old)
    (made / way.file).write_text(text.replace(way.old, hostile))
    shift = hostile[: hostile.index(escape(code))].count("\n")
    return made, text[:start].count("\n") + 1 + shift


def errors(folder: Path) -> list[Finding]:
    return [finding for finding in check_paths([folder], known()) if finding.severity == "error"]


def test_the_release_that_the_attacks_start_from_is_sound() -> None:
    assert errors(SOUND) == []


@pytest.mark.parametrize("attack", ATTACKS, ids=["import", "lambda", "subclasses"])
@pytest.mark.parametrize("name", WAYS)
def test_code_in_a_model_is_refused_with_file_and_line(name: str, attack: str, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    folder, line = spoilt(tmp_path, WAYS[name], attack.format(mark=mark))
    found = errors(folder)
    places = [(Path(finding.file).name, finding.line) for finding in found]
    assert (WAYS[name].file, line) in places, found
    assert all(finding.vi and finding.en for finding in found)
    assert not mark.exists()


@pytest.mark.parametrize("name", WAYS)
def test_code_in_a_model_is_never_deployed(name: str, tmp_path: Path, work: Work) -> None:
    mark = tmp_path / "mark"
    folder, _ = spoilt(tmp_path, WAYS[name], ATTACKS[0].format(mark=mark))
    with pytest.raises(BadRelease) as refused:
        releases.deploy(work, folder)
    findings = refused.value.data["findings"]
    assert isinstance(findings, list)
    assert all(finding.line > 0 for finding in findings)
    assert not mark.exists()


def _laughs() -> str:
    levels = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
    )
    return f"<!DOCTYPE d [{levels}]>"


# A document type before the root, and what stands in the first name of the file.
CHOKING = {
    "an entity bomb": (_laughs(), "&l9;"),
    "a long entity again and again": (f'<!DOCTYPE d [<!ENTITY a "{"a" * 50_000}">]>', "&a;" * 5_000),
    "an external entity": ('<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "&x;"),
    "a parameter entity": ('<!DOCTYPE d [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>', "Tên"),
    "an external document type": ('<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d.dtd">', "Tên"),
}


@pytest.mark.parametrize("name", CHOKING)
@pytest.mark.parametrize("file", [DIAGRAM, TABLE])
def test_entities_are_refused_at_once(name: str, file: str, tmp_path: Path, work: Work) -> None:
    doctype, said = CHOKING[name]
    folder = tmp_path / "release"
    shutil.copytree(SOUND, folder)
    text = (folder / file).read_text()
    text = text.replace("?>\n", f"?>\n{doctype}\n", 1)
    (folder / file).write_text(re.sub(r'name="[^"]*"', f'name="{said}"', text, count=1))
    _must_be_refused_quickly(folder, file, work)


def _crowd(nodes: int) -> str:
    return "".join(f'\n<bpmn:task id="n{n}" name="Nút {n}"/>' for n in range(nodes))


def _rules(nodes: int) -> str:
    rule = (
        '\n<rule id="x{0}"><inputEntry id="y{0}"><text>"a"</text></inputEntry><outputEntry id="z{0}"/></rule>'
    )
    return "".join(rule.format(n) for n in range(nodes))


@pytest.mark.parametrize(
    ("file", "before", "inside"),
    [
        (DIAGRAM, "</bpmn:process>", _crowd(100_000)),
        (TABLE, "</decisionTable>", _rules(100_000)),
        (DIAGRAM, "</bpmn:process>", "<bpmn:subProcess>" * 50_000 + "</bpmn:subProcess>" * 50_000),
        (DIAGRAM, "</bpmn:process>", "<!--" + "x" * 30_000_000 + "-->"),
    ],
    ids=["100,000 nodes", "100,000 rules", "50,000 deep", "30 megabytes"],
)
def test_what_is_too_much_is_refused_at_once(
    file: str, before: str, inside: str, tmp_path: Path, work: Work
) -> None:
    folder = tmp_path / "release"
    shutil.copytree(SOUND, folder)
    text = (folder / file).read_text()
    (folder / file).write_text(text.replace(before, inside + before))
    _must_be_refused_quickly(folder, file, work)


def _must_be_refused_quickly(folder: Path, file: str, work: Work) -> None:
    began = time.process_time()
    found = errors(folder)
    spent = time.process_time() - began
    mine = [finding for finding in found if Path(finding.file).name == file]
    assert mine, found
    assert all(finding.line > 0 for finding in mine)
    assert spent < QUICK, f"{spent:.1f} s"
    with pytest.raises(BadRelease):
        releases.deploy(work, folder)
