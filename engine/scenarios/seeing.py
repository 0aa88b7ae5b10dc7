"""What a scenario can look at: the state of a case, in the words that scenario files use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from engine import access
from engine.cases import reporting
from engine.cases.actor import CLOCK
from engine.cases.step import Step
from engine.scenarios import moments
from engine.scenarios.hearing import told
from engine.scenarios.player import Player
from engine.store import tables
from engine.work import Work

Found = Any


def look(player: Player, aspect: str, wanted: object = None) -> Found:
    """What is there now, of one aspect; `wanted` names the persons asked for, where it is about persons."""
    if aspect == "told":
        return told(player)
    with player.platform.look() as work:
        if aspect == "sees":
            return _sees(player, work, wanted)
        return ASPECTS[aspect](player, work)


def _case(player: Player, work: Work) -> Any:
    return work.connection.execute(sa.select(tables.cases).where(tables.cases.c.id == player.case_id())).one()


def _rows(player: Player, work: Work, table: sa.Table) -> list[Any]:
    query = sa.select(table).where(table.c.case_id == player.case_id())
    return list(work.connection.execute(query.order_by(*table.primary_key)))


def _open_items(player: Player, work: Work) -> list[Any]:
    return [row for row in _rows(player, work, tables.work_items) if row.state == "open"]


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """One value for a name, or the list of them when there are several."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else sorted(values) for name, values in found.items()}


def _position(player: Player, work: Work) -> Found:
    query = sa.select(tables.units.c.id, tables.units.c.code)
    codes = {row.id: row.code for row in work.connection.execute(query)}
    return _grouped([(row.element, _holder(player, codes, row)) for row in _open_items(player, work)])


def _holder(player: Player, codes: Mapping[int, str], row: Any) -> str:
    text = codes[row.unit_id]
    if row.claimed_by:
        text += f" ({player.login(row.claimed_by)})"
    if row.fallback:
        text += f" [{row.fallback}]"
    return text


def _due(player: Player, work: Work) -> Found:
    """When open tasks are due, and when waits of the diagram end."""
    pairs = [(row.element, moments.shown(row.due_at)) for row in _open_items(player, work) if row.due_at]
    for row in _rows(player, work, tables.timers):
        if row.state == "pending" and row.rung is None:
            pairs.append((row.element, moments.shown(row.due_at)))
    return _grouped(pairs)


def _public(player: Player, work: Work) -> Found:
    case = _case(player, work)
    found = {"status": case.public_status, "page": "none"}
    query = sa.select(tables.publications).where(tables.publications.c.case_id == case.id)
    page = work.connection.execute(query).first()
    if page is None:
        return found
    return found | {
        "page": page.state,
        "title": page.title,
        "body": page.body,
        "result": page.result,
        "pictures": str(len(page.file_ids)),
        "unit": page.unit_name,
    }


def _outcome(player: Player, work: Work) -> Found:
    """How the case ended; one that is closed while something of its diagram still runs says so."""
    case = _case(player, work)
    if case.status == "open":
        return "open"
    running = Step.look(work, case.id, CLOCK).run.ended is None
    return f"{case.outcome} (còn chạy)" if running else case.outcome


def _clock_name(row: Any) -> str:
    return f"{row.phase} {row.unit}" + (f" {row.round}" if row.round > 1 else "")


def _verdicts(player: Player, work: Work) -> Found:
    rows = _rows(player, work, tables.clocks)
    return {_clock_name(row): row.verdict for row in rows if row.verdict}


def _clocks(player: Player, work: Work) -> Found:
    """What happened to each clock: start, pause, resume, stop, continue, extend, shorten."""
    found = {}
    for row in _rows(player, work, tables.clocks):
        entries = sa.select(tables.clock_entries).where(tables.clock_entries.c.clock_id == row.id)
        rows = work.connection.execute(entries.order_by(tables.clock_entries.c.id))
        found[_clock_name(row)] = [each.kind for each in rows if each.kind != "rung"]
    return found


def _escalated(player: Player, work: Work) -> Found:
    """Every rung that fired, in order: `handle P50`."""
    return [f"{row.element} {row.rung}" for row in _rows(player, work, tables.escalations)]


def _facts(player: Player, work: Work) -> Found:
    return {key: _plain(value) for key, value in _case(player, work).facts.items()}


def _columns(player: Player, work: Work) -> Found:
    return {key: _plain(value) for key, value in _case(player, work)._mapping.items() if key != "state"}


def _plain(value: Any) -> Any:
    return moments.shown(value) if isinstance(value, datetime) else value


def _calls(player: Player, work: Work) -> Found:
    rows = _rows(player, work, tables.hotline_calls)
    return [f"{row.number} {'answered' if row.answered else 'silent'}" for row in rows]


def _sees(player: Player, work: Work, wanted: object) -> Found:
    """Whether each of the people asked for may read the case."""
    names = wanted if isinstance(wanted, dict) else {}
    case_id = player.case_id()
    return {name: access.may_see(work, player.standing(work, name), case_id) for name in names}


def _telling(player: Player, work: Work) -> Found:
    outcomes = _case(player, work).facts.get("told_outcomes", {})
    return {kind: each["outcome"] for kind, each in outcomes.items()}


def _ratings(player: Player, work: Work) -> Found:
    rows = _rows(player, work, tables.ratings)
    return [f"{row.value}{' contested' if row.contested else ''}" for row in rows]


def _letters(player: Player, work: Work) -> Found:
    return {row.purpose: row.number for row in _rows(player, work, tables.letters)}


def _extensions(player: Player, work: Work) -> Found:
    return [row.state for row in _rows(player, work, tables.extensions)]


def _may(player: Player, work: Work) -> Found:
    return sorted(reporting.what_may_be_done(work, player.case_id()))


def _others(player: Player, work: Work) -> Found:
    """The parts of a split case, each with its field and where it stands."""
    query = sa.select(tables.cases).where(tables.cases.c.parent_id == player.case_id())
    rows = work.connection.execute(query.order_by(tables.cases.c.id))
    return [f"{row.parent_kind} {row.field} {row.status}" for row in rows]


Aspect = Callable[[Player, Work], Found]
ASPECTS: Mapping[str, Aspect] = {
    "position": _position,
    "due": _due,
    "public": _public,
    "outcome": _outcome,
    "verdicts": _verdicts,
    "clocks": _clocks,
    "escalated": _escalated,
    "facts": _facts,
    "case": _columns,
    "calls": _calls,
    "telling": _telling,
    "ratings": _ratings,
    "letters": _letters,
    "extensions": _extensions,
    "may": _may,
    "others": _others,
}
