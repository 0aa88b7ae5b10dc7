"""What may be done to a case beside its steps: each act with its form and the verb that carries it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from engine.cases import acting
from engine.cases.papers import Paper
from engine.deadlines import ZONE
from engine.errors import Refused
from engine.people.standing import LEADING_ROLES, Standing
from engine.reading.casefile import CaseFile
from engine.work import Work
from webui.pages import say

_EVENING = time(17, 0)  # the end of office hours


@dataclass(frozen=True)
class Sent:
    """What was sent with an act: its answers, the form they were given in, and the key of the request."""

    answers: Mapping[str, Any]
    paper: Paper | None
    key: str


@dataclass(frozen=True)
class Act:
    """Something done to a case beside its steps; `form` is the release's form for it, if it has one."""

    name: str
    slug: str
    icon: str
    form: str | None
    offered: Callable[[Standing, Any], bool]
    carry_out: Callable[[Work, Standing, int, Sent], None]


def _emergency(work: Work, standing: Standing, case_id: int, sent: Sent) -> None:
    reason = str(sent.answers["reason"])
    if not reason.strip():
        raise _reason_needed()
    acting.declare_emergency(work, standing, case_id, reason, key=sent.key)


def _extension(work: Work, standing: Standing, case_id: int, sent: Sent) -> None:
    until = _end_of(sent.answers["new_due"])
    if until is None:
        raise _reason_needed()
    reason = str(sent.answers["reason"])
    acting.request_extension(work, standing, case_id, until, reason, key=sent.key, paper=sent.paper)


def _question(work: Work, standing: Standing, case_id: int, sent: Sent) -> None:
    acting.ask_reporter(work, standing, case_id, str(sent.answers["question"]), key=sent.key)


def _directive(work: Work, standing: Standing, case_id: int, sent: Sent) -> None:
    acting.give_directive(
        work,
        standing,
        case_id,
        str(sent.answers["directive"]),
        _end_of(sent.answers.get("report_by")),
        key=sent.key,
        to_unit=sent.answers.get("unit"),
        paper=sent.paper,
    )


def _reason_needed() -> Refused:
    return Refused(vi=say("case.reason_needed"), en=say("case.reason_needed"))


def _end_of(answer: object) -> datetime | None:
    """A day alone, as forms keep it, means the end of its office hours."""
    if not answer:
        return None
    text = str(answer)
    if "T" in text:
        return datetime.fromisoformat(text)
    return datetime.combine(date.fromisoformat(text), _EVENING, ZONE)


def _handles(standing: Standing, _case: Any) -> bool:
    return any(post.handles for post in standing.posts)


def _may_raise(standing: Standing, case: Any) -> bool:
    return _handles(standing, case) and case.urgency != "emergency"


def _directs(standing: Standing, _case: Any) -> bool:
    return any(post.role in LEADING_ROLES for post in standing.posts)


# The forms of side acts are properties of the system: each verb of the engine with the form that asks for it.
ACTS = {
    act.slug: act
    for act in (
        Act("ask", "hoi", "message", "relay-question", _handles, _question),
        Act("extension", "gia-han", "calendar", "request-extension", _handles, _extension),
        Act("directive", "chi-dao", "flag", "directive", _directs, _directive),
        Act("emergency", "khan-cap", "alert", None, _may_raise, _emergency),
    )
}


def offered(standing: Standing, file: CaseFile) -> list[Act]:
    """The acts that this person may try on this case now."""
    if file.row.status != "open" or file.until is not None:
        return []
    return [act for act in ACTS.values() if act.offered(standing, file.row)]
