"""What the engine keeps by its own names, in the words of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.releases import Release
from engine.work import Work
from webui import desk, here, words
from webui.pages import say


@dataclass(frozen=True)
class Switch:
    """A switch of the procedure that people may turn, and what kind of value it takes."""

    name: str
    kind: str


SWITCHES = (
    Switch("quick_handling", "choice"),
    Switch("night_rule", "choice"),
    Switch("first_response", "choice"),
    Switch("regulation_path", "choice"),
    Switch("head_approval", "choice"),
    Switch("head_approval_units", "list"),
    Switch("reopen_max", "number"),
    Switch("limit_report", "limit"),
    Switch("limit_code", "limit"),
    Switch("limit_act", "limit"),
)


def step(release: Release, element: str | None) -> str:
    """What the diagram calls an element; people never read its id."""
    found = release.diagram.elements.get(element or "")
    return desk.step_name(release, found.id, found.name) if found else ""


def step_of(work: Work, release_id: int, element: str | None) -> str:
    return step(here.platform().library.release(work, release_id), element)


def position(row: Any) -> str:
    """Where a case stands: its step, or why no officer has one."""
    if row.position:
        return str(row.position)
    return say("admin.state_waits" if row.status == "open" else f"admin.state_{row.status}")


def failed(work: Work, row: Any) -> str:
    """What was being done when a step failed: `task:handle` is `Nộp bước: Xử lý`."""
    kind, _, rest = row.action.partition(":")
    name = f"admin.failed_{kind}"
    told = say(name) if words.known(name) else say("admin.failed_other")
    place = step_of(work, row.release_id, row.element or (rest if kind == "task" else None))
    return f"{told}: {place}" if place else told


def repaired(resolution: str | None) -> str:
    """How a fault was settled; the administrator's reason follows."""
    kind, _, reason = (resolution or "").partition(":")
    name = f"admin.resolution_{kind}"
    told = say(name) if words.known(name) else kind
    return f"{told}: {reason.strip()}" if reason.strip() else told


def message(row: Any) -> str:
    """What a message is about, without its content."""
    family = row.template.partition(".")[0]
    whole, part = f"admin.message_{row.template.replace('.', '_')}", f"admin.message_{family}"
    return say(next((one for one in (whole, part) if words.known(one)), "admin.message_other"))


def channel(row: Any) -> str:
    name = f"admin.channel_{row.channel}"
    return say(name) if words.known(name) else str(row.channel)


def recipient(row: Any) -> str:
    if row.recipient == "reporter":
        return say("admin.to_reporter")
    if row.channel == "case":
        return say("admin.to_case", number=row.report_no or "")
    return str(row.officer or row.recipient)


def rung(name: str | None) -> str:
    """How far a term has run at a reminder."""
    known = f"rung.{name}"
    return say(known) if name and words.known(known) else ""
