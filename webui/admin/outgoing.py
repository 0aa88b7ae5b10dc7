"""Messages on their way out: how their channels fare, and those given up, to be sent again or let go."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.notices import deadletters
from engine.notices.deadletters import Wanted
from engine.notices.health import Health, healths
from engine.reading import outgoing as reading
from engine.store.ids import row_number
from engine.work import Work
from webui import desk, here
from webui.admin import wording
from webui.admin.overview import ADMINISTRATOR
from webui.pages import moment, say
from webui.permissions import open_to

pages = Blueprint("admin_outgoing", __name__)
STATES = ("dead", "waiting", "sent", "dropped")
CHANNELS = ("email", "sms", "zalo", "case")
LONGEST = 500


@pages.get("/quan-tri/thu-di")
@open_to(ADMINISTRATOR)
def listing() -> ResponseReturnValue:
    asked = request.args.get("tt", "waiting")
    state = asked if asked in STATES else "waiting"
    with here.platform().look() as work:
        rows = reading.outbox_list(work, state, row_number(request.args.get("truoc", "")))
        return desk.show(
            work,
            "admin/outgoing.html",
            rows=rows[: reading.SIZE],
            more=rows[reading.SIZE - 1].id if len(rows) > reading.SIZE else None,
            counts=reading.outbox_counts(work),
            state=state,
            states=STATES,
            channels=CHANNELS,
            ailing=_ailing(work),
            changed=row_number(request.args.get("xong", "")),
            wording=wording,
        )


@pages.post("/quan-tri/thu-di/<int:row_id>/gui-lai", endpoint="resend")
@open_to(ADMINISTRATOR)
def resend(row_id: int) -> ResponseReturnValue:
    """Put a dead message back in the queue, with all its tries before it."""
    with here.platform().work() as work:
        count = deadletters.resend(work, here.standing(), Wanted(only=row_id))
    return _back(count)


@pages.post("/quan-tri/thu-di/<int:row_id>/thoi", endpoint="give_up")
@open_to(ADMINISTRATOR)
def give_up(row_id: int) -> ResponseReturnValue:
    with here.platform().work() as work:
        reason = request.form.get("ly_do", "")[:LONGEST]
        count = deadletters.give_up(work, here.standing(), Wanted(only=row_id), reason)
    return _back(count)


@pages.post("/quan-tri/thu-di/tat-ca", endpoint="change_all")
@open_to(ADMINISTRATOR)
def change_all() -> ResponseReturnValue:
    """Send again, or let go, whatever the filter finds."""
    with here.platform().work() as work:
        if "thoi" in request.form:
            reason = request.form.get("ly_do", "")[:LONGEST]
            count = deadletters.give_up(work, here.standing(), _filter(), reason)
        else:
            count = deadletters.resend(work, here.standing(), _filter())
    return _back(count)


@pages.post("/quan-tri/thu-di/kenh/<channel>/thu-ngay", endpoint="wake")
@open_to(ADMINISTRATOR)
def wake(channel: str) -> ResponseReturnValue:
    """Somebody says that a resting channel is mended."""
    with here.platform().work() as work:
        deadletters.wake_channel(work, here.standing(), channel)
    return redirect(url_for("admin_outgoing.listing"), code=303)


def _filter() -> Wanted:
    return Wanted(
        channel=request.values.get("kenh", "")[:40], error=request.values.get("loi", "").strip()[:LONGEST]
    )


def _back(count: int) -> ResponseReturnValue:
    return redirect(url_for("admin_outgoing.listing", tt="dead", xong=count), code=303)


def _ailing(work: Work) -> list[tuple[Health, str, bool]]:
    """The channels that fail, each with its state in words and whether it rests."""
    found = sorted(healths(work).values(), key=lambda one: one.channel)
    return [(one, _told(one, work.now), one.rests_at(work.now)) for one in found if one.failures]


def _told(one: Health, now: datetime) -> str:
    name = wording.channel(one)
    if one.rests_at(now):
        until, since = moment(one.resting_until), moment(one.failing_since)
        return say("outgoing.resting", channel=name, until=until, since=since, n=one.failures)
    return say("outgoing.trying" if one.ailing else "outgoing.stumbling", channel=name, n=one.failures)
