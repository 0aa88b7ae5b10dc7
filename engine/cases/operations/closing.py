"""Operations at the end of a case: rating, contesting, publishing, closing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine import publication, settings
from engine.cases.answers import answers_of
from engine.cases.escalation import tell_holders
from engine.cases.messaging import queue_messages
from engine.cases.operations import kinship
from engine.cases.operations.handling import tell_handler
from engine.store.tables import ratings

if TYPE_CHECKING:
    from engine.cases.step import Step

Inputs = dict[str, Any]
MOST_REOPENINGS = 2


def record_rating(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Keep the rating; a dissatisfied reporter may have the case reopened, but not without end."""
    given = step.recall("rating", {})
    bad = given.get("value") == "dissatisfied"
    limit = settings.whole_number(step.settings, "reopen_max", MOST_REOPENINGS)
    may = bad and bool(given.get("again", True)) and step.recall("contests", 0) < limit
    row = {
        "case_id": step.id,
        "value": given.get("value"),
        "reason": given.get("reason"),
        "contested": may,
        "given_at": step.now,
    }
    step.pending.add(ratings, row)
    return {"dissatisfied": bad, "may_reopen": may}


def reopen(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Open the case again: a new round, whose clocks start afresh."""
    contests = step.recall("contests", 0) + 1
    step.remember(contests=contests, again=True, round=step.recall("round", 1) + 1)
    step.ledger.round = int(step.recall("round"))
    step.case["public_status"] = "working"
    tell_handler(step, "work.reopened", {"report_no": step.case["report_no"]})
    return {"again": True}


def conclude(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Say whether the closing phase ended with a contest, and forget it for the next round."""
    again = bool(step.recall("again", False))
    step.remember(again=False)
    return {"again": again}


def publish(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Put the redacted copy before the public."""
    publication.put_public(step, answers_of(step, str(inputs["answers"])))
    return None


def withdraw(step: Step, inputs: Inputs, data: Inputs) -> object:
    """The reporter withdrew: whoever worked on it is told."""
    tell_holders(step, "work.withdrawn")
    step.case["public_status"] = "withdrawn"
    publication.take_down(step, "withdrawn")
    return None


def close(step: Step, inputs: Inputs, data: Inputs) -> object:
    """End the case with an outcome, and let the cases merged into it go on."""
    outcome = str(inputs.get("outcome"))
    step.case |= {"status": "ended", "outcome": outcome, "ended_at": step.now, "holder_unit": None}
    if outcome == "done":
        step.case["public_status"] = "closed"
    if inputs.get("result"):
        step.remember(parent_result=inputs["result"])
    kinship.hold(step.work, step.id)
    told = kinship.ending(step.case["report_no"], outcome, step.case["facts"])
    queue_messages(step.work, kinship.waiting_for(step), "parent_ended", told, cause=str(step.id))
    return None
