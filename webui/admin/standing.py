"""Where a case stands on its diagram, as an administrator sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from engine import bpmn
from engine.bpmn.picture import draw
from engine.releases import Release
from engine.work import Work
from webui.admin import wording


@dataclass(frozen=True)
class Token:
    """A task that waits: its token, and what the diagram calls the element."""

    task: str
    element: str
    name: str


@dataclass(frozen=True)
class Standing:
    """The picture of the diagram with its live elements, where its tokens wait and may be moved to."""

    picture: Markup
    targets: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    release: Release
    waits: tuple[Token, ...]
    armed: tuple[bpmn.Timer, ...]
    ends: tuple[tuple[str, str], ...]

    def name(self, element: str) -> str:
        """What the diagram calls an element."""
        return wording.step(self.release, element)


def where_it_stands(work: Work, case: Any) -> Standing:
    """Load the saved state, without changing it, and draw it."""
    release = work.platform.library.release(work, case.release_id)
    run = bpmn.Run.load(release.diagram, bpmn.Onlooker(), bytes(case.state))
    files = {path: data for path, data in release.files.items() if path.endswith(".bpmn")}
    drawn = draw(files, done=run.visited, live=run.positions, process=release.diagram.process)
    targets = [one.id for one in release.diagram.elements.values() if _may_be_target(one)]
    return Standing(
        picture=Markup(drawn),  # noqa: S704  our own renderer escapes
        targets=_named(release, targets),
        places=tuple(_places(run, release)),
        release=release,
        waits=_waits(run, release),
        armed=tuple(run.timers()),
        ends=_named(release, run.ends),
    )


def _named(release: Release, elements: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((element, wording.step(release, element)) for element in elements)


def _places(run: bpmn.Run, release: Release) -> Iterator[tuple[str, str]]:
    """For each step that waits or is timed the anchor of its shape in the picture, and its name."""
    timed = [timer.element for timer in run.timers() if not timer.host]
    for element in dict.fromkeys([*(item.element for item in run.items()), *timed]):
        yield f"bpmn-{release.diagram.process}-{element}", wording.step(release, element)


def _waits(run: bpmn.Run, release: Release) -> tuple[Token, ...]:
    """Where the case waits: the tasks of people first, then the events."""
    found = sorted(run.tokens(), key=lambda one: not one.for_people)
    return tuple(Token(one.task, one.element, wording.step(release, one.element)) for one in found)


def _may_be_target(element: bpmn.Element) -> bool:
    return bool(element.name) and element.kind in (
        "userTask",
        "serviceTask",
        "businessRuleTask",
        "exclusiveGateway",
        "callActivity",
    )
