"""What a running diagram asks of the case around it: words, decisions, operations, escalations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine import deadlines, dmn, feel, settings
from engine.cases import escalation
from engine.cases.deciding import packed
from engine.cases.operations import OPERATIONS
from engine.people.units import Unit
from engine.store.tables import decisions, incidents

if TYPE_CHECKING:
    from engine.cases.step import Step


REPORT_TEXT = "(lời phản ánh)"


class CaseHost:
    """The host of one case within one step."""

    def __init__(self, step: Step) -> None:
        self._step = step

    def words(self, now: datetime) -> Mapping[str, object]:
        """The domain words of processes/README.md at that instant."""
        return {
            "ioc": "ioc",
            "escalation": lambda phase, unit: self._rungs(str(phase), str(unit), now),
            "interim": lambda phase: self._interim(str(phase), now),
            "deadline": lambda phase: self._deadline(str(phase), now),
            "working time": lambda start, end: self._working_time(start, end),
            "unit of": lambda district: self._team(district),
        }

    def _rungs(self, phase: str, unit: str, now: datetime) -> list[dict[str, Any]]:
        clock = self._step.ledger.hold(phase, unit, now)
        return self._step.ledger.rungs(clock, now) if clock else []

    def _interim(self, phase: str, now: datetime) -> list[datetime]:
        """When an interim reply is due in that phase of the lead agency: at most one instant."""
        ledger = self._step.ledger
        term = ledger.terms.interim(phase)
        clock = ledger.hold(phase, str(self._step.recall("lead")), now)
        if term is None or clock is None:
            return []
        at = deadlines.due(
            clock["started_at"], term["amount"], term["measure"], term["clock"], ledger.calendar
        )
        return [at] if at > now else []

    def _deadline(self, phase: str, now: datetime) -> datetime:
        promised = self._step.recall(f"until:{phase}")
        if promised:
            return datetime.fromisoformat(str(promised))
        term = self._step.ledger.terms.term(phase)
        if term is None:
            raise LookupError(f"no deadline is set for {phase}")
        calendar = self._step.ledger.calendar
        return deadlines.due(now, term["amount"], term["measure"], term["clock"], calendar)

    def _working_time(self, start: object, end: object) -> object:
        if not isinstance(start, datetime) or not isinstance(end, datetime):
            return None
        return deadlines.elapsed(start, end, "working", self._step.ledger.calendar)

    def _team(self, district: object) -> str | None:
        found = (u for u in self._step.tree.units if u.kind == "team" and u.district_code == district)
        return next((unit.code for unit in found), None)

    def context(self, data: Mapping[str, object], **more: object) -> dict[str, object]:
        """What a table may read: the variables of the diagram, the facts of the case, the settings."""
        step = self._step
        return {**data, "case": step.facts, "settings": settings.as_values(step.settings), **more}

    def ask(self, decision: str, **more: object) -> object:
        """The value of a decision for this case, not logged: used for how the system itself works."""
        if not self._step.release.has(decision):
            return None
        return self._step.release.decide(decision, self.context({}, **more)).value

    def decide(self, element: str, decision: str, data: Mapping[str, object], now: datetime) -> object:
        """Take a decision of the diagram and log how it came about."""
        outcome = self._step.release.decide(decision, self.context(data, **self._around(data)))
        if outcome.problems and outcome.value is None:
            self._flag(element, outcome.problems, now)
        self.log(element, decision, outcome, now)
        return self._note(decision, outcome.value)

    def _flag(self, element: str, problems: Sequence[str], now: datetime) -> None:
        """A table that cannot answer stops nobody: the case goes on without it, an administrator is told."""
        row = {
            "case_id": self._step.id,
            "at": now,
            "action": f"decide:{element}",
            "element": element,
            "error": "; ".join(problems),
            "last_at": now,
        }
        self._step.pending.add(incidents, row)

    def _around(self, data: Mapping[str, object]) -> dict[str, object]:
        result = data.get("result")
        outcome = result.get("outcome") if isinstance(result, dict) else None
        return {"unit": self._step.recall("lead"), "outcome": outcome}

    def _note(self, decision: str, value: object) -> object:
        """Keep the kinds of hints among the facts, since later tables read them."""
        if isinstance(value, list) and all(isinstance(row, dict) and "kind" in row for row in value):
            self._step.remember(hints=sorted({str(row["kind"]) for row in value if isinstance(row, dict)}))
        return value

    def log(self, element: str, decision: str, outcome: dmn.Outcome, now: datetime) -> None:
        outcome = self._without_text(outcome)
        traces = [feel.to_json(trace.to_json()) for trace in outcome.tables]
        row = {
            "case_id": self._step.id,
            "element": element,
            "decision": decision,
            "release_id": self._step.release.id,
            "inputs": [],
            "rules": [],
            "value": feel.to_json(outcome.value),
            "words": [],
            "told": packed(self._step.release, decision, traces),
            "at": now,
        }
        self._step.pending.add(decisions, row)

    def _without_text(self, outcome: dmn.Outcome) -> dmn.Outcome:
        """Units read what was decided and why, but the report's own words are the centre's alone."""
        tables = [
            replace(table, inputs=tuple((label, self._covered(value)) for label, value in table.inputs))
            for table in outcome.tables
        ]
        return replace(outcome, tables=tables)

    def _covered(self, value: object) -> object:
        text = str(self._step.case["folded"])
        said = value.strip() if isinstance(value, str) else ""
        return REPORT_TEXT if said and (said in text or text in said) else value

    def operate(
        self,
        element: str,
        operation: str,
        inputs: Mapping[str, object],
        data: Mapping[str, object],
        now: datetime,
    ) -> object:
        """Carry out a named operation of the system."""
        found = OPERATIONS.get(operation)
        if found is None:
            raise LookupError(f"operation {operation!r} is unknown")
        self._step.log(f"case:operation:{operation}", {"element": element}, at=now)
        return found(self._step, dict(inputs), dict(data))

    def escalate(self, element: str, host_element: str, rung: Mapping[str, object], at: datetime) -> None:
        escalation.escalate(self._step, host_element, rung, at)

    def alarm(self, row: Mapping[str, Any], unit: Unit, substituted: bool) -> None:
        escalation.alarm(self._step, row, unit, substituted)
