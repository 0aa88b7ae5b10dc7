"""Clients that keep a ledger of what was acknowledged, and repeat with the same key what was not."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Client, Connection
from typing import Any

import forms
from tests.bench.payloads import LETTER

PATIENCE = 30.0
COMMUNE = "com-24133"
TRIAGE = {
    "outcome": "accept",
    "field": "urban_infrastructure",
    "urgency": "normal",
    "commune": "24133",
    "working_text": "Ổ gà giữa đường",
    "follow_proposal": "true",
}
DECLINED = {"outcome": "refuse", "refusal_reason": "spam", "guidance": "Xin gọi 1022."}
PHOTO = {"images": [forms.File("1", "anh.jpg", "image/jpeg", 1000)]}
# who, element, answers, uploads
Step = tuple[str, str, Mapping[str, Any], Mapping[str, Any]]
LONG: tuple[Step, ...] = (
    ("operator", "triage", TRIAGE, {}),
    ("member", "team_receive", {"outcome": "assign", "lead": COMMUNE}, {}),
    ("focal", "agency_accept", {"outcome": "accept", "officer": "handler"}, {}),
    ("handler", "handle", {"outcome": "done", "account": LETTER}, PHOTO),
    ("leader", "verify", {"outcome": "pass"}, {}),
    ("operator", "publish", {"public_text": "Ổ gà", "public_result": "Đã vá", "pictures": "none"}, {}),
)
SHORT: tuple[Step, ...] = (("operator", "triage", DECLINED, {}),)
MIDDLE = LONG[:2]


@dataclass
class Ledger:
    """What the clients were told, kept outside the process that is killed."""

    receipts: dict[str, dict[str, Any]] = field(default_factory=dict)
    completed: list[int] = field(default_factory=list)
    repeats: int = 0
    acknowledged: int = 0
    faults: list[str] = field(default_factory=list)


class Speaker:
    """One connection that outlives the server: what was not answered is asked again with the same key."""

    def __init__(self, address: str, ledger: Ledger) -> None:
        self._address = address
        self._ledger = ledger
        self._line: Connection | None = None

    def ask(self, verb: str, asked: Mapping[str, Any]) -> object:
        status, found = self._answered(verb, asked)
        self._ledger.acknowledged += 1
        if status != "done":
            self._ledger.faults.append(f"{verb} {asked.get('key')}: {status} {found}")
        return found

    def _answered(self, verb: str, asked: Mapping[str, Any]) -> tuple[str, object]:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                line = self._connected()
                line.send((verb, asked))
                status, found = line.recv()
            except (OSError, EOFError):  # killed: the outcome is in doubt
                self._line = None
                self._ledger.repeats += 1
                time.sleep(0.02)
                continue
            if status != "again":
                return status, found
        return "silent", None

    def _connected(self) -> Connection:
        if self._line is None:
            self._line = Client(self._address, "AF_UNIX")
        return self._line


def play(address: str, ledger: Ledger, numbers: range, officers: Mapping[str, int]) -> None:
    """Take some cases through their ways, one step of each in turn."""
    speaker = Speaker(address, ledger)
    ways = {number: list(way_of(number)) for number in numbers}
    for number in numbers:
        asked = {"key": f"report-{number}", "text": f"Ổ gà số {number}", "email": f"a{number}@example.vn"}
        ledger.receipts[asked["key"]] = dict(speaker.ask("report", asked))  # type: ignore[call-overload]
    while any(ways.values()):
        for number in [number for number, left in ways.items() if left]:
            _step(speaker, ledger, number, ways[number].pop(0), officers)


def way_of(number: int) -> tuple[Step, ...]:
    return LONG if number % 5 == 0 else MIDDLE if number % 5 == 1 else SHORT


def _step(speaker: Speaker, ledger: Ledger, number: int, step: Step, officers: Mapping[str, int]) -> None:
    who, element, answers, uploads = step
    case_id = ledger.receipts[f"report-{number}"]["case_id"]
    item = speaker.ask("find", {"case_id": case_id, "element": element})
    if item is None:
        ledger.faults.append(f"case {case_id} never came to {element}")
        return
    asked = {
        "item": item,
        "officer": officers[who],
        "answers": dict(answers),
        "uploads": dict(uploads),
        "key": f"{number}-{element}",
    }
    speaker.ask("complete", asked)
    ledger.completed.append(int(str(item)))


def waited_for(true: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Whether something became true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.05)
    return False
