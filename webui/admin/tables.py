"""Tables that an administrator keeps: days off, hotlines, switches."""

from __future__ import annotations

import re
import secrets
from datetime import date

import sqlalchemy as sa
from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine import audit
from engine.errors import NotFound, Refused
from engine.reading import administration as reading
from engine.settings import CALENDAR_VERSION, set_setting
from engine.store.tables import calendar_days, hotlines
from engine.work import Work
from webui import desk, here
from webui.admin import wording
from webui.admin.overview import ADMINISTRATOR
from webui.pages import HOME
from webui.patience import LIMITS
from webui.permissions import open_to

pages = Blueprint("admin_tables", __name__)
KINDS = ("holiday", "compensatory_off", "swapped_off", "makeup_workday")
# Marks that the engine keeps for itself are not for people to switch.
OWN_MARKS = frozenset({CALENDAR_VERSION, "units_version"})
_YEAR = re.compile("(19|20|21)[0-9]{2}")
_NUMBER = re.compile(r"[0-9 .+()]{0,40}")
_LONGEST = 200
_ON_OFF = {"true": "on", "false": "off"}
_FITS = {
    "choice": re.compile("on|off"),
    "number": re.compile("[0-9]{1,6}"),
    # Nobody at all could report any more.
    "limit": re.compile("[1-9][0-9]{0,5}"),
    "list": re.compile("([a-z0-9-]+(,[a-z0-9-]+)*)?"),
}
DEFAULTS = {"reopen_max": 2, **{f"limit_{kind}": most for kind, most in LIMITS.items()}}


@pages.get("/quan-tri/lich")
@open_to(ADMINISTRATOR)
def calendar() -> ResponseReturnValue:
    with here.platform().look() as work:
        asked = request.args.get("nam", "")
        year = int(asked) if _YEAR.fullmatch(asked) else work.now.astimezone(HOME).year
        values = {"days": reading.days_of(work, year), "year": year, "kinds": KINDS}
        return desk.show(work, "admin/calendar.html", shifts=reading.shift_list(work), **values)


@pages.post("/quan-tri/lich", endpoint="add_day")
@open_to(ADMINISTRATOR)
def add_day() -> ResponseReturnValue:
    """Enter a day that differs from its weekday; due dates already given stay as they are."""
    day, kind = _day(request.form.get("day", "")), request.form.get("kind", "")
    row = {"kind": kind, **{name: _line(request.form.get(name, "")) for name in ("name", "source")}}
    if kind not in KINDS or not row["source"]:
        raise Refused(
            vi="Xin chọn loại ngày và ghi căn cứ.", en="Please choose the kind and name the source."
        )
    with here.platform().work() as work:
        here_ = sa.update(calendar_days).where(calendar_days.c.day == day)
        if not work.run(here_.values(row)).rowcount:
            work.run(sa.insert(calendar_days), [{"day": day, **row}])
        _calendar_changed(work, "calendar:day:set", day)
    return redirect(url_for("admin_tables.calendar", nam=day.year), code=303)


@pages.post("/quan-tri/lich/<day>/bo", endpoint="remove_day")
@open_to(ADMINISTRATOR)
def remove_day(day: str) -> ResponseReturnValue:
    wanted = _day(day)
    with here.platform().work() as work:
        work.run(sa.delete(calendar_days).where(calendar_days.c.day == wanted))
        _calendar_changed(work, "calendar:day:remove", wanted)
    return redirect(url_for("admin_tables.calendar", nam=wanted.year), code=303)


def _day(text: str) -> date:
    """A day as a browser's field sends it, of a year that a calendar page has."""
    try:
        return date.fromisoformat(text if _YEAR.match(text) else "")
    except ValueError as error:
        raise Refused(vi="Ngày chưa đúng.", en="This is not a date.") from error


def _line(text: str) -> str:
    """What was typed into a field of one line."""
    return " ".join(text.split())[:_LONGEST]


def _calendar_changed(work: Work, action: str, day: date) -> None:
    set_setting(work, CALENDAR_VERSION, secrets.token_hex(8))
    audit.record(work, action, officer=here.standing().officer_id, detail={"day": day.isoformat()})


@pages.get("/quan-tri/duong-day-nong")
@open_to(ADMINISTRATOR)
def lines() -> ResponseReturnValue:
    with here.platform().look() as work:
        return desk.show(work, "admin/hotlines.html", rows=reading.hotline_list(work))


@pages.post("/quan-tri/duong-day-nong/<int:line_id>", endpoint="save_line")
@open_to(ADMINISTRATOR)
def save_line(line_id: int) -> ResponseReturnValue:
    """Keep a line's number and the day somebody last tried it."""
    tested = request.form.get("tested", "")
    number = " ".join(request.form.get("number", "").split())
    if not _NUMBER.fullmatch(number) or (number and not re.search("[0-9]", number)):
        raise Refused(vi="Số điện thoại chỉ gồm chữ số.", en="A telephone number has digits only.")
    values = {"number": number, "tested_on": _day(tested) if tested else None}
    with here.platform().work() as work:
        if not work.run(sa.update(hotlines).where(hotlines.c.id == line_id).values(values)).rowcount:
            raise NotFound
        detail = {"line": line_id, "number": number, "tested": tested}
        audit.record(work, "hotline:line:set", officer=here.standing().officer_id, detail=detail)
    return redirect(url_for("admin_tables.lines"), code=303)


@pages.get("/quan-tri/cong-tac")
@open_to(ADMINISTRATOR)
def switches() -> ResponseReturnValue:
    with here.platform().look() as work:
        rows = {row.name: row for row in reading.setting_list(work) if row.name not in OWN_MARKS}
        shown = [(one, *_kept(one, rows.pop(one.name, None))) for one in wording.SWITCHES]
        return desk.show(work, "admin/switches.html", switches=shown, others=list(rows.values()))


def _kept(switch: wording.Switch, row: sa.Row[tuple[str, str]] | None) -> tuple[str, str]:
    """The value and its basis as the page shows them; what is not set is off, or the site's own number."""
    if row is not None:
        return (_ON_OFF.get(row.value, row.value) if switch.kind == "choice" else row.value), row.basis
    return str(DEFAULTS.get(switch.name, "")), ""


@pages.post("/quan-tri/cong-tac", endpoint="set_switch")
@open_to(ADMINISTRATOR)
def set_switch() -> ResponseReturnValue:
    name, value = request.form.get("name", ""), "".join(request.form.get("value", "").split())
    known = next((one for one in wording.SWITCHES if one.name == name), None)
    if known is None:
        raise Refused(vi="Tên công tắc chưa đúng.", en="This is not the name of a switch.")
    if not _FITS[known.kind].fullmatch(value):
        raise Refused(vi="Giá trị của công tắc chưa đúng.", en="This is no value of that switch.")
    with here.platform().work() as work:
        set_setting(work, name, value, _line(request.form.get("basis", "")))
        detail = {"name": name, "value": value}
        audit.record(work, "setting:switch:set", officer=here.standing().officer_id, detail=detail)
    return redirect(url_for("admin_tables.switches"), code=303)
