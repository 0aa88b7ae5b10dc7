"""What was resolved, for everybody to read: the list, its filters, and one result with its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, cast

import sqlalchemy as sa
from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from engine.errors import NotFound
from engine.folding import fold
from engine.people.units import HOME, day_of
from engine.store import tables
from engine.work import Work
from webui import here, places
from webui.pages import paging, say
from webui.permissions import PUBLIC, open_to
from webui.public import pages

ROWS = tables.publications.c
OUTCOMES = ("done", "partly", "promised", "otherwise", "not_feasible")
PERIODS = {"7": 7, "30": 30, "90": 90, "365": 365}
_PICTURES = ("image/jpeg", "image/png", "image/webp", "image/heic")


@dataclass(frozen=True)
class Card:
    """One result in a list."""

    number: str
    title: str
    place: str
    field: str
    unit: str
    outcome: str
    published_at: datetime
    picture: int | None
    answer: str


@dataclass(frozen=True)
class Pictures:
    """The published files of a result: how it was, how it is, and what was written."""

    before: list[int] = field(default_factory=list)
    after: list[int] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)


@pages.get("/ket-qua")
@open_to(PUBLIC)
def results() -> ResponseReturnValue:
    wanted = {
        name: request.args.get(name, "").strip() for name in ("tim", "linh-vuc", "huyen", "ket-qua", "ky")
    }
    with here.platform().look() as work:
        conditions = _conditions(work, wanted)
        total = work.connection.execute(
            sa.select(sa.func.count()).select_from(tables.publications).where(*conditions)
        )
        place = paging(int(total.scalar_one()), 12)
        rows = _rows(work, conditions, place.size, place.offset)
        return render_template(
            "public/results.html",
            wanted=wanted,
            paging=place,
            cards=[card(work, row) for row in rows],
            fields=field_names(work),
            districts=places.district_names(work),
            outcomes=[(one, say(f"outcome.{one}")) for one in OUTCOMES],
            periods=[(one, say("results.days", n=one)) for one in PERIODS],
            filtered=any(value for name, value in wanted.items() if name != "tim"),
        )


def _conditions(work: Work, wanted: Mapping[str, str]) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [ROWS.state == "public"]
    found += [ROWS.folded.contains(word, autoescape=True) for word in fold(wanted["tim"]).split()[:8]]
    if wanted["linh-vuc"]:
        found.append(ROWS.field == wanted["linh-vuc"])
    if wanted["huyen"]:
        found.append(ROWS.district_code == wanted["huyen"])
    if wanted["ket-qua"]:
        found.append(ROWS.outcome == wanted["ket-qua"])
    if wanted["ky"] in PERIODS:
        found.append(ROWS.published_at >= _morning(day_of(work.now) - timedelta(days=PERIODS[wanted["ky"]])))
    return found


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), HOME)


def _rows(work: Work, conditions: list[sa.ColumnElement[bool]], size: int, offset: int) -> list[sa.Row[Any]]:
    ordered = published().where(*conditions).order_by(ROWS.published_at.desc(), ROWS.case_id.desc())
    return list(work.connection.execute(ordered.limit(size).offset(offset)))


def published() -> sa.Select[Any]:
    """Publications with the number under which people know the report."""
    return sa.select(tables.publications, tables.cases.c.report_no).join(
        tables.cases, tables.cases.c.id == ROWS.case_id
    )


def card(work: Work, row: sa.Row[Any]) -> Card:
    shown = pictures_of(work, row)
    first = next(iter([*shown.after, *shown.before]), None)
    return Card(
        number=row.report_no,
        title=row.title,
        place=_place(work, row),
        field=field_names(work).get(row.field or "", ""),
        unit=row.unit_name or "",
        outcome=row.outcome or "",
        published_at=row.published_at,
        picture=first,
        answer=row.result or "",
    )


def _place(work: Work, row: sa.Row[Any]) -> str:
    labels = {one.code: one.label for one in places.communes(work)}
    return labels.get(row.commune_code or "", "") or places.district_names(work).get(
        row.district_code or "", ""
    )


def field_names(work: Work) -> dict[str, str]:
    """The fields of reports by id, in the language of the page; read once a request."""
    if "field_names" not in g:
        column = tables.fields.c.en if here.language() == "en" else tables.fields.c.vi
        query = sa.select(tables.fields.c.id, column).order_by(tables.fields.c.code)
        g.field_names = {row[0]: row[1] for row in work.connection.execute(query)}
    return cast("dict[str, str]", g.field_names)


def pictures_of(work: Work, row: sa.Row[Any]) -> Pictures:
    """The published files in their order: what the reporter sent is before, what officers sent is after."""
    ids = [int(each) for each in row.file_ids or []]
    query = sa.select(tables.files).where(tables.files.c.id.in_(ids))
    known = {each.id: each for each in work.connection.execute(query)}
    shown = Pictures()
    for file in (known[each] for each in ids if each in known):
        if file.media_type not in _PICTURES:
            shown.documents.append(file.id)
        else:
            (shown.before if file.uploaded_by is None else shown.after).append(file.id)
    return shown


@pages.get("/ket-qua/<number>")
@open_to(PUBLIC)
def result(number: str) -> ResponseReturnValue:
    with here.platform().look() as work:
        query = published().where(tables.cases.c.report_no == number, ROWS.state == "public")
        row = work.connection.execute(query).first()
        if row is None:
            raise NotFound
        return render_template(
            "public/result.html", row=row, card=card(work, row), pictures=pictures_of(work, row)
        )
