"""Operations on results: sent back to be mended, and promises kept or broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.notices.writing import tell_officers
from engine.store.tables import officers

if TYPE_CHECKING:
    from engine.cases.step import Step

Inputs = dict[str, Any]


def record_send_back(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Count how often a result came back; the clock of the one who handles goes on where it stood."""
    count = step.recall("send_backs", 0) + 1
    step.remember(send_backs=count)
    tell_handler(step, "work.sent_back", {"report_no": step.case["report_no"], "n": count})
    return None


def tell_handler(step: Step, template: str, values: dict[str, Any]) -> None:
    """Put a notice before the officer in charge, if one has been named."""
    query = sa.select(officers.c.id).where(officers.c.login == step.recall("handler"), officers.c.active)
    found = step.work.connection.execute(query).scalar()
    tell_officers(step, [found] if found else [], template, values)


def record_promise(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Say of the last promise whether it was kept, and begin a new round: promises and deeds count apart."""
    kept = inputs.get("outcome") == "done"
    name = "promises_kept" if kept else "promises_broken"
    step.remember(**{name: step.recall(name, 0) + 1})
    _new_round(step)
    return {"asked": False}


def ask_after_promise(step: Step, inputs: Inputs, data: Inputs) -> object:
    """The day that a body without accounts had promised has come: its next answer says whether it kept it."""
    _new_round(step)
    return {"asked": True}


def _new_round(step: Step) -> None:
    """What follows is looked at, told and published anew, so it has clocks of its own."""
    step.ledger.round = step.recall("round", 1) + 1
    step.remember(round=step.ledger.round)
