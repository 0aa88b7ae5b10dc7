"""A release folder: what its files hold, and whether they fit each other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from engine.bpmn.check.contents import Contents, survey
from engine.bpmn.check.diagrams import check_bpmn
from engine.bpmn.check.others import check_dmn, check_form, check_yaml, read_yaml
from engine.bpmn.check.placeholders import check_placeholders
from engine.bpmn.check.report import Report
from engine.bpmn.check.surroundings import Surroundings
from engine.bpmn.check.wordings import check_wordings
from engine.findings import Finding

MANIFEST = "release.yaml"


def check_release(files: Mapping[str, bytes], known: Surroundings | None = None) -> list[Finding]:
    """Check the files of one release together; `known` tells what lies outside it, such as operations."""
    contents = survey(files)
    around = (known or Surroundings()).filled_from(contents.surroundings())
    findings = [
        *contents.findings,
        *_call_cycles(contents),
        *_doubled(contents),
        *_check_manifest(files, contents),
    ]
    models = _models(files)
    for name, data in files.items():
        findings += check_one(name, data, around, models)
    return findings


def check_one(
    name: str, data: bytes, around: Surroundings | None, models: Mapping[str, Any] | None = None
) -> list[Finding]:
    """Check one file by its kind."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in (".bpmn", ".bpmn2", ".bpmn20", ".xml"):
        return check_bpmn(name, data, around)
    if suffix == ".dmn":
        return check_dmn(name, data, models)
    if suffix == ".form":
        return check_form(name, data)
    if suffix in (".yaml", ".yml"):
        spoken = PurePosixPath(name).stem == "texts"
        said = [*check_placeholders(name, data), *check_wordings(name, data)] if spoken else []
        return [*check_yaml(name, data), *said]
    report = Report(name)
    report.tell("file-kind", line=1)
    return report.findings()


def _models(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the tables that others may import, by file name; broken ones are left to their own check."""
    from engine import dmn

    models: dict[str, Any] = {}
    for name, data in files.items():
        if name.endswith(".dmn"):
            try:
                models[PurePosixPath(name).name] = dmn.read(data, name, dict(models))
            except dmn.BadModel:
                continue
    return models


def _check_manifest(files: Mapping[str, bytes], contents: Contents) -> list[Finding]:
    manifest, findings = read_yaml(MANIFEST, files.get(MANIFEST, b"{}"))
    process = manifest.get("process") if isinstance(manifest, dict) else None
    if findings or not process or process in contents.processes:
        return []
    report = Report(MANIFEST)
    line = next(
        (n for n, text in enumerate(files[MANIFEST].splitlines(), 1) if text.startswith(b"process:")), 1
    )
    report.tell(
        "release-process-missing",
        line=line,
        process=process,
        known=", ".join(sorted(contents.processes)) or "-",
    )
    return report.findings()


def _doubled(contents: Contents) -> list[Finding]:
    """Report decisions a diagram asks for that two files answer; helpers of one file may share a name."""
    findings: list[Finding] = []
    for decision in sorted(contents.asked & contents.decisions.keys()):
        (first, _), *others = contents.decisions[decision]
        for file, element in others:
            report = Report(file)
            if file != first:
                report.tell("decision-duplicate", element, decision=decision, other=first)
            findings += report.findings()
    return findings


def _call_cycles(contents: Contents) -> list[Finding]:
    findings: list[Finding] = []
    for start in contents.calls:
        path = _way_back(start, contents)
        if path:
            _, file, element = next(c for c in contents.calls[start] if c[0] == path[1])
            report = Report(file)
            report.tell("call-cycle", element, path=" → ".join(path))
            findings += report.findings()
    return findings


def _way_back(start: str, contents: Contents) -> list[str]:
    """Return the calls that lead from a process back to it, or nothing."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for target, _, _ in contents.calls.get(way[-1], []):
            if target == start:
                return [*way, start]
            if target not in seen:
                seen.add(target)
                ways.append([*way, target])
    return []
