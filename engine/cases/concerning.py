"""Which units and people a case concerns: what access is decided by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from engine.store.tables import case_people, case_units
from engine.store.upserting import upsert

if TYPE_CHECKING:
    from engine.cases.step import Step

_UNIQUE = ("case_id", "unit_id", "part")


def concern(step: Step, unit_id: int, part: str) -> None:
    """Let a unit read the case in its part: holder, co, told."""
    key = f"{unit_id}:{part}"
    concerned = dict(step.recall("concerned", {}))
    if concerned.get(key) == "now":
        return
    step.remember(concerned={**concerned, key: "now"})
    _note(step, unit_id, part, None)


def _note(step: Step, unit_id: int, part: str, until: datetime | None) -> None:
    row = {"case_id": step.id, "unit_id": unit_id, "part": part, "since": step.now, "until": until}
    step.concerns[f"{unit_id}:{part}"] = row


def write(step: Step) -> None:
    """Write what changed, in one statement."""
    if step.concerns:
        statement = upsert(step.work.connection, case_units, unique=_UNIQUE, changing=["until"])
        step.work.write(statement, list(step.concerns.values()))
        step.concerns = {}


def reconcile(step: Step) -> None:
    """End the part of units that hold nothing any more; what they read up to now stays readable."""
    wanted = {f"{row['unit_id']}:holder" for row in step.items} | _current(step)
    for key in sorted(_current(step)):
        concern(step, int(key.split(":")[0]), key.split(":")[1])
    concerned = dict(step.recall("concerned", {}))
    for key, state in concerned.items():
        if state == "now" and key not in wanted and not key.endswith(":told"):
            _hand_over(step, int(key.split(":")[0]), key.split(":")[1])
            concerned[key] = "past"
    step.remember(concerned=concerned)


def _current(step: Step) -> set[str]:
    """The units the case is with: its team, lead agency and co-handlers, between their tasks too."""
    if step.case["status"] != "open":
        return set()
    named = [(step.recall("target"), "holder"), (step.recall("lead"), "holder")]
    named += [(code, "co") for code in step.recall("co", [])]
    tree = step.tree.by_code
    return {f"{tree[code].id}:{part}" for code, part in named if code in tree}


def _hand_over(step: Step, unit_id: int, part: str) -> None:
    _note(step, unit_id, part, step.now)
    if f"{unit_id}:{part}" in step.before["facts"].get("concerned", {}):
        _note(step, unit_id, "held", step.now)


def name_people(step: Step, people: Iterable[int], reason: str) -> None:
    """Open a restricted case to officers by name."""
    named = list(step.recall("named", []))
    new = [officer for officer in dict.fromkeys(people) if officer not in named]
    if not new:
        return
    step.remember(named=[*named, *new])
    for officer in new:
        row = {"case_id": step.id, "officer_id": officer, "reason": reason, "granted_at": step.now}
        step.pending.add(case_people, row)
