"""A reporter's own case, opened by its code; the code travels in a post and never in an address."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import redirect, render_template, request, url_for
from flask import session as visit
from flask.typing import ResponseReturnValue

from engine.cases import reporting
from engine.errors import NotFound
from engine.store import tables
from engine.work import Work
from webui import here, patience, visits
from webui.pages import say
from webui.permissions import PUBLIC, open_to
from webui.public import pages, promises
from webui.public.about import centre_number
from webui.public.results import Pictures, pictures_of
from webui.public.telling import Telling
from webui.public.texts import text
from webui.public.timeline import timeline

_DONE = "done"


@pages.get("/tra-cuu")
@open_to(PUBLIC)
def look_up() -> ResponseReturnValue:
    return _ask("", "")


def _ask(problem: str, code: str) -> str:
    with here.platform().look() as work:
        return render_template(
            "public/look_up.html",
            problem=problem,
            code=code,
            number=centre_number(work),
            over="het" in request.args,
        )


@pages.post("/tra-cuu", endpoint="find")
@open_to(PUBLIC)
def find() -> ResponseReturnValue:
    """Only wrong codes are counted, so that following one's own report never runs out."""
    code = request.form.get("code", "").strip()
    with here.platform().look() as work:
        patience.must_have_left(work, "code")
        case = reporting.by_code(work, code)
    if case is None:
        with here.platform().work() as work:
            patience.spend(work, "code")
        return _ask(say("look_up.wrong"), code), 422
    visits.open_case(case.id)
    return redirect(url_for("public.status"), code=303)


@pages.get("/tra-cuu/ho-so")
@open_to(PUBLIC)
def status() -> ResponseReturnValue:
    case_id = visits.case()
    if case_id is None:
        return redirect(url_for("public.look_up", het=1))
    with here.platform().look() as work:
        return _page(work, own_case(work, case_id))


@pages.post("/tra-cuu/dong", endpoint="close_status")
@open_to(PUBLIC)
def close() -> ResponseReturnValue:
    """Leave nothing behind on a shared telephone."""
    visits.close()
    return redirect(url_for("public.home"), code=303)


def own_case(work: Work, case_id: int) -> Any:
    """The row of the case that this visit has opened."""
    row = work.connection.execute(sa.select(tables.cases).where(tables.cases.c.id == case_id)).first()
    if row is None:
        raise NotFound
    return row


def _page(work: Work, case: Any) -> str:
    telling = Telling.of(work, case)
    reason, guidance = telling.refusal()
    acts = reporting.what_may_be_done(work, case.id)
    number = centre_number(work)
    published, pictures = _published(work, case.id)
    done = visit.pop(_DONE, "")
    return render_template(
        "public/status.html",
        case=case,
        telling=telling,
        promise=promises.promise(telling),
        extension=promises.extension(telling),
        reason=reason,
        guidance=guidance,
        result=telling.result(),
        published=published,
        pictures=pictures,
        timeline=timeline(telling),
        parts_of=[Telling.of(work, part) for part in _parts(work, telling)],
        acts=[act for act in ("answer", "rate", "add_info", "withdraw") if act in acts],
        done=done if done in reporting.ACTS else "",
        fraud=text(
            work, "receipt.fraud", say_instead="receipt.fraud", domain=here.platform().domain, hotline=number
        ),
        number=number,
    )


def _parts(work: Work, telling: Telling) -> list[Any]:
    """The reports that one with several matters became: its reporter follows them here."""
    numbers = [str(one) for one in telling.facts.get("parts") or []]
    rows = tables.cases.c
    query = sa.select(tables.cases).where(rows.report_no.in_(numbers), rows.parent_id == telling.case.id)
    return list(work.connection.execute(query.order_by(rows.id)))


def _published(work: Work, case_id: int) -> tuple[bool, Pictures]:
    rows = tables.publications
    query = sa.select(rows).where(rows.c.case_id == case_id, rows.c.state == "public")
    row = work.connection.execute(query).first()
    return row is not None, pictures_of(work, row) if row else Pictures()
