"""Operations of an emergency: shorter clocks, the next number to call, and what was answered."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine import deadlines
from engine.cases.answers import answers_of
from engine.notices.writing import tell_officers
from engine.people.units import day_of
from engine.store.tables import hotline_calls, hotlines

if TYPE_CHECKING:
    from engine.cases.step import Step

Inputs = dict[str, Any]


def shorten_clocks(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Make the case an emergency: every running clock takes the shorter term, on record."""
    step.case["urgency"] = "emergency"
    for clock in step.ledger.clocks:
        if clock["stopped_at"] is None:
            _shorten(step, clock)
    step.rearm_ladders()
    _ring(step)
    return None


def _shorten(step: Step, clock: dict[str, Any]) -> None:
    term = step.ledger.terms.term(clock["phase"])
    if term is None:
        return
    due = deadlines.due(step.now, term["amount"], term["measure"], term["clock"], step.ledger.calendar)
    if due < clock["due_at"]:
        clock |= {"kind": term["clock"], "measure": term["measure"], "started_at": step.now}
        step.ledger.move(clock, due, step.now, "shorten", "emergency")


def _ring(step: Step) -> None:
    """Tell everybody on duty at the centre at once."""
    ioc = step.tree.by_code["ioc"]
    people = step.serving(ioc.id, ["ioc_operator", "ioc_lead"])
    values = {
        "report_no": step.case["report_no"],
        "subject": step.case["subject"],
        "place": step.case["place"],
    }
    tell_officers(step, people, "work.emergency", values, urgent=True)


def pick_hotline(step: Step, inputs: Inputs, data: Inputs) -> object:
    """The next number to call, as the table ranks them; the first again when all were tried."""
    tried = list(step.recall("tried_numbers", [])) if inputs.get("tried") else []
    if inputs.get("tried"):
        tried.append(str(inputs["tried"]))
        _log_call(step, answers_of(step, str(inputs.get("answers") or "")), data)
    step.remember(tried_numbers=tried)
    known = _numbers(step)
    fresh = [row for row in known if row["number"] not in tried]
    pick = (fresh or known or [{}])[0]
    picked = {"number": pick.get("number"), "name": pick.get("name")}
    step.remember(calling=picked)
    return {**picked, "more": len(fresh) > 1}


def _numbers(step: Step) -> list[dict[str, str]]:
    ranked = step.host.ask("hotline", tried=[])
    rows = _directory(step)
    found: list[dict[str, str]] = []
    for entry in ranked if isinstance(ranked, list) else []:
        topic = entry.get("topic") if isinstance(entry, dict) else None
        for row in rows:
            if row.topic == topic and row.number not in [each["number"] for each in found]:
                found.append({"number": row.number, "name": row.name})
    return found


def _directory(step: Step) -> list[sa.Row[Any]]:
    """The lines in force that have a number, those of the case's own district first."""
    today = day_of(step.now)
    district = step.case["district_code"]
    own = sa.case((hotlines.c.district_code == district, 0), else_=1)
    query = (
        sa.select(hotlines)
        .where(hotlines.c.number != "", hotlines.c.valid_from <= today)
        .where(sa.or_(hotlines.c.valid_to.is_(None), hotlines.c.valid_to > today))
        .where(sa.or_(hotlines.c.district_code.is_(None), hotlines.c.district_code == (district or "")))
        .order_by(own, hotlines.c.rank, hotlines.c.id)
    )
    return list(step.work.connection.execute(query))


def record_hotline(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Somebody answered: the reporter may now read that the line was told."""
    _log_call(step, answers_of(step, str(inputs["answers"])), data)
    step.case["public_status"] = "hotline"
    picked = data.get("hotline")
    if isinstance(picked, dict):
        step.remember(hotline=picked)
    return None


def _log_call(step: Step, answers: Inputs, data: Inputs) -> None:
    """Keep one call, answered or not; it may be entered hours after it was made."""
    called = answers.get("called_at")
    at = datetime.fromisoformat(str(called)) if called else step.now
    row = {
        "case_id": step.id,
        "number": str(answers.get("number") or ""),
        "agency": str((data.get("hotline") or {}).get("name") or ""),
        "answered": answers.get("answered") == "yes",
        "answered_by": answers.get("answered_by"),
        "called_at": at,
        "recorded_at": step.now,
        "officer_id": step.actor.officer_id,
        "note": answers.get("note"),
    }
    step.pending.add(hotline_calls, row)
