"""Steps that failed: kept with what they were doing, so that an administrator can mend and go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from engine.cases.rows import actor_of
from engine.cases.step import Step, take_step, told_as_broken
from engine.errors import NotAllowed, NotFound, Refused
from engine.people.standing import Standing
from engine.store.tables import incidents
from engine.work import Work

TRIES = 3
PAUSE = timedelta(minutes=1)  # doubled with every try


def note(work: Work, data: Mapping[str, Any]) -> None:
    """Write down a failed step; the same failure again counts as another try."""
    case_id = data.get("case_id")
    if case_id is None:
        return
    same = sa.and_(
        incidents.c.case_id == case_id, incidents.c.state == "open", incidents.c.action == data["action"]
    )
    values = {"tries": incidents.c.tries + 1, "last_at": work.now, "error": str(data.get("reason"))}
    if work.run(sa.update(incidents).where(same).values(values)).rowcount:
        return
    row = {
        "case_id": case_id,
        "at": work.now,
        "action": data["action"],
        "element": data.get("element"),
        "error": str(data.get("reason")),
        "last_at": work.now,
    }
    work.run(sa.insert(incidents), [row])


def resting(work: Work, case_ids: Iterable[int]) -> set[int]:
    """Cases whose clock step failed and whose next try is not due; after three tries a person decides."""
    query = sa.select(incidents.c.case_id, incidents.c.tries, incidents.c.last_at).where(
        incidents.c.case_id.in_(list(case_ids)), incidents.c.state == "open"
    )
    rows = work.connection.execute(query)
    return {
        row.case_id for row in rows if row.tries >= TRIES or work.now < row.last_at + PAUSE * 2**row.tries
    }


def retry(work: Work, standing: Standing, incident_id: int) -> None:
    """Try the step again: fire what is due; what a person sent they send again themselves."""
    row = _open(work, standing, incident_id)
    take_step(
        work,
        row.case_id,
        actor_of(standing),
        "repair:retry",
        lambda step: step.log("repair:retry", {"incident": row.id}),
    )
    _close(work, standing, incidents.c.id == row.id, "retried")


def skip(work: Work, standing: Standing, incident_id: int, reason: str) -> None:
    """Let the token that stands at the failing element pass without it."""
    row = _open(work, standing, incident_id)
    _must_say(reason)

    def act(step: Step) -> None:
        task = _task_at(step, row.element)
        step.input("skip", element=row.element)
        step.log("repair:skip", {"incident": row.id, "element": row.element, "reason": reason})
        step.run.skip(task, now=step.now)

    _repair(work, standing, row.case_id, "repair:skip", act)
    _close(work, standing, incidents.c.id == row.id, f"skipped: {reason}")


def move(work: Work, standing: Standing, case_id: int, task: str, to_element: str, reason: str) -> None:
    """Take a token from where it stands and put it on another element of the same scope."""
    _must_be_administrator(standing)
    _must_say(reason)

    def act(step: Step) -> None:
        step.input("move", element=to_element, payload={"task": task})
        step.log("repair:move", {"task": task, "to": to_element, "reason": reason})
        step.run.move(task, to_element, now=step.now)

    _repair(work, standing, case_id, "repair:move", act)
    same = sa.and_(incidents.c.case_id == case_id, incidents.c.state == "open")
    _close(work, standing, same, f"moved: {reason}")


def _repair(work: Work, standing: Standing, case_id: int, action: str, act: Callable[[Step], None]) -> None:
    """A repair acts on the case as it stands: catching up first would run into the fault again."""
    step = Step.open(work, case_id, actor_of(standing))
    with told_as_broken(case_id, action):
        act(step)
        step.save(action)


def _task_at(step: Step, element: str | None) -> str:
    for item in step.run.items():
        if item.element == element:
            return str(item.task)
    for timer in step.run.timers():
        if element in (timer.element, timer.host):
            return str(timer.task)
    raise Refused(vi="Không thấy bước này đang chờ.", en="No token waits at this step.")


def _open(work: Work, standing: Standing, incident_id: int) -> Any:
    _must_be_administrator(standing)
    row = work.connection.execute(sa.select(incidents).where(incidents.c.id == incident_id)).first()
    if row is None or row.state != "open":
        raise NotFound
    return row


def _close(work: Work, standing: Standing, which: sa.ColumnElement[bool], resolution: str) -> None:
    values = {
        "state": "closed",
        "closed_at": work.now,
        "closed_by": standing.officer_id,
        "resolution": resolution,
    }
    work.run(sa.update(incidents).where(which).values(values))


def _must_be_administrator(standing: Standing) -> None:
    if not standing.holds("administrator"):
        raise NotAllowed


def _must_say(reason: str) -> None:
    if not reason.strip():
        raise Refused(vi="Xin ghi lý do.", en="Please give a reason.")
