"""What an administrator may do to a case that cannot go on by itself: each a step, with a reason.

A repair is a value, so that the same may be shown beforehand, done, and done to many cases.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

import forms
from engine import access, bpmn
from engine.cases.doing import complete_instead
from engine.cases.operations import closing
from engine.cases.rows import actor_of
from engine.cases.step import Step, told_as_broken
from engine.errors import NotAllowed, NotFound, Refused
from engine.notices.writing import tell_officers, tell_reporter
from engine.people.standing import Standing, roles
from engine.store.tables import cases, incidents
from engine.work import Work


@dataclass(frozen=True)
class Repair:
    """One way on. `task` is the token it is done to; without one, the first that stands at `element`."""

    verb: str
    reason: str = ""
    task: str = ""
    element: str = ""
    target: str = ""
    until: datetime | None = None
    item: int | None = None
    officer: int | None = None
    answers: Mapping[str, object] = field(default_factory=dict)
    uploads: Mapping[str, Sequence[forms.File | forms.RefusedFile]] = field(default_factory=dict)


def repair(
    work: Work, standing: Standing, case_id: int, wanted: Repair, incident_id: int | None = None
) -> None:
    """Do it as one step, and close what it settles: the incident it was done for, else all of the case.

    The clock does not catch up first, since that may be what failed; a retry is nothing but catching up.
    """
    _must_be_allowed(work, standing, case_id)
    if wanted.verb != "retry":
        _must_say(wanted.reason)
    action = f"repair:{wanted.verb}"
    step = Step.open(work, case_id, actor_of(standing))
    _must_be_open(step)
    with told_as_broken(case_id, action):
        _do(step, wanted)
        step.save(action)
    which = incidents.c.id == incident_id if incident_id is not None else incidents.c.case_id == case_id
    _close(work, standing, sa.and_(which, incidents.c.state == "open"), _resolution(wanted))


def _do(step: Step, wanted: Repair) -> None:
    try:
        VERBS[wanted.verb](step, wanted)
    except bpmn.NotWaiting as error:
        raise Refused(
            vi="Không làm được như vậy từ bước này. Xin chọn bước khác.",
            en="This cannot be done from here. Please choose another step.",
        ) from error
    _must_still_wait(step)


def _retry(step: Step, wanted: Repair) -> None:
    """Fire what is due; what a person sent they send again themselves."""
    step.log("repair:retry", {"reason": wanted.reason})
    step.catch_up()


def _skip(step: Step, wanted: Repair) -> None:
    """Let a token pass without the answers or the event it waits for."""
    token = _token(step, wanted)
    _record(step, wanted, token.element, {"nth": token.nth})
    step.run.skip(token.task, now=step.now)


def _move(step: Step, wanted: Repair) -> None:
    """Take a token from where it stands and put it on another element of the same scope."""
    token = _token(step, wanted)
    _record(step, wanted, token.element, {"nth": token.nth, "to": wanted.target})
    step.run.move(token.task, wanted.target, now=step.now)


def _cancel(step: Step, wanted: Repair) -> None:
    """Take a token away; what waits beside it goes on."""
    token = _token(step, wanted)
    _record(step, wanted, token.element, {"nth": token.nth})
    step.run.cancel(token.task, now=step.now)


def _rearm(step: Step, wanted: Repair) -> None:
    """Give a timer another next instant; instants after it stay, those that it overtakes fall away."""
    found = [one for one in step.run.timers() if wanted.element in (one.element, one.host)]
    timer = next((one for one in found if wanted.task in ("", one.task)), None)
    if timer is None:
        raise _not_there()
    if wanted.until is None or wanted.until < step.now:
        raise Refused(
            vi="Xin chọn một thời điểm từ bây giờ trở đi.", en="Please choose a moment from now on."
        )
    _record(step, wanted, timer.element, {"at": wanted.until, "rung": timer.index})
    step.run.rearm(timer.task, _instants(timer, wanted.until), timer.element)


def _instants(timer: bpmn.Timer, until: datetime) -> list[object]:
    rungs = [dict(one) for one in timer.rungs[timer.index :] if isinstance(one, Mapping)]
    moved = [{**rungs[0], "at": until}, *(one for one in rungs[1:] if one["at"] > until)]
    return [one if len(one) > 1 else one["at"] for one in moved]


def _complete(step: Step, wanted: Repair) -> None:
    """Enter what an officer has answered elsewhere; the form and the rules ask the same of it."""
    if wanted.officer is None or wanted.item is None:
        raise NotFound
    administrator = step.actor.officer_id
    assert administrator is not None
    theirs = roles(step.work, wanted.officer)
    step.log("repair:complete", {"item": wanted.item, "for": wanted.officer, "reason": wanted.reason})
    complete_instead(step, theirs, wanted.item, wanted.answers, wanted.uploads, by=administrator)


def _end(step: Step, wanted: Repair) -> None:
    """End the case at an end that the diagram draws; its reporter and whoever worked on it are told."""
    if wanted.target not in step.run.ends:
        raise Refused(
            vi="Xin chọn một điểm kết thúc của quy trình.", en="Please choose an end of the procedure."
        )
    _record(step, wanted, wanted.target, {})
    number = {"report_no": step.case["report_no"]}
    people = sorted({row["claimed_by"] for row in step.items if row["claimed_by"]})
    tell_officers(step, people, "notice.neutral", number)
    step.run.end(wanted.target, now=step.now)
    closing.close(step, {"outcome": "cancelled"}, {})
    step.case["public_status"] = "closed"
    tell_reporter(step, "reporter.closed", number)


VERBS: Mapping[str, Callable[[Step, Repair], None]] = {
    "retry": _retry,
    "skip": _skip,
    "complete": _complete,
    "move": _move,
    "cancel": _cancel,
    "rearm": _rearm,
    "end": _end,
}
# What makes sense for every case that a filter finds.
MANY = ("retry", "skip", "move", "end")


def retry(work: Work, standing: Standing, incident_id: int) -> None:
    """Try the step of an incident again."""
    repair(work, standing, _case_of(work, standing, incident_id), Repair("retry"), incident_id)


def skip(work: Work, standing: Standing, incident_id: int, reason: str) -> None:
    """Let the token that stands at the failing element pass without it."""
    row = work.connection.execute(sa.select(incidents).where(incidents.c.id == incident_id)).first()
    wanted = Repair("skip", reason, element=(row.element or "") if row else "")
    repair(work, standing, _case_of(work, standing, incident_id), wanted, incident_id)


def move(work: Work, standing: Standing, case_id: int, task: str, to_element: str, reason: str) -> None:
    """Take a token from where it stands and put it on another element of the same scope."""
    repair(work, standing, case_id, Repair("move", reason, task=task, target=to_element))


def _record(step: Step, wanted: Repair, element: str, told: dict[str, object]) -> None:
    """The input log keeps what replay needs, by element and count, since a replay mints its own tokens."""
    step.input(wanted.verb, element=element, payload=told or None)
    shown = {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in told.items()
    }
    step.log(f"repair:{wanted.verb}", {"element": element, "reason": wanted.reason, **shown})


def _token(step: Step, wanted: Repair) -> bpmn.Token:
    found = step.run.tokens()
    if wanted.task:
        found = [one for one in found if one.task == wanted.task]
    elif wanted.element:
        hosts = {timer.element: timer.host for timer in step.run.timers()}
        place = hosts.get(wanted.element) or wanted.element
        found = [one for one in found if one.element == place]
    if not found or not (wanted.task or wanted.element):
        raise _not_there()
    return found[0]


def _not_there() -> Refused:
    return Refused(vi="Không thấy bước này đang chờ.", en="No token waits at this step.")


def _must_still_wait(step: Step) -> None:
    run = step.run
    if run.ended is None and not (run.items() or run.timers() or run.waiting):
        raise Refused(
            vi="Làm vậy thì hồ sơ không còn chờ việc gì nữa. Xin chuyển bước hoặc kết thúc hồ sơ.",
            en="The case would wait for nothing any more. Please move it or end it.",
        )


def _must_be_open(step: Step) -> None:
    if step.case["status"] != "open":
        raise Refused(
            vi="Hồ sơ đã kết thúc, không sửa được nữa.", en="The case is over; nothing can be mended."
        )


def _must_be_allowed(work: Work, standing: Standing, case_id: int) -> None:
    if not standing.holds("administrator"):
        raise NotAllowed
    mine = sa.select(cases.c.id).where(cases.c.id == case_id, access.repairable(standing))
    if work.connection.execute(mine).first() is None:
        raise NotFound


def _must_say(reason: str) -> None:
    if not reason.strip():
        raise Refused(vi="Xin ghi lý do.", en="Please give a reason.")


def _case_of(work: Work, standing: Standing, incident_id: int) -> int:
    if not standing.holds("administrator"):
        raise NotAllowed
    row = work.connection.execute(sa.select(incidents).where(incidents.c.id == incident_id)).first()
    if row is None or row.state != "open":
        raise NotFound
    return int(row.case_id)


_DONE = {
    "retry": "retried",
    "skip": "skipped",
    "complete": "completed",
    "move": "moved",
    "cancel": "cancelled",
    "rearm": "rearmed",
    "end": "ended",
}


def _resolution(wanted: Repair) -> str:
    done = _DONE[wanted.verb]
    return f"{done}: {wanted.reason}" if wanted.reason else done


def _close(work: Work, standing: Standing, which: sa.ColumnElement[bool], resolution: str) -> Any:
    values = {
        "state": "closed",
        "closed_at": work.now,
        "closed_by": standing.officer_id,
        "resolution": resolution,
    }
    return work.run(sa.update(incidents).where(which).values(values))
