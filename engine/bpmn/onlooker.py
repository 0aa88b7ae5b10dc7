"""A host for those who only look at a saved case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime


class Onlooker:
    """A host for looking at a saved state; a state that asks anything while it is read is itself a fault."""

    def words(self, now: datetime) -> Mapping[str, object]:
        return {}

    def decide(self, element: str, decision: str, data: Mapping[str, object], now: datetime) -> object:
        raise LookupError(decision)

    def operate(
        self,
        element: str,
        operation: str,
        inputs: Mapping[str, object],
        data: Mapping[str, object],
        now: datetime,
    ) -> object:
        raise LookupError(operation)

    def escalate(self, element: str, host_element: str, rung: Mapping[str, object], at: datetime) -> None:
        raise LookupError(element)
