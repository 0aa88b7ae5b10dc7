"""Sending a report in under a minute, and the receipt."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

import forms
from engine.cases.opening import open_case, read_report, report_from
from engine.keys import shown_code
from engine.work import Work
from webui import here, idempotency, patience, places, visits
from webui.errors import TooMany, status_of, told
from webui.pages import day, hour, say
from webui.permissions import PUBLIC, open_to
from webui.public import drawing, following, pages, robots, uploads
from webui.public.about import centre_number
from webui.public.texts import text

FORM = "report"
COMMUNE = "commune"
_UNSEEN = 5  # that many places of one name are listed; beyond it the name says too little


@pages.get("/gui")
@open_to(PUBLIC)
def report() -> ResponseReturnValue:
    """An empty form, or one that goes on from an earlier report."""
    number = request.args.get("tiep", "")
    again = {"what": say("report.again", number=number)} if re.fullmatch(r"[A-Z0-9-]{4,20}", number) else {}
    with here.platform().look() as work:
        return _page(work, again, ())


@pages.post("/gui", endpoint="send_report")
@open_to(PUBLIC)
def send() -> ResponseReturnValue:
    """1. Has this address sent too much? 2. Keep the pictures. 3. Read the form. 4. Open the case, once."""
    form = _form()
    if "_update" in request.form or following.LOOK in request.form:
        return _shown_again(_read({}), 200)
    try:
        with here.platform().work() as work:
            patience.spend(work, FORM)
    except TooMany as refused:
        return _shown_again(_read({}), status_of(refused), notice=told(refused))
    reading = _read(uploads.take(form, purpose=FORM))
    if reading.problems or reading.again:
        return _shown_again(reading, 422 if reading.problems else 200)
    if robots.looks_like_one():
        return _shown_again(reading, 422, notice=say("report.once_more"))
    return _open(reading.answers)


def _open(answers: Mapping[str, Any]) -> ResponseReturnValue:
    key = idempotency.key_of(answers["what"])
    with here.platform().work() as work:
        report = report_from(work, answers, language=here.language())
        receipt = open_case(work, replace(report, follows=following.chosen(work)), key=key)
    visits.keep_receipt(receipt, key)
    return redirect(url_for("public.receipt"), code=303)


def _form() -> forms.Form:
    with here.platform().look() as work:
        return here.platform().library.in_force(work).form(FORM)


def _read(sent: uploads.Uploads) -> forms.Reading:
    with here.platform().look() as work:
        submitted, unclear = _with_commune(work, following.with_words(work, request.form))
        reading = read_report(work, submitted, sent)
    problems = tuple(unclear if unclear and one.key == COMMUNE else one for one in reading.problems)
    return forms.Reading(reading.answers, problems, reading.kept, reading.again)


def _with_commune(
    work: Work, submitted: MultiDict[str, str]
) -> tuple[MultiDict[str, str], forms.Problem | None]:
    """Replace a typed name by the commune it means, or an empty one by where the telephone stands."""
    copy: MultiDict[str, str] = MultiDict(submitted)
    typed = copy.get(COMMUNE, "").strip()
    found = places.resolve(work, typed) if typed else _standing(work, copy)
    if len(found) == 1:
        copy[COMMUNE] = found[0].code
    return copy, _several(typed, found) if len(found) > 1 else None


def _standing(work: Work, submitted: MultiDict[str, str]) -> list[places.Commune]:
    try:
        lat, lon = (float(submitted.get(name, "").replace(",", ".")) for name in ("lat", "lon"))
    except ValueError:
        return []
    found = places.nearest(work, lat, lon)
    return [found] if found else []


def _several(typed: str, found: Sequence[places.Commune]) -> forms.Problem:
    names = "; ".join(one.label for one in found[:_UNSEEN])
    more = "…" if len(found) > _UNSEEN else ""
    return forms.Problem(
        COMMUNE,
        f"Có {len(found)} nơi có tên “{typed}”: {names}{more}. Xin chọn một nơi.",
        f"{len(found)} places are called “{typed}”: {names}{more}. Please choose one.",
        "several",
    )


def _shown_again(reading: forms.Reading, status: int, *, notice: str = "") -> ResponseReturnValue:
    with here.platform().look() as work:
        return _page(work, reading.kept, reading.problems if status == 422 else (), notice), status


def _page(work: Work, values: Mapping[str, Any], problems: Sequence[forms.Problem], notice: str = "") -> str:
    form = work.platform.library.in_force(work).form(FORM)
    return render_template(
        "public/report.html",
        sections=drawing.sections(work, form, values, problems),
        summary=forms.summary(problems, here.language()),
        nearby=following.offered(work, values),
        follows=request.form.get(following.FIELD, ""),
        robots=robots.fields(),
        notice=notice,
        banner=text(work, "emergency.banner", say_instead="emergency.text"),
        lead=text(work, "home.lead", say_instead="home.lead"),
        privacy=text(work, "home.privacy", say_instead="home.privacy"),
        offline=text(work, "emergency.offline", say_instead="report.offline", number="113, 114, 115"),
    )


@pages.get("/gui/da-nhan")
@open_to(PUBLIC)
def receipt() -> ResponseReturnValue:
    slip = visits.receipt()
    if slip is None:
        return redirect(url_for("public.look_up"))
    with here.platform().look() as work:
        return render_template("public/receipt.html", **_slip(work, slip))


def _slip(work: Work, slip: visits.Slip) -> dict[str, object]:
    code, number = shown_code(slip.code), centre_number(work)
    said = {
        "title": (
            "receipt.title",
            {"time": hour(slip.received_at), "date": day(slip.received_at), "report_no": slip.report_no},
        ),
        "promise": (
            "promise.first",
            {"time": hour(slip.first_answer_due), "date": day(slip.first_answer_due)},
        ),
        "keep": ("receipt.keep", {"code": code}),
        "fraud": ("receipt.fraud", {"domain": here.platform().domain, "hotline": number}),
    }
    told = {part: text(work, name, say_instead=name, **values) for part, (name, values) in said.items()}
    return {**told, "slip": slip, "code": code, "number": number}


@pages.get("/dia-diem.json")
@open_to(PUBLIC)
def place_list() -> ResponseReturnValue:
    """Every commune with its names and middle, for the page's own search."""
    with here.platform().look() as work:
        rows = [
            {
                "label": one.label,
                "district": one.district,
                "folded": places.searchable(one),
                "names": list(one.names),
                "lat": one.lat,
                "lon": one.lon,
            }
            for one in places.communes(work)
        ]
    response = jsonify(rows)
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
