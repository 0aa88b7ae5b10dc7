"""Messages from one case to another: they travel by the outbox, so that no step locks two cases."""

from __future__ import annotations

from typing import Any

from engine.cases.actor import CLOCK
from engine.cases.step import Step, take_step
from engine.errors import BrokenProcedure, NotFound
from engine.notices.settling import failed, mark_sent
from engine.work import Platform


def pass_on(platform: Platform, row: Any) -> bool:
    """Hand a message to another case; one that is over has nothing to hear."""
    try:
        with platform.work() as work:
            take_step(work, row.case_id, CLOCK, f"message:{row.template}", lambda step: _hear(step, row))
            mark_sent(work, row.id)
    except (BrokenProcedure, NotFound) as error:
        return failed(platform, row, str(error))
    return True


def _hear(step: Step, row: Any) -> None:
    if step.case["status"] == "open":
        step.input("message", element=row.template, payload=row.parameters or None)
        step.run.send(row.template, row.parameters or None, now=step.now)
