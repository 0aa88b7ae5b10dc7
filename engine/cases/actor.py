"""Who does something to a case."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """An officer, perhaps in another's name, or nobody: the reporter or the clock."""

    officer_id: int | None = None
    on_behalf_of: int | None = None
    name: str = ""


CLOCK = Actor(name="clock")
REPORTER = Actor(name="reporter")
