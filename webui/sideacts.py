"""The page of an act on a case beside its steps: asked for, read, carried out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask import session as visit
from flask.typing import ResponseReturnValue

import forms
from engine.cases.lookups import lookups
from engine.cases.opening import evaluate
from engine.cases.papers import Paper
from engine.errors import NotAllowed, NotFound, NothingWaits, PhananhError, Refused
from engine.reading import casefile
from engine.reading.casefile import CaseFile
from engine.releases import Release
from engine.work import Work
from webui import answering, desk, here, idempotency
from webui.beside import ACTS, Act, Sent, offered
from webui.errors import status_of, told
from webui.pages import say
from webui.permissions import OFFICER, open_to

pages = Blueprint("sideacts", __name__)
DONE = "case_done"


@pages.get("/ho-so/<number>/viec-khac/<slug>")
@open_to(OFFICER)
def ask(number: str, slug: str) -> ResponseReturnValue:
    with here.platform().look() as work:
        file, act = _opened(work, number, slug)
        return _page(work, file, act, {}, ())


@pages.post("/ho-so/<number>/viec-khac/<slug>", endpoint="do")
@open_to(OFFICER)
def do(number: str, slug: str) -> ResponseReturnValue:
    """1. May this person? 2. Keep the files. 3. Read the form. 4. Do it, once; what was typed stays."""
    with here.platform().look() as work:
        file, act = _opened(work, number, slug)
        form = _release(work, file).form(act.form) if act.form else None
    uploads = answering.uploads(form, file.row.id, act.name) if form else {}
    with here.platform().look() as work:
        read = _read(work, file, form, uploads)
        again = "_update" in request.form
        if again or read.problems:
            return _page(work, file, act, read.kept, () if again else read.problems), 200 if again else 422
    paper = Paper(form, read.answers) if form else None
    # Files are kept anew each time they are sent; the words tell whether it is the same act.
    words = (each for each in read.answers.values() if isinstance(each, str))
    return _carried_out(number, file, act, read, Sent(read.answers, paper, idempotency.key_of(*words)))


def _carried_out(
    number: str, file: CaseFile, act: Act, read: forms.Reading, sent: Sent
) -> ResponseReturnValue:
    try:
        with here.platform().work() as work:
            act.carry_out(work, here.standing(), file.row.id, sent)
    except (Refused, NotAllowed, NothingWaits) as error:
        with here.platform().look() as work:
            return _page(work, file, act, read.kept, (), _why_not(error)), status_of(error)
    visit[DONE] = act.name
    return redirect(url_for("cases.case", number=number), code=303)


def _opened(work: Work, number: str, slug: str) -> tuple[CaseFile, Act]:
    file = casefile.case_file(work, here.standing(), desk.number_or_404(number))
    act = ACTS.get(slug)
    if act is None:
        raise NotFound
    if act not in offered(here.standing(), file):
        raise NotAllowed
    return file, act


def _release(work: Work, file: CaseFile) -> Release:
    return work.platform.library.release(work, file.row.release_id)


def _read(work: Work, file: CaseFile, form: forms.Form | None, uploads: answering.Uploads) -> forms.Reading:
    if form is None:
        sent = {"reason": request.form.get("reason", "")}
        return forms.Reading(sent, (), sent)
    found = lookups(work, file.row._mapping, _release(work, file))
    return form.read(request.form, uploads, evaluate, {"now": work.now}, found)


def _page(
    work: Work,
    file: CaseFile,
    act: Act,
    values: Mapping[str, Any],
    problems: Sequence[forms.Problem],
    notice: str = "",
) -> str:
    return desk.show(
        work,
        "officer/act.html",
        act=act,
        case=file.row,
        form=_drawn(work, file, act.form, values, problems) if act.form else "",
        submit=_submit(work, file, act),
        values=values,
        summary=forms.summary(problems, here.language()),
        notice=notice,
    )


def _drawn(
    work: Work, file: CaseFile, form: str, values: Mapping[str, Any], problems: Sequence[forms.Problem]
) -> str:
    release = _release(work, file)
    found = lookups(work, file.row._mapping, release)
    context = {"now": work.now}
    drawn = release.form(form)
    return forms.render(drawn, values, problems, evaluate, context, found, language=here.language())


def _submit(work: Work, file: CaseFile, act: Act) -> str:
    own = answering.submit_label(_release(work, file), act.form) if act.form else ""
    return own or say(f"case.act_{act.name}")


def _why_not(error: PhananhError) -> str:
    return say("case.not_now") if isinstance(error, NothingWaits) else told(error)
