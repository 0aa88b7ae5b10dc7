"""The history of a case in words, for officers: who did what when, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.reading import history
from engine.reading.casefile import CaseFile
from engine.releases import Release
from engine.work import Work
from webui import desk, words
from webui.casepanels import Finished
from webui.pages import say


@dataclass(frozen=True)
class Line:
    """One line of the history in words."""

    at: Any
    happened_at: Any
    who: str
    text: str
    lines: list[tuple[str, str]]
    icon: str


def timeline(work: Work, file: CaseFile, release: Release, done: Sequence[Finished]) -> list[Line]:
    """The history in words, newest first."""
    answers = {one.row.id: one for one in done}
    return list(_lines(work, history.history(work, file), release, answers))


_COMPLETED = "case:work_item:complete"
_ICONS = {
    _COMPLETED: "check-circle",
    "case:clock:escalate": "bell",
    "case:report:receive": "inbox",
    "case:emergency:declare": "alert",
}


def _lines(
    work: Work, events: Sequence[history.Event], release: Release, answers: Mapping[int, Finished]
) -> Iterator[Line]:
    for event in events:
        name = "history." + event.action.replace(":", "_")
        if not words.known(name):
            continue
        done = answers.get(int(str(event.detail.get("item") or 0)))
        lines = done.lines if done and event.action == _COMPLETED else []
        icon = _ICONS.get(event.action, "circle")
        text = say(name, **_told(work, event, release))
        yield Line(event.at, event.happened_at, _who(event), text, lines, icon)


def _who(event: history.Event) -> str:
    if event.who and event.principal:
        return say("case.on_behalf", who=event.who, principal=event.principal)
    return event.who or ""


def _told(work: Work, event: history.Event, release: Release) -> dict[str, str]:
    """What the sentence of an event needs, from its detail."""
    detail = {name: str(value) for name, value in event.detail.items()}
    element = detail.get("element", "")
    told = event.detail.get("told")
    return {
        **dict.fromkeys(("reason", "rung", "until", "channel", "outcome", "notice", "officer"), "—"),
        **detail,
        "step": desk.step_name(release, element) if element else "",
        "people": str(len(told)) if isinstance(told, list) else "",
        "unit": desk.unit_name(work, detail.get("unit")),
        "until": _moment(work, detail.get("until", "")),
        "rung": _known("rung", detail.get("rung", "")),
        "outcome": _known("told", detail.get("outcome", "")),
    }


def _known(group: str, name: str) -> str:
    return say(f"{group}.{name}") if words.known(f"{group}.{name}") else name


def _moment(work: Work, text: str) -> str:
    return desk.Clockface.of(work).instant(datetime.fromisoformat(text)) if text else "—"
