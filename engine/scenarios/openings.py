"""How scenarios usually begin: one report and the steps that lead to each stage, told once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.scenarios.lined import Lined, load


class UnknownOpening(Exception):
    """No usual step reaches the stage that a scenario wants to begin at."""


@dataclass(frozen=True)
class Opening:
    """The usual report and the steps that a scenario passes over."""

    report: dict[str, Any]
    steps: tuple[Lined, ...] = ()


def read_openings(path: Path, top: Lined) -> Opening:
    """What the file tells of the start that the scenario asks for; `with` changes answers by task."""
    if not path.exists():
        return Opening({})
    told = load(path.read_text("utf-8"))
    assert isinstance(told, Lined)
    wanted, changes = top.get("begins"), top.get("with") or {}
    if wanted is None:
        return Opening(told["report"])
    steps: list[Lined] = []
    for body in told["steps"]:
        steps.append(_step(body, changes, top.line_of("begins")))
        if body["reach"] == wanted:
            return Opening(told["report"], tuple(steps))
    raise UnknownOpening(wanted)


def _step(body: Lined, changes: dict[str, dict[str, Any]], line: int) -> Lined:
    made = Lined({key: value for key, value in body.items() if key != "reach"})
    made["answers"] = {**body["answers"], **changes.get(body["task"], {})}
    made.line, made.lines = line, {}
    return made
