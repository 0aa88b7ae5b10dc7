"""The page of one task: what was reported, what the rules say, and the form to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from flask import session as visit

import forms
from engine import access
from engine.cases.eligible import eligible
from engine.cases.tasks import Task
from engine.errors import NotAllowed, NotYourOwnResult
from engine.people.standing import LEADING_ROLES
from engine.reading import casefile
from engine.reading import inbox as reading
from engine.store.tables import drafts
from engine.work import Work
from webui import answering, casepanels, desk, happened, here, reasons
from webui.errors import told
from webui.inbox import lists

DRAFT = "draft_saved"


def page(
    work: Work,
    found: Task,
    values: Mapping[str, Any],
    problems: Sequence[forms.Problem] = (),
    notice: str = "",
) -> str:
    return desk.show(
        work, "officer/inbox.html", **lists(work), pane=_pane(work, found, values, problems, notice)
    )


def _pane(
    work: Work,
    found: Task,
    values: Mapping[str, Any],
    problems: Sequence[forms.Problem],
    notice: str,
) -> dict[str, Any]:
    file = casefile.as_read_by(work, here.standing(), found.case)
    return {
        "task": found,
        "notice": notice,
        "summary": forms.summary(problems, here.language()),
        "step": desk.step_name(found.release, found.item.element, found.item.name),
        "face": desk.Clockface.of(work),
        **_form(work, found, values, problems),
        **_hands(work, found),
        **_behind(work, found, file),
        **_beside(work, found, file),
    }


def _form(
    work: Work, found: Task, values: Mapping[str, Any], problems: Sequence[forms.Problem]
) -> dict[str, Any]:
    """What is to be filled in, with the buttons of the deciding question."""
    bar, content = answering.draw(found, values, problems)
    return {
        "bar": bar,
        "form": content,
        "chosen": dict(bar.options).get(bar.chosen, "") if bar else "",
        "submit": answering.submit_label(found.release, found.item.form),
        "drafted": bool(found.values) and _has_draft(work, found),
        "draft_saved": visit.pop(DRAFT, None) == found.item.id,
    }


def _hands(work: Work, found: Task) -> dict[str, Any]:
    """Who has the task in hand, who could, and what this person may do about that."""
    too_near = isinstance(found.why_not, NotYourOwnResult)
    assigns = too_near or _may_assign(found)
    return {
        "entry": reading.entry(work, here.standing(), found.item.id),
        "why_not": told(found.why_not) if found.why_not else "",
        "too_near": too_near,
        "who_may": _who_may(work, found),
        "held_by_other": _held_by_other(found),
        "may_assign": assigns,
        "candidates": eligible(work, found.item, found.release) if assigns else (),
    }


def _behind(work: Work, found: Task, file: casefile.CaseFile) -> dict[str, Any]:
    """What led to this task: the report, the steps done, and for a verification the result beside it."""
    told_of = found.release.diagram.user_tasks.get(found.item.element)
    compared = told_of.independent_of if told_of else None
    done = casepanels.finished(work, file, found.release)
    return {
        **casepanels.report(work, file),
        "done_before": done,
        "timeline": happened.timeline(work, file, found.release, done),
        "compare": casepanels.comparison(work, file, compared) if compared else None,
        "why": reasons.why(work, file),
    }


def _beside(work: Work, found: Task, file: casefile.CaseFile) -> dict[str, Any]:
    """What people said about the case while the task waits."""
    return {
        "extensions": [one for one in casepanels.extensions(work, file) if one.pending],
        "messages": casefile.messages_of(work, file),
        "directives": casepanels.waiting_directives(work, file),
        "may_know": access.may_see_identity(work, here.standing(), found.case.id),
    }


def _may_assign(found: Task) -> bool:
    posts = here.standing().posts
    return any(post.unit_id == found.item.unit_id and post.role in LEADING_ROLES for post in posts)


def _held_by_other(found: Task) -> bool:
    return found.item.claimed_by is not None and type(found.why_not) is NotAllowed


def _who_may(work: Work, found: Task) -> str:
    """Who could do a task that this person may not; the refusal to verify names them itself."""
    if found.may_complete or isinstance(found.why_not, NotYourOwnResult):
        return ""
    return ", ".join(one.name for one in eligible(work, found.item, found.release))


def _has_draft(work: Work, found: Task) -> bool:
    mine = sa.select(drafts.c.work_item_id).where(
        drafts.c.work_item_id == found.item.id, drafts.c.officer_id == here.standing().officer_id
    )
    return work.connection.execute(mine).first() is not None
