"""`phananh check PATH…`: what is wrong with diagrams, tables, forms and releases, for people and programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path

import click

from engine.bpmn.check.folder import check_paths, count_files
from engine.bpmn.check.surroundings import Surroundings
from engine.findings import Finding

_SIGNS = {"error": ("LỖI", "ERROR"), "warning": ("Nhắc", "Warning"), "info": ("Ghi chú", "Note")}
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def check_command(known: Callable[[], Surroundings] = Surroundings) -> click.Command:
    """Return the command; `known` tells the roles and operations of this installation when asked.

    They are given from above, since this package knows neither people nor cases.
    """

    @click.command("check")
    @click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
    @click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
    @click.option("--english", is_flag=True, help="Say everything in English.")
    def check(paths: tuple[Path, ...], as_json: bool, english: bool) -> None:
        """Check diagrams (.bpmn), tables (.dmn), forms (.form), YAML files and release folders.

        A folder with release.yaml is checked as one whole, cross references included. Nothing of a
        model is run. The exit code is 1 when there is an error, otherwise 0.
        """
        findings = check_paths(paths, known())
        if as_json:
            click.echo(json.dumps([one.to_json() for one in findings], ensure_ascii=False, indent=1))
        else:
            _print(findings, english, count_files(paths))
        if any(finding.severity == "error" for finding in findings):
            click.get_current_context().exit(1)

    return check


check = check_command()


def _print(findings: Iterable[Finding], english: bool, files: int) -> None:
    findings = sorted(findings)
    for file, group in groupby(findings, key=lambda finding: finding.file):
        click.secho(file, bold=True)
        for finding in group:
            click.echo(_line(finding, english))
        click.echo()
    click.echo(_summary(findings, english, files))


def _line(finding: Finding, english: bool) -> str:
    sign = click.style(_SIGNS[finding.severity][english], fg=_COLOURS[finding.severity])
    word = "line" if english else "dòng"
    said = finding.en if english else finding.vi
    about = f" [{finding.element}]" if finding.element else ""
    return f"  {word} {finding.line}{about} {sign}: {said} ({finding.code})"


def _summary(findings: Iterable[Finding], english: bool, files: int) -> str:
    counted = Counter(finding.severity for finding in findings)
    looked = (f"{files} files: " if english else f"{files} tệp: ") if files > 1 else ""
    if not counted:
        return looked + ("Nothing to complain of." if english else "Không có gì phải sửa.")
    if english:
        return f"{looked}{counted['error']} errors, {counted['warning']} warnings, {counted['info']} notes."
    return f"{looked}{counted['error']} lỗi, {counted['warning']} nhắc nhở, {counted['info']} ghi chú."
