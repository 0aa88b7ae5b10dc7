"""The first page: what to do in danger, how to report, what was resolved lately."""

from __future__ import annotations

import sqlalchemy as sa
from flask import render_template
from flask.typing import ResponseReturnValue

from engine.store.tables import publications
from engine.work import Work
from webui import here
from webui.permissions import PUBLIC, open_to
from webui.public import pages
from webui.public.results import card, published
from webui.public.texts import text

LATEST = 3


@pages.get("/")
@open_to(PUBLIC)
def home() -> ResponseReturnValue:
    with here.platform().look() as work:
        return render_template(
            "public/home.html",
            banner=text(work, "emergency.banner", say_instead="emergency.text"),
            lead=text(work, "home.lead", say_instead="home.lead"),
            latest=[card(work, row) for row in _latest(work)],
        )


def _latest(work: Work) -> list[sa.Row[tuple[object, ...]]]:
    query = published().where(publications.c.state == "public")
    return list(work.connection.execute(query.order_by(publications.c.published_at.desc()).limit(LATEST)))
