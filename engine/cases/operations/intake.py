"""Operations of the intake: asking back, declining, merging and splitting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.cases.answers import answers_of
from engine.cases.messaging import queue_messages
from engine.cases.operations import kinship
from engine.cases.splitting import open_part
from engine.notices.writing import tell_reporter
from engine.store.tables import messages

if TYPE_CHECKING:
    from engine.cases.step import Step

Inputs = dict[str, Any]


def ask_reporter(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Keep the question and let the clocks stand still until the reporter answers."""
    answers = answers_of(step, str(inputs["answers"]))
    question = str(answers.get("question") or "")
    step.pending.add(messages, _message(step, "out", "question", question))
    step.ledger.pause(step.now)
    step.case["public_status"] = "info"
    step.remember(question=question)
    return None


def _message(step: Step, direction: str, kind: str, body: str) -> dict[str, Any]:
    return {
        "case_id": step.id,
        "direction": direction,
        "kind": kind,
        "body": body,
        "officer_id": step.actor.officer_id,
        "sent_at": step.run.now,
    }


def record_no_answer(step: Step, inputs: Inputs, data: Inputs) -> object:
    step.case["public_status"] = "declined"
    step.remember(refusal="no_answer")
    return None


def resume_case(step: Step, inputs: Inputs, data: Inputs) -> object:
    step.case |= {"public_status": "waiting", "outcome": None}
    step.remember(refusal=None)
    return None


def refuse(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Keep why the report is not taken, and where the matter can be settled: the reporter reads both."""
    answers = answers_of(step, str(inputs["answers"]))
    step.case["public_status"] = "declined"
    step.remember(refusal=inputs.get("reason"), guidance=str(answers.get("guidance") or ""))
    return None


def merge(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Let this case wait for the one that came first; its reporter is told at the end too."""
    parent = kinship.parent_for(step, str(inputs.get("parent") or "").strip())
    step.case |= {"parent_id": parent.id, "parent_kind": "merged", "public_status": "merged"}
    step.remember(parent_no=parent.report_no)
    if parent.status != "open":
        told = kinship.ending(parent.report_no, parent.outcome, parent.facts)
        step.after.append(
            lambda: queue_messages(step.work, [step.id], "parent_ended", told, cause=str(parent.id))
        )
    return {"parent": parent.report_no}


def unmerge(step: Step, inputs: Inputs, data: Inputs) -> object:
    """The case that this one waited for ended without being handled: it stands on its own again."""
    step.case |= {"parent_id": None, "parent_kind": None, "public_status": "waiting"}
    step.remember(parent_no=None)
    tell_reporter(step, "reporter.unmerged", {"report_no": step.case["report_no"]})
    return None


def split(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Open a case of its own for each part; the reporter follows them from the first number."""
    kinship.hold(step.work, step.id)
    parts = answers_of(step, str(inputs["answers"])).get("parts") or []
    numbers = [open_part(step, dict(part)) for part in parts]
    step.remember(parts=numbers)
    step.case["public_status"] = "split"
    return {"count": len(numbers)}
