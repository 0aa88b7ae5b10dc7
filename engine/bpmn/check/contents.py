"""What the files of a release define: processes, decisions, phases, forms, texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from engine.bpmn.check.diagram import Diagram, read
from engine.bpmn.check.namespaces import BPMN, split
from engine.bpmn.check.others import read_yaml
from engine.bpmn.check.report import Report
from engine.bpmn.check.rules.events import called
from engine.bpmn.check.surroundings import Surroundings
from engine.findings import Finding
from engine.xmlreading import RefusedXml, children, read_xml


@dataclass
class Contents:
    """What the files of a release define, and which file defines it."""

    processes: dict[str, str] = field(default_factory=dict)
    elements: set[str] = field(default_factory=set)
    decisions: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    phases: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    texts: set[str] | None = None
    calls: dict[str, list[tuple[str, str, Any]]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def surroundings(self) -> Surroundings:
        return Surroundings(
            forms=frozenset(self.forms),
            decisions=frozenset(self.decisions),
            phases=frozenset(self.phases) if self.phases else None,
            processes=frozenset(self.processes),
            texts=None if self.texts is None else frozenset(self.texts),
            elements=frozenset(self.elements),
        )


def survey(files: Mapping[str, bytes]) -> Contents:
    """Read through the files and note what each defines; broken files are left to their own check."""
    contents = Contents()
    for name, data in files.items():
        path = PurePosixPath(name)
        if path.suffix == ".bpmn":
            _survey_bpmn(name, data, contents)
        elif path.suffix == ".dmn":
            _survey_dmn(name, data, contents)
        elif path.suffix == ".form":
            contents.forms.update(_form_names(path.stem, data))
        elif path.name in ("texts.yaml", "texts.yml"):
            contents.texts = set(_keys(read_yaml(name, data)[0]))
    return contents


def _survey_bpmn(name: str, data: bytes, contents: Contents) -> None:
    try:
        root = read_xml(data, name)
    except RefusedXml:
        return
    if split(root.tag) != (BPMN, "definitions"):
        return
    diagram = read(root)
    _note_processes(name, diagram, contents)
    for scope, node in diagram.nodes():
        contents.elements.add(node.key)
        contents.asked.update((node.value("decision"), node.value("guard")))
        if node.tag == "callActivity" and called(node):
            process = _process_of(scope.element)
            contents.calls.setdefault(process, []).append((called(node), name, node.element))


def _note_processes(name: str, diagram: Diagram, contents: Contents) -> None:
    for scope in diagram.scopes:
        key = scope.element.get("id", "")
        if scope.tag != "process" or not scope.nodes:
            continue
        other = contents.processes.setdefault(key, name)
        if other != name:
            report = Report(name)
            report.tell("process-duplicate", scope.element, process=key, other=other)
            contents.findings += report.findings()


def _process_of(element: Any) -> str:
    while element.getparent() is not None and split(element.tag)[1] != "process":
        element = element.getparent()
    return str(element.get("id", ""))


def _survey_dmn(name: str, data: bytes, contents: Contents) -> None:
    try:
        root = read_xml(data, name)
    except RefusedXml:
        return
    for decision in root.iter("{*}decision", "{*}decisionService"):
        for key in {decision.get("id"), decision.get("name")} - {None}:
            contents.decisions.setdefault(key, []).append((name, decision))
        if "deadlines" in (decision.get("id"), decision.get("name")):
            contents.phases.update(_phases(decision))


def _phases(decision: Any) -> Iterator[str]:
    """Yield the phases the table of deadlines knows: the texts in its column `phase`."""
    for table in decision.iter("{*}decisionTable"):
        inputs = list(children(table, "input"))
        columns = [
            place
            for place, column in enumerate(inputs)
            if "phase" in {(text.text or "").strip() for text in column.iter("{*}text")}
        ]
        for rule in children(table, "rule"):
            cells = list(children(rule, "inputEntry"))
            for place in columns[:1]:
                cell = "".join(cells[place].itertext()) if place < len(cells) else ""
                yield from (part.strip().strip('"') for part in cell.split(",") if '"' in part)


def _form_names(stem: str, data: bytes) -> set[str]:
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        return {stem}
    identity = raw.get("id") if isinstance(raw, dict) else None
    return {stem, identity} if isinstance(identity, str) else {stem}


def _keys(value: object) -> Iterator[str]:
    """Yield the keys of a mapping at every level, once for each mapping even where YAML shares it."""
    seen: set[int] = set()
    stack = [value]
    while stack:
        one = stack.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, dict):
            yield from (str(key) for key in one)
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)
