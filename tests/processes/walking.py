"""The 731 diagrams, and a case taken through them by hand with a host that obeys the test."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lxml import etree

from engine import bpmn

FOLDER = Path(__file__).parents[2] / "processes" / "cv731"
FILES = {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.bpmn"))}
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
TREES = {name: etree.fromstring(data) for name, data in FILES.items()}
NOW = datetime(2023, 6, 1, 1, 0, tzinfo=UTC)


class ObedientHost:
    """Answers every question from a list written by the test and remembers what was asked."""

    def __init__(self, **answers: object) -> None:
        self.answers: dict[str, object] = {
            "triage_hints": [],
            "routing": {"unit": "team-643", "reason": "Theo địa bàn"},
            "head_approval": {"needed": False},
            "publication": {"public": True},
            "dispatch": {"kind": "team", "unit": "team-643"},
            "record_return": {"count": 1, "arbitrated": False},
            "assign": {"lead": "com-24118", "co_agencies": []},
            "record_acceptance": {"officer": "nguyen"},
            "record_rating": {"dissatisfied": False, "may_reopen": False},
            "conclude": {"again": False},
            "pick_hotline": {"number": "114", "name": "Cứu hỏa", "more": True},
            "send_notice": {"channel": "email", "has_phone": True},
            "receive_extension": {"unit": "team-643", "kind": "team"},
            "interim": [],
            **answers,
        }
        self.operations: list[tuple[str, Mapping[str, object]]] = []
        self.escalated: list[str] = []
        self.late_units: list[object] = []
        self.patience: dict[str, timedelta] = {}

    def answer(self, question: str) -> object:
        found = self.answers.get(question)
        return found.pop(0) if isinstance(found, Several) else found

    def words(self, now: datetime) -> Mapping[str, object]:
        return {
            "ioc": "ioc",
            "escalation": lambda phase, unit: [
                {"at": now + self.patience.get(str(unit), timedelta(hours=2)), "rung": "P100", "unit": unit}
            ],
            "interim": lambda phase: self.answers["interim"],
            "deadline": lambda phase: (
                now + (timedelta(hours=2) if phase == "notice_wait" else timedelta(days=3))
            ),
        }

    def decide(self, element: str, decision: str, data: Mapping[str, object], now: datetime) -> object:
        return self.answer(decision)

    def operate(
        self,
        element: str,
        operation: str,
        inputs: Mapping[str, object],
        data: Mapping[str, object],
        now: datetime,
    ) -> object:
        self.operations.append((operation, inputs))
        return self.answer(operation)

    def escalate(self, element: str, host_element: str, rung: Mapping[str, object], at: datetime) -> None:
        self.escalated.append(host_element)
        self.late_units.append(rung.get("unit"))

    def did(self, operation: str) -> list[Mapping[str, object]]:
        return [inputs for name, inputs in self.operations if name == operation]


class Several(list[object]):
    """Answers given one after the other."""


class Walk:
    """One case taken through the diagram by hand."""

    def __init__(self, diagram: bpmn.Diagram, **answers: object) -> None:
        self.diagram = diagram
        self.host = ObedientHost(**answers)
        self.now = NOW
        self.run = bpmn.Run.start(diagram, self.host, NOW, {})

    @property
    def open(self) -> list[str]:
        return sorted(item.element for item in self.run.items())

    def does(self, element: str, **answers: object) -> Walk:
        item = next(item for item in self.run.items() if item.element == element)
        # Saving and loading between two steps is what happens in the field.
        self.run = bpmn.Run.load(self.diagram, self.host, self.run.dump())
        self.now += timedelta(minutes=10)
        self.run.complete(item.task, answers, now=self.now)
        return self

    def hears(self, message: str, payload: Mapping[str, object] | None = None) -> Walk:
        self.run = bpmn.Run.load(self.diagram, self.host, self.run.dump())
        self.now += timedelta(minutes=10)
        assert self.run.send(message, payload, now=self.now), f"nobody waits for {message}"
        return self

    def mailed(self, delivered: bool = True) -> Walk:
        """The mail for the reporter arrived, or never will."""
        return self.hears("notice_settled", {"delivered": delivered})

    def waits(self, **time: float) -> Walk:
        self.now += timedelta(**time)
        self.run.advance(self.now)
        return self

    def asked(self, element: str, what: str) -> object:
        item = next(item for item in self.run.items() if item.element == element)
        text = getattr(self.diagram.user_tasks[element], what)
        return self.run.evaluate(item.task, text, self.now)


def accepted(diagram: bpmn.Diagram, **answers: object) -> Walk:
    return Walk(diagram, **answers).does("triage", outcome="accept", urgency="normal", follow_proposal=True)


def at_handling(diagram: bpmn.Diagram, **answers: object) -> Walk:
    walk = accepted(diagram, **answers)
    walk.does("team_receive", outcome="assign", lead="com-24118", co_agencies=[])
    return walk.does("agency_accept", outcome="accept_self")


def at_closing(diagram: bpmn.Diagram, **answers: object) -> Walk:
    return at_handling(diagram, **answers).does("handle", outcome="done").does("verify", outcome="pass")
