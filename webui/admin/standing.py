"""Where a case stands on its diagram, as an administrator sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from engine import bpmn
from engine.bpmn.picture import draw
from engine.work import Work


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


def where_it_stands(work: Work, case: Any) -> Standing:
    """Load the saved state, without changing it, and draw it."""
    release = work.platform.library.release(work, case.release_id)
    run = bpmn.Run.load(release.diagram, bpmn.Onlooker(), bytes(case.state))
    elements = release.diagram.elements
    tokens = tuple(Token(item.task, item.element, elements[item.element].name) for item in run.items())
    timed = tuple(
        Token(timer.task, timer.element, elements[timer.element].name)
        for timer in run.timers()
        if not timer.host
    )
    files = {path: data for path, data in release.files.items() if path.endswith(".bpmn")}
    picture = draw(files, done=run.visited, live=run.positions, process=release.diagram.process)
    targets = tuple((one.id, one.name or one.id) for one in elements.values() if _may_be_target(one))
    return Standing(Markup(picture), (*tokens, *timed), targets)  # noqa: S704  our own renderer escapes


def _may_be_target(element: bpmn.Element) -> bool:
    return element.kind in ("userTask", "serviceTask", "businessRuleTask", "exclusiveGateway", "callActivity")
