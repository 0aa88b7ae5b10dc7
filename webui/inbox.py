"""The inbox: what is to be done, by whom, until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask import session as visit
from flask.typing import ResponseReturnValue

from engine import access
from engine.cases import taking
from engine.errors import PhananhError
from engine.people import officers
from engine.people.standing import LEADING_ROLES, Standing
from engine.reading import inbox as reading
from engine.reading.rows import Entry
from engine.reading.streams import lists_of
from engine.store.ids import row_number
from engine.work import Work
from webui import desk, here
from webui.errors import told
from webui.pages import DueWords
from webui.permissions import OFFICER, open_to

pages = Blueprint("inbox", __name__)

ICONS = {
    "mine": "user",
    "unit": "building",
    "free": "inbox",
    "overdue": "alert",
    "today": "calendar",
    "all": "list",
}
_MOST_AT_ONCE = 40
_MANY = "many_done"


@dataclass(frozen=True)
class Card:
    """One line of the list as the page draws it."""

    entry: Entry
    due: DueWords | None
    free: bool
    mine: bool


@pages.get("/viec")
@open_to(OFFICER)
def inbox() -> ResponseReturnValue:
    with here.platform().look() as work:
        return desk.show(work, "officer/inbox.html", **lists(work), pane=None)


def lists(work: Work) -> dict[str, Any]:
    """The chips and one page of the chosen list, for the inbox and beside a task."""
    standing = here.standing()
    counts = reading.counts(work, standing)
    wanted = chosen_list(standing, counts)
    page = reading.page(work, standing, wanted, reading.read_mark(request.args.get("sau", "")))
    return {
        "live": live(work, standing, counts, wanted),
        "wanted": wanted,
        "cards": cards(work, standing, page.entries),
        "next_mark": page.next,
        "next_due": None if page.entries else _next_due(work, standing),
        "colleagues": _colleagues(work, standing),
        "done_no": desk.just_done(),
        "told": visit.pop(_MANY, None) or {"done": None, "refused": ""},
    }


def live(work: Work, standing: Standing, counts: dict[str, int], wanted: str) -> dict[str, Any]:
    """What the page asks for again every 45 seconds: emergencies, counts, the newest task."""
    return {
        "emergencies": cards(work, standing, reading.emergencies(work, standing)),
        "numbers": reading.numbers_to_call(work, standing),
        "chips": [(name, counts[name], ICONS[name]) for name in lists_of(standing)],
        "most": reading.MOST,
        "newest": reading.newest(work, standing),
        "wanted": wanted,
    }


def chosen_list(standing: Standing, counts: dict[str, int]) -> str:
    asked = request.args.get("ds", "")
    if asked in lists_of(standing):
        return asked
    return "mine" if counts["mine"] else "unit"


def cards(work: Work, standing: Standing, entries: Any) -> list[Card]:
    face = desk.Clockface.of(work)
    return [
        Card(
            entry,
            face.of_entry(entry),
            free=entry.holder_id is None and may_do(standing, entry),
            mine=entry.holder_id == standing.officer_id,
        )
        for entry in entries
    ]


def may_do(standing: Standing, entry: Entry) -> bool:
    """Whether to offer the button; the engine decides again when it is pressed."""
    wanted = access.roles_of(entry.role)
    own = [(post.unit_id, post.role) for post in standing.posts]
    lent = [
        (post.unit_id, post.role)
        for one in standing.acting_for
        if one.covers(entry.element)
        for post in one.posts
    ]
    return any((entry.unit_id, role) in {*own, *lent} for role in wanted)


def _next_due(work: Work, standing: Standing) -> DueWords | None:
    return desk.Clockface.of(work).due(reading.next_due(work, standing))


def _colleagues(work: Work, standing: Standing) -> list[tuple[int, str]]:
    """Whom a leader may give work to: the officers of the units they lead."""
    led = {post.unit_id for post in standing.posts if post.role in LEADING_ROLES}
    found = {one.id: one.name for unit in sorted(led) for one, _ in officers.in_unit(work, unit)}
    return sorted(found.items(), key=lambda each: each[1])


@pages.get("/viec/moi")
@open_to(OFFICER)
def news() -> ResponseReturnValue:
    """The part of the inbox that changes by itself, as a piece of a page."""
    with here.platform().look() as work:
        standing = here.standing()
        counts = reading.counts(work, standing)
        wanted = chosen_list(standing, counts)
        shown = live(work, standing, counts, wanted)
        return jsonify(newest=shown["newest"], html=render_template("officer/live.html", live=shown))


@pages.post("/viec/nhieu")
@open_to(OFFICER)
def many() -> ResponseReturnValue:
    """Take or hand on several tasks; what cannot be done is said, the rest is done."""
    ids = [number for each in request.form.getlist("item") if (number := row_number(each))][:_MOST_AT_ONCE]
    done, refused = 0, ""
    for item_id in ids:
        try:
            _one_of_many(item_id)
            done += 1
        except PhananhError as error:
            refused = told(error)
    visit[_MANY] = {"done": done, "refused": refused}
    carried: Any = desk.kept_arguments("ds")
    return redirect(url_for("inbox.inbox", **carried), code=303)


def _one_of_many(item_id: int) -> None:
    person = row_number(request.form.get("person", ""))
    with here.platform().work() as work:
        if request.form.get("verb") == "assign" and person:
            taking.assign(work, here.standing(), item_id, person)
        else:
            taking.claim(work, here.standing(), item_id)
