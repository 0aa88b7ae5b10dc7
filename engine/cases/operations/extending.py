"""Operations of an extension: asked in time, decided by a leader, or overtaken by the result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.cases.answers import answers_of
from engine.errors import Refused
from engine.notices.writing import tell_officers, tell_reporter
from engine.store.tables import extensions

if TYPE_CHECKING:
    from engine.cases.step import Step

Inputs = dict[str, Any]


def receive_extension(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Say whose word is needed: the team's leader, or the head of a department that handles by itself."""
    return {"kind": step.recall("target_kind"), "unit": step.recall("target")}


def extend(step: Step, inputs: Inputs, data: Inputs) -> object:
    """Move the due time of the clock it was asked for; the rungs not yet fired move with it."""
    request = _pending(step)
    answers = answers_of(step, str(inputs["answers"]))
    until = _moment(step, answers.get("new_due")) or request.until
    clock = next(clock for clock in step.ledger.clocks if clock.get("id") == request.clock_id)
    _must_extend(clock, until)
    _decide(step, request, "approved", answers)
    step.ledger.move(clock, until, step.now, "extend", request.reason)
    step.rearm_ladders()
    step.remember(
        extended={
            "old": clock["first_due_at"].isoformat(),
            "new": until.isoformat(),
            "reason": request.reason,
        }
    )
    _tell_asker(step, request, "extension.approved", until)
    values = {"report_no": step.case["report_no"], "new_due": until.isoformat(), "reason": request.reason}
    tell_reporter(step, "reporter.extension", values)
    return None


def _must_extend(clock: Mapping[str, Any], until: datetime) -> None:
    """Hold whoever decides to the same bounds as whoever asks."""
    due, length = clock["due_at"], clock["first_due_at"] - clock["started_at"]
    if not due < until <= due + length:
        raise Refused(
            vi="Hạn mới phải sau hạn cũ và không dài hơn thời hạn ban đầu.",
            en="The new due time must follow the old one by no more than the first term.",
        )


def _moment(step: Step, value: object) -> datetime | None:
    """The end of office hours when only a date is given."""
    if not value:
        return None
    text = str(value)
    if len(text) == len("2026-01-31"):
        return step.ledger.calendar.closing(date.fromisoformat(text))
    return datetime.fromisoformat(text).astimezone(UTC)


def refuse_extension(step: Step, inputs: Inputs, data: Inputs) -> object:
    request = _pending(step)
    _decide(step, request, "refused", answers_of(step, str(inputs["answers"])))
    _tell_asker(step, request, "extension.refused", request.until)
    return None


def extension_overtaken(step: Step, inputs: Inputs, data: Inputs) -> object:
    """The result was filed before anybody decided: the request is void."""
    _decide(step, _pending(step), "withdrawn", {})
    return None


def _pending(step: Step) -> sa.Row[Any]:
    query = sa.select(extensions).where(extensions.c.case_id == step.id, extensions.c.state == "pending")
    return step.work.connection.execute(query.order_by(extensions.c.id.desc())).one()


def _decide(step: Step, request: sa.Row[Any], state: str, answers: Inputs) -> None:
    """Close a request, and book the time it waited on the one who decided, not on the one who asked."""
    values = {
        "state": state,
        "decided_by": step.actor.officer_id,
        "decided_at": step.now,
        "answer": answers.get("reason"),
    }
    step.work.run(sa.update(extensions).where(extensions.c.id == request.id).values(values))


def _tell_asker(step: Step, request: sa.Row[Any], template: str, until: datetime) -> None:
    values = {"report_no": step.case["report_no"], "new_due": until.isoformat()}
    tell_officers(step, [request.asked_by], template, values)
