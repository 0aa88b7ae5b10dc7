"""What a reporter does on the status page: answer, add, withdraw, rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask import session as visit
from flask.typing import ResponseReturnValue

import forms
from engine.cases import reporting
from engine.cases.lookups import lookups
from engine.cases.opening import evaluate
from engine.errors import NotFound, NothingWaits
from engine.work import Work
from webui import here, idempotency, patience, visits
from webui.pages import say
from webui.permissions import PUBLIC, open_to
from webui.public import drawing, pages, uploads
from webui.public.status import own_case
from webui.public.telling import Telling

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Act:
    """One act: its name in the engine and the form it is filled in by."""

    name: str
    form: str


ACTS = {
    "tra-loi": Act("answer", "answer"),
    "bo-sung": Act("add_info", "add-info"),
    "rut": Act("withdraw", "withdraw"),
    "danh-gia": Act("rate", "rating"),
}


@pages.get("/tra-cuu/ho-so/<slug>")
@open_to(PUBLIC)
def act(slug: str) -> ResponseReturnValue:
    wanted, case_id = _wanted(slug), visits.case()
    if case_id is None:
        return redirect(url_for("public.look_up", het=1))
    with here.platform().look() as work:
        if wanted.name not in reporting.what_may_be_done(work, case_id):
            raise NothingWaits
        return _page(work, slug, case_id, {}, ())


@pages.post("/tra-cuu/ho-so/<slug>", endpoint="do_act")
@open_to(PUBLIC)
def do(slug: str) -> ResponseReturnValue:
    wanted, case_id = _wanted(slug), visits.case()
    if case_id is None:
        return redirect(url_for("public.look_up", het=1), code=303)
    with here.platform().work() as work:
        patience.spend(work, "act")
        form = _form(work, case_id, wanted)
    reading = _read(form)
    if reading.problems or reading.again:
        with here.platform().look() as work:
            status = 422 if reading.problems else 200
            return _page(work, slug, case_id, reading.kept, reading.problems), status
    with here.platform().work() as work:
        _carry_out(work, wanted.name, case_id, reading.answers, idempotency.key())
    visit["done"] = wanted.name
    return redirect(url_for("public.status"), code=303)


def _wanted(slug: str) -> Act:
    if slug not in ACTS:
        raise NotFound
    return ACTS[slug]


def _form(work: Work, case_id: int, wanted: Act) -> forms.Form:
    case = own_case(work, case_id)
    return work.platform.library.release(work, case.release_id).form(wanted.form)


def _read(form: forms.Form) -> forms.Reading:
    sent = {} if "_update" in request.form else uploads.take(form, purpose="info")
    with here.platform().look() as work:
        return form.read(request.form, sent, evaluate, {"now": work.now}, lookups(work))


def _carry_out(work: Work, name: str, case_id: int, answers: Answers, key: str) -> None:
    photos = uploads.ids_of(answers.get("photos"))
    if name == "answer":
        reporting.answer(work, case_id, str(answers["answer"]), photos, key=key)
    elif name == "add_info":
        said = _information(answers)
        reporting.add_info(work, case_id, said, photos, key=idempotency.key_of(said))
    elif name == "withdraw":
        reporting.withdraw(work, case_id, str(answers.get("reason") or ""), key=key)
    else:
        value, reason = str(answers["rating"]), answers.get("complaint")
        again = bool(answers.get("asks_again", False))
        reporting.rate(work, case_id, value, reason, photos, again=again, key=key)


def _information(answers: Answers) -> str:
    said = str(answers["information"])
    return f"{say('act.danger')} {said}" if answers.get("now_dangerous") else said


def _page(work: Work, slug: str, case_id: int, values: Answers, problems: tuple[forms.Problem, ...]) -> str:
    wanted = ACTS[slug]
    form, case = _form(work, case_id, wanted), own_case(work, case_id)
    telling = Telling.of(work, case)
    return render_template(
        "public/act.html",
        slug=slug,
        act=wanted.name,
        case=case,
        asked=telling.status() if wanted.name == "answer" else "",
        result=telling.result() if wanted.name == "rate" else "",
        fields=drawing.whole(work, form, values, problems),
        summary=forms.summary(problems, here.language()),
    )
