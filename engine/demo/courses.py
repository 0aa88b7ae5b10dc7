"""What becomes of each sample in the demonstration: the acts in order, and where the case is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from engine.demo.timing import Wait, read_wait
from engine.demo.told import TOLD


@dataclass(frozen=True)
class Act:
    """A task to complete, or another act by its name; `part` is done to that part of a split report."""

    name: str
    wait: Wait | None = None
    chosen: Mapping[str, Any] = field(default_factory=dict)
    part: int | None = None


@dataclass(frozen=True)
class Course:
    """The acts on one sample; `arrives` replaces its shifted hour where its stage must be fresh."""

    acts: tuple[Act, ...]
    scenes: tuple[str, ...] = ()
    arrives: timedelta | None = None


def _course(told: Mapping[str, Any]) -> Course:
    arrives = read_wait(told["arrives"]).length if "arrives" in told else None
    return Course(tuple(_act(each) for each in told["acts"]), tuple(told.get("scenes", ())), arrives)


def _act(told: str | Mapping[str, Any]) -> Act:
    if isinstance(told, str):
        return Act(told)
    wait = read_wait(told["wait"]) if "wait" in told else None
    return Act(told["do"], wait, told.get("with", {}), told.get("part"))


COURSES: Mapping[str, Course] = {name: _course(told) for name, told in TOLD["courses"].items()}
# Units with officers beside the centre and the teams; in those alone one person holds every post.
ALONE = tuple(TOLD["alone"])
AGENCIES = (*TOLD["agencies"], *ALONE)
