"""Operations that tell the reporter: a step with an outcome, from which later periods run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.cases.escalation import tell_holders
from engine.notices.writing import tell_reporter

if TYPE_CHECKING:
    from engine.cases.step import Step

Inputs = dict[str, Any]
# Only what is done is called done; a promise is followed until it is kept.
ANSWERED = {"done": "done", "promised": "promised"}


def send_notice(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Queue the notice for the reporter; merged children carry their parent's outcome."""
    kind = str(inputs.get("notice") or "result")
    if kind == "result":
        step.case["public_status"] = ANSWERED.get(str(step.recall("outcome")), "answered")
    values = {"report_no": step.case["report_no"], "notice": kind}
    channel = tell_reporter(step, f"reporter.{kind}", values)
    step.remember(telling=kind, told_round=step.recall("told", 0))
    return {"channel": channel, "has_phone": _has_phone(step), "kind": kind}


def _has_phone(step: Step) -> bool:
    return bool(step.recall("reporter", {}).get("has_phone"))


def record_told(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Keep how the telling ended: delivered, told by phone, or unreachable."""
    outcome = str(inputs.get("outcome") or "unreachable")
    kind = str(inputs.get("notice") or "")
    told = {**step.recall("told_outcomes", {}), kind: {"outcome": outcome, "at": step.run.now.isoformat()}}
    step.remember(told_outcomes=told)
    step.log("case:reporter:told", {"notice": kind, "outcome": outcome}, at=step.run.now)
    return {"outcome": outcome}


def pass_on_info(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Tell those who hold the case that the reporter added something."""
    tell_holders(step, "work.info_added")
    return None
