"""`--fill`: write what is found where a scenario leaves `expect: fill` open, for a person to judge."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from engine.scenarios import seeing
from engine.scenarios.clock import VirtualClock
from engine.scenarios.player import Player
from engine.scenarios.playing import BEFORE, given, leave_nothing_to_chance, start_at, take
from engine.scenarios.reading import read_scenario
from engine.scenarios.stage import Stage

OPEN = re.compile(r"^(\s*)(- )?expect: fill(.*)$")
USUAL = ("position", "due", "told", "public", "outcome")


def fill(path: Path, stage: Stage) -> None:
    """Play a file and replace each open expectation by what was there at that step."""
    scenario = read_scenario(path)
    leave_nothing_to_chance()
    stage.template  # noqa: B018  (made before the clock is set)
    clock = VirtualClock(start_at(scenario) - BEFORE)
    found: list[dict[str, Any]] = []
    with stage.fresh(clock) as platform:
        player = Player(platform, clock, stage.people)
        given(scenario, player)
        for step in scenario.steps:
            differences = list(take(scenario, step, player))
            for difference in differences:
                print(difference)  # noqa: T201  (what stops the filling is told at once)
            expected = step.body.get("expect")
            if isinstance(expected, str) and expected.startswith("fill"):
                found.append(_usual(player, expected[4:].split()))
            if differences:
                break
    _write(path, found)


def _usual(player: Player, more: list[str]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for aspect in (*USUAL, *more):
        aspect, _, wanted = aspect.partition(":")
        value = seeing.look(player, aspect)
        if wanted:
            value = {key: value.get(key) for key in wanted.split(",")}
        if aspect == "public":
            value = {key: value[key] for key in ("status", "page")}
        if aspect != "outcome" or value != "open":
            seen[aspect] = value
    return seen


def _write(path: Path, found: list[dict[str, Any]]) -> None:
    lines, left = [], list(found)
    for line in path.read_text("utf-8").splitlines():
        match = OPEN.match(line)
        if match is None or not left:
            lines.append(line)
            continue
        before = match[1] + (match[2] or "")
        lines += [f"{before}expect:", *_laid_out(left.pop(0), " " * len(before) + "  ")]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _laid_out(seen: dict[str, Any], indent: str) -> list[str]:
    lines = []
    for aspect, value in seen.items():
        flat = yaml.safe_dump(
            value, allow_unicode=True, default_flow_style=True, sort_keys=False, width=10_000
        )
        flat = flat.strip().removesuffix("...").strip()
        if aspect in ("told", "due") and isinstance(value, dict) and len(value) > 1:
            lines.append(f"{indent}{aspect}:")
            for key, each in value.items():
                lines.append(f"{indent}  {key}: {_flow(each)}")
        else:
            lines.append(f"{indent}{aspect}: {flat}")
    return lines


def _flow(value: Any) -> str:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10_000)
    return text.strip().removesuffix("...").strip()
