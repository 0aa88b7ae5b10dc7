"""Operations that give a case to those who handle it, or take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.errors import Refused
from engine.notices.writing import tell_reporter
from engine.people import units
from engine.people.units import Unit

if TYPE_CHECKING:
    from engine.cases.step import Step

Inputs = dict[str, Any]


def dispatch(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Give the case to a unit: the arbiter's word, else the operator's choice, else the table's proposal."""
    arbitrated = inputs.get("arbitrated")
    chosen = arbitrated or inputs.get("chosen") or inputs.get("proposed")
    unit = _serving(step, str(chosen or ""))
    if arbitrated:
        step.remember(arbitrated=True)
    served = unit.has_accounts and units.serving(unit, step.case["received_at"])
    kind = unit.kind if served and unit.kind in ("team", "department") else _without_desk(unit, served)
    step.remember(
        target=unit.code, target_kind=kind, team=unit.code if kind == "team" else None, lead=None, co=[]
    )
    step.case["public_status"] = "working"
    tell_reporter(step, "reporter.dispatched", {"report_no": step.case["report_no"], "unit": unit.name})
    return {"kind": kind, "unit": unit.code}


def _serving(step: Step, code: str) -> Unit:
    unit = step.tree.by_code.get(code)
    if unit is None or not unit.exists_on(units.day_of(step.now)):
        raise Refused(vi="Đơn vị này không còn hoạt động.", en="This unit no longer exists.")
    if _is_accused(step, unit):
        raise Refused(
            vi="Không chuyển phản ánh cho chính cơ quan bị phản ánh.",
            en="A report is not given to the unit that it accuses.",
        )
    return unit


def _is_accused(step: Step, unit: Unit) -> bool:
    return bool(step.case["accused_unit"] == unit.code)


def _without_desk(unit: Unit, served: bool) -> str:
    """A body without accounts, and a unit not yet in service, are reached by letter through the centre."""
    if served and unit.kind in ("division", "commune"):
        raise Refused(
            vi="Xin chuyển cho Tổ xử lý; Tổ sẽ giao cơ quan này.",
            en="Please send it to the handling team, which assigns this agency.",
        )
    return "body"


def record_return(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Count a return to the centre; it must carry the agency that the unit proposes."""
    proposed = inputs.get("proposed")
    if not proposed:
        raise Refused(
            vi="Chuyển trả phải kèm đề nghị cơ quan, đơn vị xử lý.",
            en="A return must propose the agency that should handle it.",
        )
    if step.recall("arbitrated"):
        raise Refused(
            vi="Việc này đã được phân xử, không chuyển trả được nữa.",
            en="This case was arbitrated and cannot be returned again.",
        )
    count = step.recall("returns", 0) + 1
    step.remember(returns=count, proposed_unit=proposed, target=None, team=None, lead=None, co=[])
    return {"count": count, "proposed": proposed}


def assign(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Name the lead agency and those that co-handle; never the accused unit."""
    lead = _serving(step, str(inputs.get("lead") or ""))
    co = [_serving(step, str(code)).code for code in inputs.get("co_agencies") or [] if code != lead.code]
    step.remember(lead=lead.code, co=co)
    return {"lead": lead.code, "co_agencies": co}


def record_acceptance(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Name the officer in charge: the one chosen, or the one who accepts."""
    login = inputs.get("officer") or step.actor_login()
    step.remember(handler=login)
    return {"officer": login}
