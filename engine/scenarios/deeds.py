"""What officers do in a scenario: they complete tasks, or act on a case beside its tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.cases import acting, doing
from engine.errors import NotAllowed, NotFound
from engine.people import units
from engine.people.standing import Standing
from engine.scenarios import moments
from engine.scenarios.attaching import uploads
from engine.scenarios.player import Body, Player, Unplayable
from engine.store.tables import work_items
from engine.work import Work


def officer(player: Player, body: Body) -> None:
    """Complete a task if the step names one, else do what it says."""
    if "task" in body:
        _complete(player, body)
        return
    deed = DEEDS.get(str(body.get("do")))
    if deed is None:
        raise Unplayable(f"không có việc “{body.get('do')}”; có thể ghi: {', '.join(DEEDS)}")
    with player.platform.work() as work:
        deed(player, work, player.standing(work, str(body["officer"])), body)


def _complete(player: Player, body: Body) -> None:
    """Open the task's page, keep what it shows, change what the scenario answers, and send it."""
    name = str(body["officer"])
    with player.platform.look() as work:
        standing = player.standing(work, name)
        item = _item(player, work, standing, str(body["task"]), body.get("unit"))
        shown = doing.task(work, standing, item.id)
        answers = {**_as_sent(shown.values), **_answers(player, body.get("answers") or {})}
    attached = {
        field: uploads(player, kinds, "evidence", standing.officer_id)
        for field, kinds in (body.get("files") or {}).items()
    }
    with player.platform.work() as work:
        doing.complete(work, player.standing(work, name), item.id, answers, attached, key=player.key())


def _as_sent(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if isinstance(value, (str, bool, int))}


def _answers(player: Player, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers with `{A}` replaced by the number of report A."""
    with player.platform.look() as work:
        numbers = {f"{{{name}}}": player.number(work, name) for name in player.cases}
    return {key: _numbered(value, numbers) for key, value in answers.items()}


def _numbered(value: Any, numbers: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return numbers.get(value, value)
    if isinstance(value, list):
        return [_numbered(each, numbers) for each in value]
    if isinstance(value, dict):
        return {key: _numbered(each, numbers) for key, each in value.items()}
    return value if isinstance(value, bool) else str(value)


def _item(player: Player, work: Work, standing: Standing, element: str, unit: object = None) -> Any:
    """The open item of that element, the officer's own first; the last closed one if none is open."""
    query = sa.select(work_items).where(
        work_items.c.case_id == player.case_id(), work_items.c.element == element
    )
    rows = list(work.connection.execute(query.order_by(work_items.c.id)))
    open_rows = [row for row in rows if row.state == "open"]
    if unit:
        unit_id = units.unit(work, str(unit)).id
        open_rows = [row for row in open_rows if row.unit_id == unit_id]
    for row in open_rows:
        if _may(work, standing, row):
            return row
    if not rows:
        raise Unplayable(f"hồ sơ chưa từng có việc “{element}”")
    return (open_rows or rows)[-1]


def _may(work: Work, standing: Standing, row: Any) -> bool:
    try:
        access.may_act(work, standing, row)
    except (NotAllowed, NotFound):
        return False
    return True


def _emergency(player: Player, work: Work, standing: Standing, body: Body) -> None:
    acting.declare_emergency(work, standing, player.case_id(), str(body["reason"]), key=player.key())


def _extension(player: Player, work: Work, standing: Standing, body: Body) -> None:
    until, reason = moments.moment(str(body["until"])), str(body["reason"])
    acting.request_extension(work, standing, player.case_id(), until, reason, key=player.key())


def _ask(player: Player, work: Work, standing: Standing, body: Body) -> None:
    acting.ask_reporter(work, standing, player.case_id(), str(body["question"]), key=player.key())


def _direct(player: Player, work: Work, standing: Standing, body: Body) -> None:
    until = moments.moment(str(body["until"])) if body.get("until") else None
    acting.give_directive(work, standing, player.case_id(), str(body["body"]), until, key=player.key())


def _see_identity(player: Player, work: Work, standing: Standing, body: Body) -> None:
    acting.see_identity(work, standing, player.case_id(), str(body.get("reason") or ""))


def _claim(player: Player, work: Work, standing: Standing, body: Body) -> None:
    doing.claim(work, standing, _item(player, work, standing, str(body["to"])).id)


Deed = Callable[[Player, Work, Standing, Body], None]
DEEDS: Mapping[str, Deed] = {
    "emergency": _emergency,
    "extension": _extension,
    "ask": _ask,
    "directive": _direct,
    "identity": _see_identity,
    "claim": _claim,
}
