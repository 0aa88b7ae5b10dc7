"""The full answers of a finished task: its texts and files, which never enter the diagram's state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine import feel

if TYPE_CHECKING:
    from engine.cases.step import Step


def answers_of(step: Step, variable: str) -> dict[str, Any]:
    """The latest answers given for a variable of the diagram; empty when nobody has answered yet."""
    elements = [told.id for told in step.release.diagram.user_tasks.values() if told.variable == variable]
    here = [row for row in step.closed_items if row["element"] in elements and row.get("answers")]
    if here:
        return _read(here[-1]["answers"])
    done = [row for row in step.done_items if row["element"] in elements]
    latest = max(done, key=lambda row: (row["completed_at"], row["id"]), default=None)
    return _read(latest["answers"]) if latest and latest["answers"] else {}


def _read(kept: object) -> dict[str, Any]:
    read = feel.from_json(kept)
    return dict(read) if isinstance(read, dict) else {}
