"""Officers and reporters who follow a script, by the same verbs as the pages call."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

import forms
from engine import access
from engine.cases import acting, doing, opening, reporting
from engine.cases.opening import Receipt
from engine.demo.answering import answers, inputs
from engine.demo.pictures import scene_of
from engine.demo.samples import Sample, report_of
from engine.demo.shelf import Shelf
from engine.demo.told import TOLD
from engine.errors import NotAllowed
from engine.notices import sending
from engine.notices.mail import Transport
from engine.people.standing import Standing, roles
from engine.store.tables import cases, work_items
from engine.timers import tick
from engine.work import Platform, Work

# Results show what was done; everywhere else a picture is given only when the script or the form asks for it.
SHOWS_RESULT: Mapping[str, str] = TOLD["shows_result"]
SHOWN = frozenset({"images", "documents", "redacted_pictures"})
SCANNED = frozenset({"documents", "letter_scan"})
# What an officer decides at a task of that element; the form and the script's generic answers do the rest.
Choices = Callable[[str], Mapping[str, Any]]
MOST_ACTS = 40
MOST_ROUNDS = 50


@dataclass
class Walker:
    """Walks cases through the procedure; whoever may do a task does it."""

    platform: Platform
    transport: Transport | None = None
    shelf: Shelf = field(init=False)

    def __post_init__(self) -> None:
        self.shelf = Shelf(self.platform)

    # The reporter

    def open(self, sample: Sample, *, field: str | None = None, scenes: Sequence[str] = ()) -> Receipt:
        """Send a report, with drawn pictures if scenes are named."""
        files = tuple(int(self.shelf.upload(scene, purpose="report").id) for scene in scenes)
        with self.platform.work() as work:
            report = report_of(sample, field=field, files=files)
            return opening.open_case(work, report, key=_key(sample.id))

    def answer(self, case_id: int, text: str) -> None:
        with self.platform.work() as work:
            reporting.answer(work, case_id, text, key=_key("answer"))

    def add_info(self, case_id: int, text: str, scenes: Sequence[str] = ()) -> None:
        files = [int(self.shelf.upload(scene, purpose="info").id) for scene in scenes]
        with self.platform.work() as work:
            reporting.add_info(work, case_id, text, files, key=_key("info"))

    def withdraw(self, case_id: int, reason: str) -> None:
        with self.platform.work() as work:
            reporting.withdraw(work, case_id, reason, key=_key("withdraw"))

    def rate(self, case_id: int, value: str, reason: str | None = None) -> None:
        with self.platform.work() as work:
            reporting.rate(work, case_id, value, reason, key=_key("rate"))

    # Officers

    def do(self, case_id: int, element: str, **chosen: object) -> None:
        """Complete the open task of that element as the first officer who may."""
        item = self.item(case_id, element)
        scenes = {key: chosen.pop(key) for key in SHOWN & chosen.keys()}
        with self.platform.look() as work:
            officer, task = self._who(work, item)
            submitted = answers(work, task, chosen)
        uploads = self._uploads(task, officer.officer_id, scenes)
        with self.platform.work() as work:
            doing.complete(work, officer, item.id, submitted, uploads, key=_key(element))

    def take(self, case_id: int, element: str) -> None:
        """Take a task in hand without doing it yet."""
        item = self.item(case_id, element)
        with self.platform.work() as work:
            officer, _ = self._who(work, item)
            doing.claim(work, officer, item.id)

    def declare_emergency(self, case_id: int, reason: str) -> None:
        with self.platform.work() as work:
            acting.declare_emergency(
                work, self._holder(work, case_id), case_id, reason, key=_key("emergency")
            )

    def request_extension(self, item: Any, until: datetime, reason: str) -> None:
        with self.platform.work() as work:
            officer, _ = self._who(work, item)
            acting.request_extension(work, officer, item.case_id, until, reason, key=_key("extension"))

    def finish(self, case_id: int, choices: Choices) -> None:
        """Do whatever is open, again and again, until the case is over; rate and answer when asked to."""
        for _ in range(MOST_ACTS):
            self.let_run()
            if self.case(case_id).status != "open":
                return
            items = self.open_items(case_id)
            if items:
                self.do(case_id, items[0].element, **choices(items[0].element))
            else:
                self._act_as_reporter(case_id)
        raise LookupError(f"case {case_id} does not come to an end")

    def _act_as_reporter(self, case_id: int) -> None:
        with self.platform.look() as work:
            sensible = reporting.what_may_be_done(work, case_id)
        if "answer" in sensible:
            self.answer(case_id, "Đoạn trước cổng chợ phường, tôi có gửi ảnh.")
        elif "rate" in sensible:
            self.rate(case_id, "satisfied")
        else:
            raise LookupError(f"case {case_id} waits for nobody in the script")

    # The clock

    def let_run(self) -> None:
        """Fire what is due and send what waits, until nothing is left at this moment."""
        for _ in range(MOST_ROUNDS):
            if not tick(self.platform).moved + sending.send_waiting(self.platform, self.transport).sent:
                return
        raise LookupError("the clock goes on firing at one moment")

    # Looking

    def case(self, case_id: int) -> Any:
        with self.platform.look() as work:
            return work.connection.execute(sa.select(cases).where(cases.c.id == case_id)).one()

    def open_items(self, case_id: int) -> list[Any]:
        query = sa.select(work_items).where(work_items.c.case_id == case_id, work_items.c.state == "open")
        with self.platform.look() as work:
            return list(work.connection.execute(query.order_by(work_items.c.id)))

    def item(self, case_id: int, element: str) -> Any:
        """The open task of that element; the oldest if there are several."""
        found = [item for item in self.open_items(case_id) if item.element == element]
        if not found:
            here = ", ".join(item.element for item in self.open_items(case_id)) or "nothing"
            raise LookupError(f"case {case_id}: {element} is not open; {here} is")
        return found[0]

    def _who(self, work: Work, item: Any) -> tuple[Standing, doing.Task]:
        """The officer who took the task, else the first of those who may complete it."""
        able = access.candidates(work, item.unit_id, access.roles_of(item.role), work.now)
        people = [item.claimed_by] if item.claimed_by else [one.officer_id for one in able]
        turn = item.case_id % len(people) if people else 0
        for person in people[turn:] + people[:turn]:
            officer = roles(work, person)
            task = doing.task(work, officer, item.id)
            if task.may_complete:
                return officer, task
        raise NotAllowed

    def _holder(self, work: Work, case_id: int) -> Standing:
        query = sa.select(work_items).where(work_items.c.case_id == case_id, work_items.c.state == "open")
        item = work.connection.execute(query.order_by(work_items.c.id)).first()
        return self._who(work, item)[0]

    def _uploads(
        self, task: doing.Task, officer: int, scenes: Mapping[str, object]
    ) -> dict[str, list[forms.File]]:
        found: dict[str, list[forms.File]] = {}
        for one in inputs(task.form.components):
            if one.kind == "filepicker":
                wanted = scenes.get(one.key, self._fitting(task, one))
                names = [wanted] if isinstance(wanted, str) else list(wanted)  # type: ignore[call-overload]
                found[one.key] = [
                    self.shelf.upload(name, purpose="evidence", officer=officer) for name in names
                ]
        return {key: files for key, files in found.items() if files}

    def _fitting(self, task: doing.Task, one: forms.Field) -> list[str]:
        if SHOWS_RESULT.get(task.form.id) == one.key or SHOWS_RESULT.get(task.item.form) == one.key:
            return [f"{scene_of(task.case.field)}-after"]
        if not one.rules.required:
            return []
        return ["letter"] if one.key in SCANNED else [f"{scene_of(task.case.field)}-after"]


def _key(word: str) -> str:
    """A fresh idempotency key; a stranger who guessed one could repeat the request and read its answer."""
    return f"{word}:{secrets.token_hex(12)}"
