"""What no scenario misses, and why that is so: the list, its reasons, and the page made of them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import click
import yaml

from engine.scenarios.mutation import EQUAL, Outcome, Survivor

REASONS = "survivors.yaml"  # beside the scenarios: file, then what was taken out, then why nobody misses it
HEAD = """# Mutations that no scenario notices

`make mutate` takes each flow, timer and table row of the release out in turn and plays the scenarios that
pass by it. It writes this page. Reasons are kept in `processes/cv731/scenarios/survivors.yaml`; a survivor
without one fails the run.

{tried} changes tried, {killed} noticed, {left} survived.
"""


def read_reasons(folder: Path) -> dict[tuple[str, str], str]:
    """Why a survivor is harmless, by file and name."""
    path = folder / REASONS
    kept: Mapping[str, Mapping[str, str]] = yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
    return {(file, name): why for file, names in (kept or {}).items() for name, why in names.items()}


def unexplained(outcome: Outcome, reasons: Mapping[tuple[str, str], str]) -> list[Survivor]:
    """The survivors that nobody has given a reason for."""
    return [each for each in outcome.survivors if not _reason(each, reasons)]


def outdated(outcome: Outcome, reasons: Mapping[tuple[str, str], str]) -> list[tuple[str, str]]:
    """Reasons for what does not survive any more."""
    left = {(each.mutant.file, each.mutant.name) for each in outcome.survivors}
    return [place for place in reasons if place not in left]


def _reason(survivor: Survivor, reasons: Mapping[tuple[str, str], str]) -> str:
    if survivor.mutant.equal:
        return EQUAL
    return reasons.get((survivor.mutant.file, survivor.mutant.name), "")


def tell(outcome: Outcome, reasons: Mapping[tuple[str, str], str], *, as_json: bool) -> None:
    """Print the survivors and the count of all."""
    if as_json:
        rows = [_row(each, reasons) for each in outcome.survivors]
        told = {"mutants": len(outcome.tried), "survivors": rows}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for survivor in outcome.survivors:
        reason = _reason(survivor, reasons) or "CHƯA RÕ VÌ SAO"
        click.echo(f"{survivor} | {reason}")
    for file, name in outdated(outcome, reasons):
        click.echo(f"{REASONS}: {file}: {name} – không còn sống sót, xin bỏ dòng này | no longer survives")
    killed = len(outcome.tried) - len(outcome.survivors)
    click.echo(
        f"{len(outcome.tried)} thay đổi, {killed} bị phát hiện, {len(outcome.survivors)} sống sót"
        f" | {len(outcome.tried)} changes, {len(outcome.survivors)} survivors"
    )


def _row(survivor: Survivor, reasons: Mapping[tuple[str, str], str]) -> dict[str, object]:
    near = sorted(survivor.mutant.near)
    reason = _reason(survivor, reasons)
    return {**dataclasses.asdict(survivor.mutant), "near": near, "why": survivor.why, "reason": reason}


def page(outcome: Outcome, reasons: Mapping[tuple[str, str], str]) -> str:
    """The survivors as a page of the reference."""
    left = len(outcome.survivors)
    head = HEAD.format(tried=len(outcome.tried), killed=len(outcome.tried) - left, left=left)
    return head + "".join(_section(file, rows, reasons) for file, rows in _by_file(outcome.survivors))


def _by_file(survivors: Iterable[Survivor]) -> list[tuple[str, list[Survivor]]]:
    found: dict[str, list[Survivor]] = {}
    for each in survivors:
        found.setdefault(each.mutant.file, []).append(each)
    return sorted(found.items())


def _section(file: str, rows: list[Survivor], reasons: Mapping[tuple[str, str], str]) -> str:
    lines = [
        f"| {row.mutant.kind} | {row.mutant.name} | {row.tried} | {_reason(row, reasons) or row.why} |"
        for row in rows
    ]
    head = ["| what | which | scenarios that pass by | why nobody misses it |", "|---|---|---|---|"]
    return "\n".join(["", f"## {file}", "", *head, *lines, ""])
