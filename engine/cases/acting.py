"""What officers do to a case beside their tasks: emergencies, extensions, questions, directives, identity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.cases.concerning import concern
from engine.cases.escalation import tell_holders
from engine.cases.newtasks import tell_who_decides
from engine.cases.papers import Paper, keep_paper
from engine.cases.rows import actor_of
from engine.cases.saying import said, with_zone
from engine.cases.step import Step, take_step
from engine.errors import NotAllowed, NothingWaits, Refused
from engine.idempotency import once
from engine.notices.writing import tell_officers, tell_reporter
from engine.people.standing import LEADING_ROLES, Standing
from engine.store.tables import directives, extensions, identity_grants, messages, reporters
from engine.work import Work


@dataclass(frozen=True)
class Identity:
    """Who reported a case."""

    kind: str
    name: str | None
    phone: str | None
    email: str | None
    address: str | None
    representative: str | None


def _once(
    work: Work, standing: Standing, case_id: int, action: str, key: str, act: Callable[[Step], None]
) -> None:
    def carry_out() -> Mapping[str, Any]:
        access.must_take_part(work, standing, case_id)
        take_step(work, case_id, actor_of(standing), action, act)
        return {"case_id": case_id}

    once(work, key, f"officer:{standing.officer_id}:{action}:{case_id}", carry_out)


def declare_emergency(work: Work, standing: Standing, case_id: int, reason: str, *, key: str) -> None:
    """Make a case an emergency at any stage: its clocks shorten and the hotline is called."""

    def act(step: Step) -> None:
        why = said(reason, step.settings, vi="vì sao là khẩn cấp", en="why it is an emergency")
        step.log("case:emergency:declare", {"reason": why})
        step.input("message", element="emergency_declared")
        if not step.run.send("emergency_declared", now=step.now):
            raise NothingWaits

    _once(work, standing, case_id, "case:emergency", key, act)


def request_extension(
    work: Work,
    standing: Standing,
    case_id: int,
    until: datetime,
    reason: str,
    *,
    key: str,
    paper: Paper | None = None,
) -> None:
    """Ask for more time for a task in hand: once, before it is due, for no longer than the term itself."""

    def act(step: Step) -> None:
        why = said(reason, step.settings, vi="lý do xin gia hạn", en="why more time is needed")
        clock = _clock_in_hand(step, standing)
        _may_extend(step, clock, with_zone(until))
        row = {
            "case_id": step.id,
            "clock_id": clock["id"],
            "asked_by": standing.officer_id,
            "asked_at": step.now,
            "reason": why,
            "until": until,
        }
        step.work.run(sa.insert(extensions), [row])
        keep_paper(step, paper, "extension")
        step.log("case:extension:ask", {"until": until.isoformat()})
        step.input("message", element="extension_requested")
        if not step.run.send("extension_requested", now=step.now):
            raise NothingWaits
        values = {
            "report_no": step.case["report_no"],
            "unit": step.tree.by_code[clock["unit"]].short_name,
            "new_due": until.isoformat(),
            "reason": why,
        }
        step.after.append(lambda: tell_who_decides(step, "extension.requested", values))

    _once(work, standing, case_id, "case:extension", key, act)


def _clock_in_hand(step: Step, standing: Standing) -> dict[str, Any]:
    """The clock of the task that this officer may do: a decision about others' time is not theirs to ask."""
    posts = {(post.unit_id, post.role) for post in standing.posts}
    for row in step.items:
        held = any((row["unit_id"], role) in posts for role in access.roles_of(row["role"]))
        clock = next((c for c in step.ledger.clocks if c.get("id") == row["clock_id"]), None)
        if held and clock is not None and clock["measure"] == "days":
            return clock
    raise NotAllowed


def _may_extend(step: Step, clock: Mapping[str, Any], until: datetime) -> None:
    if step.now > clock["due_at"]:
        raise Refused(
            vi="Đã quá hạn nên không đề nghị gia hạn được.", en="The term is over; it cannot be extended."
        )
    if clock["extensions"]:
        raise Refused(vi="Việc này đã được gia hạn một lần.", en="This was already extended once.")
    length = clock["first_due_at"] - clock["started_at"]
    if until <= clock["due_at"] or until > clock["due_at"] + length:
        raise Refused(
            vi="Hạn mới phải sau hạn cũ và không dài hơn thời hạn ban đầu.",
            en="The new due time must follow the old one by no more than the first term.",
        )
    waiting = sa.select(extensions.c.id).where(
        extensions.c.case_id == step.id, extensions.c.state == "pending"
    )
    if step.work.connection.execute(waiting).first():
        raise Refused(vi="Đang có một đề nghị gia hạn chờ quyết định.", en="A request is already waiting.")


def _must_run(step: Step) -> None:
    """Once a case has ended nobody can answer in it any more."""
    if step.case["status"] != "open":
        raise NothingWaits


def ask_reporter(work: Work, standing: Standing, case_id: int, question: str, *, key: str) -> None:
    """Let a unit write to the reporter without seeing who that is; no clock stops for it."""

    def act(step: Step) -> None:
        _must_run(step)
        post = standing.posts[0]
        row = {
            "case_id": step.id,
            "direction": "out",
            "kind": "relay",
            "body": said(question, step.settings, vi="câu hỏi gửi người phản ánh", en="your question"),
            "unit_id": post.unit_id,
            "officer_id": standing.officer_id,
            "sent_at": step.now,
        }
        step.pending.add(messages, row)
        unit = step.tree.by_id[post.unit_id].name
        tell_reporter(step, "reporter.relay", {"report_no": step.case["report_no"], "unit": unit})
        step.log("case:reporter:ask", {})

    _once(work, standing, case_id, "case:relay", key, act)


def give_directive(
    work: Work,
    standing: Standing,
    case_id: int,
    body: str,
    answer_before: datetime | None,
    *,
    key: str,
    to_unit: str | None = None,
    paper: Paper | None = None,
) -> None:
    """A leader's word on a case (ý kiến chỉ đạo); those who hold it are told at once.

    The unit that it is given to may read the case from then on.
    """
    leading = next((post for post in standing.posts if post.role in LEADING_ROLES), None)
    if leading is None:
        raise NotAllowed

    def act(step: Step) -> None:
        _must_run(step)
        row = {
            "case_id": step.id,
            "officer_id": standing.officer_id,
            "unit_id": leading.unit_id,
            "to_unit_id": _addressee(step, to_unit),
            "body": said(body, step.settings, vi="ý kiến chỉ đạo", en="the directive"),
            "given_at": step.now,
            "answer_before": with_zone(answer_before) if answer_before else None,
        }
        step.pending.add(directives, row)
        keep_paper(step, paper, "directive")
        tell_holders(step, "work.directive")
        step.log("case:directive:give", {})

    _once(work, standing, case_id, "case:directive", key, act)


def _addressee(step: Step, code: str | None) -> int | None:
    """The unit a directive is given to; the one that a report accuses never hears of it."""
    unit = step.tree.by_code.get(code or "")
    if unit is None:
        return None
    if unit.code == step.case["accused_unit"]:
        raise Refused(
            vi="Không giao việc cho chính cơ quan bị phản ánh.",
            en="The agency that the report is about cannot be given the matter.",
        )
    concern(step, unit.id, "told")
    return unit.id


def see_identity(work: Work, standing: Standing, case_id: int, reason: str) -> Identity:
    """Show who reported a case to those who may know; the reading itself is on record."""
    if not access.may_see_identity(work, standing, case_id):
        access.must_see(work, standing, case_id)
        raise NotAllowed

    def act(step: Step) -> None:
        why = said(reason, step.settings, vi="lý do xem danh tính", en="why the identity is needed")
        step.log("case:identity:read", {"reason": why})

    take_step(work, case_id, actor_of(standing), "case:identity", act)
    return identity(work, case_id)


def identity(work: Work, case_id: int) -> Identity:
    """Decrypt the sender of a case; only for callers that have checked and logged the reading."""
    row = work.connection.execute(sa.select(reporters).where(reporters.c.case_id == case_id)).one()
    shown = {
        name: work.keys.show(getattr(row, name), f"reporters:{case_id}:{name}")
        for name in ("name", "phone", "email", "address", "representative")
    }
    return Identity(kind=row.kind, **shown)


def grant_identity(
    work: Work, standing: Standing, case_id: int, officer_id: int, reason: str, until: datetime, *, key: str
) -> None:
    """Let an officer outside the centre know who reported a case, with the reporter's consent, for a time."""
    if not standing.holds("ioc_lead"):
        raise NotAllowed

    def act(step: Step) -> None:
        vi, en = "lý do và sự đồng ý của người phản ánh", "the reason and the reporter's consent"
        row = {
            "case_id": step.id,
            "officer_id": officer_id,
            "reason": said(reason, step.settings, vi=vi, en=en),
            "granted_by": standing.officer_id,
            "valid_from": step.now,
            "valid_to": until,
        }
        step.pending.add(identity_grants, row)
        tell_officers(step, [officer_id], "work.identity_granted", {"report_no": step.case["report_no"]})
        step.log("case:identity:grant", {"officer": officer_id, "reason": reason})

    _once(work, standing, case_id, "case:identity:grant", key, act)
