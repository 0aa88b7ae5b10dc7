"""By when a reporter will hear, and who moved that time; told in the words of the case's release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.reading import following
from webui.pages import day, hour, moment
from webui.public.telling import Telling, as_date
from webui.public.texts import sentences

# The clocks whose end a reporter waits for once somebody handles the matter.
RESULT_PHASES = ("handle", "external_answer", "follow_promise")


@dataclass(frozen=True)
class Promise:
    """By when: the words, and the earlier time when it was moved."""

    words: str
    before: str = ""
    late: str = ""


def promise(telling: Telling) -> Promise | None:
    """By when the reporter will hear, as far as that is decided; nothing once the case has ended."""
    if telling.case.status != "open" or telling.case.public_status not in ("waiting", "working", "hotline"):
        return None
    clock = telling.latest_clock(RESULT_PHASES)
    if clock is None or clock.stopped_at is not None:
        return _first_answer(telling) if telling.case.public_status == "waiting" else None
    values = {
        "unit": telling.unit_name,
        "time": hour(clock.due_at),
        "date": day(clock.due_at),
        "n": clock.amount * 24 if clock.measure == "days" and clock.kind != "working" else clock.amount,
    }
    form = None if clock.measure == "days" and clock.kind == "working" else "hours"
    moved = clock.due_at != clock.first_due_at
    before = f"{hour(clock.first_due_at)} {day(clock.first_due_at)}" if moved else ""
    return Promise(
        sentences(telling.texts, "promise.result", values, form=form), before, _apology(telling, clock)
    )


def _first_answer(telling: Telling) -> Promise | None:
    running = [one for one in telling.clocks if one.stopped_at is None]
    if not running:
        return None
    due = min(one.due_at for one in running)
    values = {"time": hour(due), "date": day(due)}
    return Promise(sentences(telling.texts, "promise.first", values))


def _apology(telling: Telling, clock: Any) -> str:
    if clock.paused_at is not None or telling.work.now <= clock.due_at:
        return ""
    expected = as_date(telling.last_answer("expected"))
    values = {
        "old_due": f"{hour(clock.due_at)} {day(clock.due_at)}",
        "unit": telling.unit_name,
        "reason": str(telling.last_answer("reply") or "").rstrip(" ."),
        "expected": day(expected),
    }
    return sentences(telling.texts, "late.apology", values)


def extension(telling: Telling) -> str:
    """Who moved the time, to when and why."""
    found = following.more_time_given(telling.work, telling.case.id)
    if found is None:
        return ""
    new_due = str((telling.facts.get("extended") or {}).get("new") or found.until.isoformat())
    values = {
        "new_due": moment(datetime.fromisoformat(new_due)),
        "reason": found.reason,
        "position": found.position,
        "unit": telling.target_name,
    }
    return sentences(telling.texts, "extension.notice", values)
