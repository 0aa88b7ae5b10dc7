"""How long a phase may take and when it reminds, as the tables of the case's release say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.cases.step import Step


class TableTerms:
    """Asks `deadlines`, `rungs` and `night_intake`; each answer is kept for the step."""

    def __init__(self, step: Step) -> None:
        self._step = step
        self._rungs: dict[tuple[str, object], Sequence[Mapping[str, Any]]] = {}

    def term(self, phase: str) -> Mapping[str, Any] | None:
        found = self._ask("deadlines", phase=phase, night=self._ask("night_intake"))
        return found if isinstance(found, dict) and found.get("amount") else None

    def interim(self, phase: str) -> Mapping[str, Any] | None:
        found = self._ask("interim", phase=phase)
        return found if isinstance(found, dict) and found.get("amount") else None

    def rungs(self, phase: str) -> Sequence[Mapping[str, Any]]:
        key = (phase, self._step.case["urgency"])
        if key not in self._rungs:
            found = self._ask("rungs", phase=phase)
            self._rungs[key] = found if isinstance(found, list) else []
        return self._rungs[key]

    def _ask(self, decision: str, **more: object) -> object:
        return self._step.host.ask(decision, **more)
