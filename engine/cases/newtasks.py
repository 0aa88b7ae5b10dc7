"""What people hear of tasks that a step has just made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.cases.escalation import holders_of
from engine.notices.duty import on_duty
from engine.notices.writing import tell_officers

if TYPE_CHECKING:
    from engine.cases.step import Step


def tell_who_decides(step: Step, template: str, values: Mapping[str, object]) -> None:
    """Put a notice before those who may do the tasks that came of this step; called once they are saved."""
    known = {row["id"] for row in step.around.items}
    fresh = [row for row in step.items if row.get("id") not in known]
    people = {officer for row in fresh for officer in holders_of(step, row)}
    tell_officers(step, sorted(people), template, values)
    step.pending.write(step.work)


def ring(step: Step) -> None:
    """A report that looks like an emergency is told to those on duty before anybody has opened it."""
    if not any(row["urgent"] for row in step.items):
        return
    values = {name: step.case[name] for name in ("report_no", "subject", "place")}
    tell_officers(step, on_duty(step), "work.emergency", values, urgent=True)
    step.pending.write(step.work)
