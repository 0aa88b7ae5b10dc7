"""Help: how it works, whom to call, and a leaflet to print."""

from __future__ import annotations

import io
from typing import Any

import segno
import sqlalchemy as sa
from flask import Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.people.units import day_of
from engine.store.tables import hotlines
from engine.work import Work
from webui import here, places
from webui.permissions import PUBLIC, open_to
from webui.public import pages
from webui.public.texts import text

_NATIONAL = ("police", "fire", "ambulance", "child", "rescue")


@pages.get("/gioi-thieu")
@open_to(PUBLIC)
def about() -> ResponseReturnValue:
    with here.platform().look() as work:
        return render_template(
            "public/about.html",
            lines=lines(work),
            districts=places.district_names(work),
            privacy=text(work, "home.privacy", say_instead="home.privacy"),
        )


def lines(work: Work) -> list[sa.Row[Any]]:
    """The telephone lines in force that have a number, the national ones first."""
    today, rows = day_of(work.now), hotlines.c
    query = (
        sa.select(hotlines)
        .where(rows.number != "", rows.valid_from <= today)
        .where(sa.or_(rows.valid_to.is_(None), rows.valid_to > today))
        .order_by(sa.case((rows.topic.in_(_NATIONAL), 0), else_=1), rows.district_code, rows.rank, rows.id)
    )
    return list(work.connection.execute(query))


def centre_number(work: Work) -> str:
    """The reception centre's own number."""
    found = [row.number for row in lines(work) if row.topic == "ioc"]
    return str(found[0]) if found else ""


@pages.get("/to-gioi-thieu")
@open_to(PUBLIC)
def outreach() -> ResponseReturnValue:
    """One sheet for village halls: what this is, the address, the QR code, the number."""
    with here.platform().look() as work:
        number = centre_number(work)
    return render_template("public/outreach.html", domain=here.platform().domain, number=number)


@pages.get("/to-gioi-thieu/qr.svg")
@open_to(PUBLIC)
def qr() -> Response:
    """The address of the report page as a picture for cameras."""
    scheme = "https" if here.config().https else "http"
    address = f"{scheme}://{here.platform().domain}{url_for('public.report')}"
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=8, border=2, dark="#0c3033", light="#fff")
    response = make_response(drawn.getvalue())
    response.headers["Content-Type"] = "image/svg+xml"
    return response
