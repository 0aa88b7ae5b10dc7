"""What the reporter does with the code of the receipt: follow, answer, add, withdraw, rate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from engine.bpmn import BpmnError
from engine.cases import files as case_files
from engine.cases.actor import REPORTER
from engine.cases.saying import not_too_long
from engine.cases.step import Step, take_step
from engine.errors import NothingWaits, Refused
from engine.idempotency import once
from engine.store.tables import cases, messages
from engine.work import Work

# The message each act sends; what a case waits for decides which acts make sense now.
ACTS = {
    "answer": "reporter_answered",
    "add_info": "info_added",
    "withdraw": "withdrawn",
    "rate": "rated",
}


def by_code(work: Work, code: str) -> Any | None:
    """The case of a tracking code, or nothing."""
    hashed = work.keys.tracking_hash(code)
    return work.connection.execute(sa.select(cases).where(cases.c.tracking_hash == hashed)).first()


def what_may_be_done(work: Work, case_id: int) -> frozenset[str]:
    """The acts that make sense for the reporter at this point of the case."""
    step = Step.look(work, case_id, REPORTER)
    if step.case["status"] != "open":
        return frozenset()
    try:
        waiting = step.run.waiting
    except BpmnError:  # the case cannot run until an administrator mends it; its page is still read
        return frozenset()
    return frozenset(act for act, message in ACTS.items() if message in waiting)


def answer(work: Work, case_id: int, text: str, files: Iterable[int] = (), *, key: str) -> None:
    """Answer the question the centre asked."""
    _act(work, case_id, "answer", key, text, files)


def add_info(work: Work, case_id: int, text: str, files: Iterable[int] = (), *, key: str) -> None:
    """Add something to the report while it is worked on."""
    _act(work, case_id, "add_info", key, text, files)


def withdraw(work: Work, case_id: int, reason: str, *, key: str) -> None:
    """Withdraw the report."""
    _act(work, case_id, "withdraw", key, reason)


def rate(
    work: Work,
    case_id: int,
    value: str,
    reason: str | None = None,
    files: Iterable[int] = (),
    *,
    again: bool = True,
    key: str,
) -> None:
    """Rate how the report was handled; `again` asks for it to be taken up once more."""
    rating = {"value": value, "reason": reason, "again": again}
    _act(work, case_id, "rate", key, reason or "", files, lambda step: step.remember(rating=rating))


def _act(
    work: Work,
    case_id: int,
    act: str,
    key: str,
    said: str,
    files: Iterable[int] = (),
    before: Callable[[Step], None] | None = None,
) -> None:
    def carry_out() -> Mapping[str, Any]:
        take_step(
            work, case_id, REPORTER, f"reporter:{act}", lambda step: _send(step, act, said, files, before)
        )
        return {"case_id": case_id}

    once(work, key, f"reporter:{case_id}:{act}", carry_out)


def _send(
    step: Step,
    act: str,
    said: str,
    files: Iterable[int],
    before: Callable[[Step], None] | None,
) -> None:
    message = ACTS[act]
    if message not in step.run.waiting:
        raise NothingWaits
    attached = list(files)
    words = _words(step, act, said, attached)
    if before is not None:
        before(step)
    if words:
        row = {"case_id": step.id, "direction": "in", "kind": act, "body": words, "sent_at": step.now}
        step.pending.add(messages, row)
    case_files.attach(step.work, attached, step.id)
    step.input("message", element=message)
    step.log(f"case:reporter:{act}", {})
    if act == "answer":
        step.ledger.resume(step.now)
    if not step.run.send(message, now=step.now):
        raise NothingWaits


def _words(step: Step, act: str, said: str, files: list[int]) -> str:
    """What the reporter wrote; an answer or an addition says something, in words or by a file."""
    words = said.replace("\x00", "").strip()
    if act in ("answer", "add_info") and not words and not files:
        raise Refused(vi="Xin ghi nội dung hoặc gửi ảnh.", en="Please write something or send a picture.")
    return not_too_long(words, step.settings)
