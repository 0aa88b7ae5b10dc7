"""What people do in a scenario, through the same verbs that the pages call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import sqlalchemy as sa

from engine import settings
from engine.cases import reporting
from engine.people import units
from engine.scenarios import arriving, deeds
from engine.scenarios.attaching import uploads
from engine.scenarios.mailing import MODES
from engine.scenarios.player import Body, Player, Unplayable
from engine.store.tables import officers
from engine.store.tables import units as unit_rows


def act(player: Player, name: str, body: Body) -> None:
    """Carry out the act of one step."""
    ACTS[name](player, body)


def _reporter(player: Player, body: Body) -> None:
    what = str(body["reporter"])
    files = tuple(int(each.id) for each in uploads(player, body.get("files") or (), "info", None))
    case_id, key = player.case_id(), player.key()
    with player.platform.work() as work:
        if what == "answer":
            reporting.answer(work, case_id, str(body["text"]), files, key=key)
        elif what == "add":
            reporting.add_info(work, case_id, str(body["text"]), files, key=key)
        elif what == "withdraw":
            reporting.withdraw(work, case_id, str(body.get("reason") or ""), key=key)
        elif what == "rate":
            again = body.get("again", True)
            reporting.rate(work, case_id, str(body["value"]), body.get("reason"), files, again=again, key=key)
        else:
            raise Unplayable(f"người phản ánh không làm được “{what}”; có: answer, add, withdraw, rate")


def _mail(player: Player, body: Body) -> None:
    mode = str(body["mail"])
    if mode not in MODES:
        raise Unplayable(f"không hiểu “mail: {mode}”; có thể ghi: {', '.join(MODES)}")
    player.mail.mode = mode


def _settings(player: Player, body: Body) -> None:
    with player.platform.work() as work:
        for name, value in body["settings"].items():
            text = str(value).lower() if isinstance(value, bool) else str(value)
            settings.set_setting(work, name, text, "scenario")


def _away(player: Player, body: Body) -> None:
    _activate(player, body["away"], active=False)


def _back(player: Player, body: Body) -> None:
    _activate(player, body["back"], active=True)


def _activate(player: Player, names: list[str], *, active: bool) -> None:
    with player.platform.work() as work:
        ids = [
            player.standing(work, name).officer_id if not active else player.people[name] for name in names
        ]
        work.run(sa.update(officers).where(officers.c.id.in_(ids)).values(active=active))


def change_units(player: Player, changes: Mapping[str, Mapping[str, str]]) -> None:
    """Let units serve from another day on than the province's files say."""
    with player.platform.work() as work:
        for code, change in changes.items():
            values = {name: date.fromisoformat(str(value)) for name, value in change.items()}
            work.run(sa.update(unit_rows).where(unit_rows.c.code == code).values(values))
        units.changed(work)


ACTS: Mapping[str, Callable[[Player, Body], None]] = {
    "report": arriving.report,
    "officer": deeds.officer,
    "reporter": _reporter,
    "mail": _mail,
    "settings": _settings,
    "away": _away,
    "back": _back,
}
