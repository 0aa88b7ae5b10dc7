"""Cases taken through their ways by people at browsers: each step a page that is opened, filled in and sent."""

from __future__ import annotations

import hashlib
import http.client
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import sqlalchemy as sa

from engine.errors import Busy
from engine.idempotency import kept_answer
from engine.store.tables import cases, work_items
from engine.work import Platform
from tests.bench.payloads import LETTER
from tests.faults.clients import COMMUNE, TRIAGE
from tests.faults.visitors import Answer, Ledger, Visitor, photograph

OK, SEE_OTHER = http.client.OK, http.client.SEE_OTHER
PATIENCE_OF_ROBOTS = 4 / 3600  # hours: nobody fills in a form within three seconds
REFUSED = {"outcome": "refuse", "refusal_reason": "spam", "guidance": "Xin gọi 1022."}
# who, element, answers; `photo` stands for a picture
Step = tuple[str, str, Mapping[str, Any]]
WITHDRAWN: Step = ("citizen", "withdraw", {})
WITHDRAWING = "/tra-cuu/ho-so/rut"
RECEIPT = "/gui/da-nhan"
TRIES = 20
PATIENCE = 30.0
Found = TypeVar("Found")
LONG: tuple[Step, ...] = (
    ("operator", "triage", TRIAGE),
    ("member", "team_receive", {"outcome": "assign", "lead": COMMUNE}),
    ("focal", "agency_accept", {"outcome": "accept", "officer": "handler"}),
    ("handler", "handle", {"outcome": "done", "account": LETTER, "images": "photo"}),
    ("leader", "verify", {"outcome": "pass"}),
    ("operator", "publish", {"public_text": "Ổ gà", "public_result": "Đã vá", "pictures": "none"}),
)
MIDDLE: tuple[Step, ...] = (LONG[0], WITHDRAWN)
SHORT: tuple[Step, ...] = (("operator", "triage", REFUSED),)


def patiently(look: Callable[[], Found]) -> Found:
    """What the test itself looks up; where its database may be away for a while, it asks again."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return look()
        except Busy:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def way_of(number: int) -> tuple[Step, ...]:
    return LONG if number % 10 == 0 else MIDDLE if number % 5 == 1 else SHORT


def is_pictured(number: int) -> bool:
    return number % 5 == 0


def words_of(number: int) -> dict[str, Any]:
    """What a citizen writes into the form; every fifth adds a photograph, which costs a server most."""
    return {
        "what": f"Ổ gà số {number} giữa đường",
        "commune": "24133",
        "phone": "0905 000 111",
        "name": "Người gửi",
        "email": f"a{number}@example.vn",
        "photos": photograph(number) if is_pictured(number) else [],
    }


@dataclass
class Players:
    """The people of one run; each officer has logged in before the first kill."""

    platform: Platform
    port: int
    ledger: Ledger
    pass_time: Callable[[float], None]
    desks: Mapping[str, Visitor] = field(default_factory=dict)

    def play(self, numbers: range) -> None:
        """Take some cases through their ways, one step of each in turn."""
        try:
            self._play(numbers)
        except Exception as error:  # a thread's end must reach the test
            self.ledger.faults.append(f"{type(error).__name__}: {error}")

    def _play(self, numbers: range) -> None:
        for number in numbers:
            self.report(number)
        ways = {number: list(way_of(number)) for number in numbers}
        while any(ways.values()):
            for number in [number for number, left in ways.items() if left]:
                self.step(number, ways[number].pop(0))

    def report(self, number: int) -> tuple[str, str]:
        """Send one report with a photograph and read its receipt; sent again, it is the same report."""
        citizen = Visitor(self.port, self.ledger)
        page = citizen.get("/gui")
        self.pass_time(PATIENCE_OF_ROBOTS)
        told = words_of(number)
        self._sent(citizen, page, "/gui", told, lambda key: self._accepted(key, str(told["what"])))
        slip = citizen.get(RECEIPT)
        for _ in range(TRIES):
            if slip.status == OK:
                break
            # Hours went by between the answer and the receipt: ask for it again.
            self._sent(citizen, page, "/gui", words_of(number), lambda key: True)
            slip = citizen.get(RECEIPT)
        number_given, code = (
            one.text_content() for one in slip.tree.xpath("//*[contains(@class, 'code')]/strong")
        )
        with self.ledger.lock:
            self.ledger.receipts[number] = (number_given, code)
        return number_given, code

    def _accepted(self, key: str, text: str) -> bool:
        kept = f"{key}.{hashlib.sha256(text.encode()).hexdigest()[:32]}"

        def look() -> bool:
            with self.platform.look() as work:
                return kept_answer(work, kept, "report:public") is not None

        return patiently(look)

    def _found(self, query: sa.Select[Any]) -> Any:
        def look() -> Any:
            with self.platform.look() as work:
                return work.connection.execute(query).scalar()

        return patiently(look)

    def step(self, number: int, step: Step) -> None:
        who, element, answers = step
        if who == "citizen":
            self.withdraw(number)
            return
        self.complete(number, who, element, answers)

    def complete(self, number: int, who: str, element: str, answers: Mapping[str, Any]) -> None:
        item = self.item(number, element)
        officer = replace(self.desks[who], cookies=dict(self.desks[who].cookies))
        page = officer.get(f"/viec/{item}")
        told = {name: photograph(number) if value == "photo" else value for name, value in answers.items()}
        self._sent(officer, page, f"/viec/{item}", told, lambda key: self._is_done(item))
        with self.ledger.lock:
            self.ledger.completed.append(item)

    def _is_done(self, item: int) -> bool:
        return bool(self._found(sa.select(work_items.c.state).where(work_items.c.id == item)) == "done")

    def item(self, number: int, element: str) -> int:
        report_no, _ = self.ledger.receipts[number]
        query = (
            sa.select(work_items.c.id)
            .join(cases, cases.c.id == work_items.c.case_id)
            .where(cases.c.report_no == report_no, work_items.c.element == element)
            .where(work_items.c.state == "open")
        )
        found = self._found(query)
        assert found is not None, f"{report_no} is not at {element}"
        return int(found)

    def withdraw(self, number: int) -> None:
        """The reporter opens the case by its code and takes the report back; the hour may pass meanwhile."""
        citizen = Visitor(self.port, self.ledger)
        for _ in range(TRIES):
            if self._is_over(number):  # done, and the answer was lost together with the hour of the visit
                return
            self._look_up(citizen, number)
            page = citizen.get(WITHDRAWING)
            if page.status != OK:
                continue
            answer = citizen.send(page, WITHDRAWING, {"sure": "true"}, lambda key: self._is_over(number))
            if answer.location == "/tra-cuu/ho-so":
                return
        self.ledger.faults.append(f"report {number} could not be withdrawn")

    def _look_up(self, citizen: Visitor, number: int) -> None:
        _, code = self.ledger.receipts[number]
        self._sent(citizen, citizen.get("/tra-cuu"), "/tra-cuu", {"code": code}, lambda key: False)

    def _is_over(self, number: int) -> bool:
        report_no, _ = self.ledger.receipts[number]
        return bool(self._found(sa.select(cases.c.status).where(cases.c.report_no == report_no)) == "ended")

    def _sent(
        self,
        who: Visitor,
        page: Answer,
        path: str,
        told: Mapping[str, Any],
        happened: Callable[[str], bool],
    ) -> None:
        answer = who.send(page, path, told, happened)
        if answer.status != SEE_OTHER:
            said = " ".join(answer.tree.xpath("string(//main)").split())[:400]
            self.ledger.faults.append(f"{path}: {answer.status} {said}")
