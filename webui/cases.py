"""The page of one case: what was reported, who had it and when, and what may be done beside its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask import session as visit
from flask.typing import ResponseReturnValue

import forms
from engine import access
from engine.cases import acting
from engine.cases.lookups import lookups
from engine.cases.opening import evaluate
from engine.errors import NotAllowed, NotFound, NothingWaits, PhananhError, Refused
from engine.people.standing import LEADING_ROLES, Standing
from engine.reading import casefile
from engine.reading.casefile import CaseFile
from engine.work import Work
from webui import answering, casepanels, desk, here, idempotency
from webui.errors import status_of, told
from webui.inbox import cards
from webui.pages import HOME, say
from webui.permissions import OFFICER, open_to

pages = Blueprint("cases", __name__)

_EVENING = time(17, 0)
_DONE = "case_done"

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Act:
    """Something done to a case beside its steps; `form` is the release's form for it, if it has one."""

    name: str
    slug: str
    icon: str
    form: str | None
    offered: Callable[[Standing, Any], bool]
    carry_out: Callable[[Work, Standing, int, Answers, str], None]


def _emergency(work: Work, standing: Standing, case_id: int, answers: Answers, key: str) -> None:
    if not str(answers["reason"]).strip():
        raise Refused(vi=say("case.reason_needed"), en=say("case.reason_needed"))
    acting.declare_emergency(work, standing, case_id, str(answers["reason"]), key=key)


def _extension(work: Work, standing: Standing, case_id: int, answers: Answers, key: str) -> None:
    until = _end_of(answers["new_due"])
    if until is None:
        raise Refused(vi=say("case.reason_needed"), en=say("case.reason_needed"))
    acting.request_extension(work, standing, case_id, until, str(answers["reason"]), key=key)


def _question(work: Work, standing: Standing, case_id: int, answers: Answers, key: str) -> None:
    acting.ask_reporter(work, standing, case_id, str(answers["question"]), key=key)


def _directive(work: Work, standing: Standing, case_id: int, answers: Answers, key: str) -> None:
    before = _end_of(answers.get("report_by"))
    acting.give_directive(work, standing, case_id, str(answers["directive"]), before, key=key)


def _end_of(answer: object) -> datetime | None:
    """A day alone, as forms keep it, means the end of its office hours."""
    if not answer:
        return None
    text = str(answer)
    if "T" in text:
        return datetime.fromisoformat(text)
    return datetime.combine(date.fromisoformat(text), _EVENING, HOME)


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


@pages.get("/ho-so/<number>")
@open_to(OFFICER)
def case(number: str) -> ResponseReturnValue:
    with here.platform().look() as work:
        file = _file(work, number)
        return _page(work, file)


def _file(work: Work, number: str) -> CaseFile:
    return casefile.case_file(work, here.standing(), desk.number_or_404(number))


def _page(
    work: Work,
    file: CaseFile,
    *,
    identity: acting.Identity | None = None,
    problem: str = "",
    reason: str = "",
) -> str:
    """Everything of one case; with `identity`, also who reported it, this once."""
    standing = here.standing()
    release = work.platform.library.release(work, file.row.release_id)
    done = casepanels.finished(work, file, release)
    return desk.show(
        work,
        "officer/case.html",
        **casepanels.report(work, file, release),
        tasks=cards(work, standing, casefile.open_tasks(work, standing, file.row.id)),
        face=desk.Clockface.of(work),
        why=casepanels.why(work, file),
        timeline=casepanels.timeline(work, file, release, done),
        results=[one for one in done if one.pictures or one.documents],
        clocks=casepanels.clock_table(work, file),
        phase=lambda name: desk.phase_name(release, name),
        waiting_directives=casepanels.waiting_directives(work, file),
        messages=casefile.messages_of(work, file),
        calls=casefile.calls_of(work, file),
        letters=casefile.letters_of(work, file),
        extensions=casefile.extensions_of(work, file),
        ratings=casefile.ratings_of(work, file),
        related=casefile.related(work, standing, file.row),
        acts=_offered(standing, file),
        may_know=access.may_see_identity(work, standing, file.row.id),
        identity=identity,
        problem=problem,
        reason=reason,
        done_act=visit.pop(_DONE, "") if request.method == "GET" else "",
        address=f"{request.host_url.rstrip('/')}{url_for('cases.case', number=file.row.report_no)}",
    )


def _offered(standing: Standing, file: CaseFile) -> list[Act]:
    if file.row.status != "open" or file.until is not None:
        return []
    return [act for act in ACTS.values() if act.offered(standing, file.row)]


@pages.get("/ho-so/<number>/in", endpoint="print")
@open_to(OFFICER)
def printed(number: str) -> ResponseReturnValue:
    """The case on paper: one column, nothing to press."""
    with here.platform().look() as work:
        file = _file(work, number)
        release = work.platform.library.release(work, file.row.release_id)
        done = casepanels.finished(work, file, release)
        return desk.show(
            work,
            "officer/print.html",
            **casepanels.report(work, file, release),
            done=done,
            clocks=casepanels.clock_table(work, file),
            phase=lambda name: desk.phase_name(release, name),
            letters=casefile.letters_of(work, file),
            now=work.now,
        )


@pages.post("/ho-so/<number>/danh-tinh", endpoint="identity")
@open_to(OFFICER)
def identity(number: str) -> ResponseReturnValue:
    """Show who reported, once, for a reason that stays on record."""
    reason = request.form.get("reason", "")
    with here.platform().look() as work:
        case_id = _file(work, number).row.id
    try:
        with here.platform().work() as work:
            known = acting.see_identity(work, here.standing(), case_id, reason)
    except Refused as refused:
        with here.platform().look() as work:
            return _page(work, _file(work, number), problem=told(refused), reason=reason), status_of(refused)
    with here.platform().look() as work:
        return _page(work, _file(work, number), identity=known)


@pages.get("/ho-so/<number>/viec-khac/<slug>", endpoint="act")
@open_to(OFFICER)
def ask_act(number: str, slug: str) -> ResponseReturnValue:
    with here.platform().look() as work:
        file = _file(work, number)
        return _act_page(work, file, _act(file, slug), {}, ())


def _act(file: CaseFile, slug: str) -> Act:
    act = ACTS.get(slug)
    if act is None:
        raise NotFound
    if act not in _offered(here.standing(), file):
        raise NotAllowed
    return act


def _act_page(work: Work, file: CaseFile, act: Act, values: Answers, problems: Any, notice: str = "") -> str:
    content, submit = "", ""
    if act.form is not None:
        release = work.platform.library.release(work, file.row.release_id)
        content = forms.render(
            release.form(act.form),
            values,
            problems,
            evaluate,
            {"now": work.now},
            lookups(work, file.row._mapping, release),
            language=here.language(),
        )
        submit = answering.submit_label(release, act.form)
    return desk.show(
        work,
        "officer/act.html",
        act=act,
        case=file.row,
        form=content,
        submit=submit or say(f"case.act_{act.name}"),
        values=values,
        summary=forms.summary(problems, here.language()),
        notice=notice,
    )


@pages.post("/ho-so/<number>/viec-khac/<slug>", endpoint="do_act")
@open_to(OFFICER)
def do_act(number: str, slug: str) -> ResponseReturnValue:
    """1. May this person? 2. Read the form. 3. Do it, once; what was typed stays if it cannot be done."""
    with here.platform().look() as work:
        file = _file(work, number)
        act = _act(file, slug)
        answers, kept, problems = _read(work, file, act)
        if problems or "_update" in request.form:
            return _act_page(work, file, act, kept, problems), 422 if problems else 200
    key = idempotency.key()
    try:
        with here.platform().work() as work:
            act.carry_out(work, here.standing(), file.row.id, answers, key)
    except (Refused, NotAllowed, NothingWaits) as error:
        with here.platform().look() as work:
            return _act_page(work, file, act, kept, (), _why_not(error)), status_of(error)
    visit[_DONE] = act.name
    return redirect(url_for("cases.case", number=number), code=303)


def _why_not(error: PhananhError) -> str:
    return say("case.not_now") if isinstance(error, NothingWaits) else told(error)


def _read(work: Work, file: CaseFile, act: Act) -> tuple[Answers, Answers, Any]:
    """The answers, what to show again, and what is wrong."""
    if act.form is None:
        sent = {"reason": request.form.get("reason", "")}
        return sent, sent, ()
    release = work.platform.library.release(work, file.row.release_id)
    reading = release.form(act.form).read(
        request.form,
        {},
        evaluate,
        {"now": work.now},
        lookups(work, file.row._mapping, release),
    )
    problems = () if "_update" in request.form else reading.problems
    return reading.answers, reading.kept, problems
