"""Where a case stands on its diagram, as an administrator sees it."""

from __future__ import annotations

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
    """The picture of the diagram with its live elements, and the tokens that may be moved."""

    picture: Markup
    tokens: tuple[Token, ...]
    targets: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    release: Release
    waits: tuple[Token, ...] = ()
    armed: tuple[bpmn.Timer, ...] = ()
    ends: tuple[tuple[str, str], ...] = ()

    def name(self, element: str) -> str:
        """What the diagram calls an element."""
        return wording.step(self.release, element)


def where_it_stands(work: Work, case: Any) -> Standing:
    """Load the saved state, without changing it, and draw it."""
    release = work.platform.library.release(work, case.release_id)
    run = bpmn.Run.load(release.diagram, bpmn.Onlooker(), bytes(case.state))
    elements = release.diagram.elements
    tokens = tuple(
        Token(item.task, item.element, wording.step(release, item.element)) for item in run.items()
    )
    timed = tuple(
        Token(timer.task, timer.element, wording.step(release, timer.element))
        for timer in run.timers()
        if not timer.host
    )
    files = {path: data for path, data in release.files.items() if path.endswith(".bpmn")}
    picture = draw(files, done=run.visited, live=run.positions, process=release.diagram.process)
    targets = tuple(
        (one.id, wording.step(release, one.id)) for one in elements.values() if _may_be_target(one)
    )
    # The picture gives an id to each element with a token, so that a link may lead there.
    at = f"bpmn-{release.diagram.process}-"
    places = tuple({at + one.element: one.name for one in (*tokens, *timed)}.items())
    drawn = Markup(picture)  # noqa: S704  our own renderer escapes
    return Standing(
        drawn,
        (*tokens, *timed),
        targets,
        places,
        release,
        waits=_waits(run, release),
        armed=tuple(run.timers()),
        ends=tuple((end, wording.step(release, end)) for end in run.ends),
    )


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
