"""A case in its reporter's words: where it stands, by when, what happened; officers are never named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from engine import feel
from engine.people import units
from engine.publication import result_text
from engine.releases import Texts
from engine.store import tables
from engine.work import Work
from webui.pages import day, hour, moment
from webui.public.texts import sentences

# The clock whose end a reporter waits for once somebody handles the matter, and the one for an answer.
RESULT_PHASES = ("handle", "external_answer", "follow_promise")
ANSWER_PHASES = ("supplement_wait",)
CHECK_PHASES = ("team_verify",)
RESULT_STATUSES = ("done", "answered", "promised", "closed")
LOOKS = {
    "waiting": ("info", "clock"),
    "info": ("warn", "message"),
    "working": ("info", "gear"),
    "done": ("good", "check-circle"),
    "answered": ("info", "message"),
    "promised": ("info", "calendar"),
    "declined": ("quiet", "minus-circle"),
    "hotline": ("warn", "phone"),
    "merged": ("quiet", "merge"),
    "split": ("info", "list"),
    "withdrawn": ("quiet", "undo"),
    "closed": ("good", "check-circle"),
}


@dataclass(frozen=True)
class Promise:
    """By when: the words, and the earlier time when it was moved."""

    words: str
    before: str = ""
    late: str = ""


@dataclass
class Telling:
    """One case, asked piece by piece."""

    work: Work
    case: Any
    texts: Texts

    @classmethod
    def of(cls, work: Work, case: Any) -> Telling:
        return cls(work, case, work.platform.library.release(work, case.release_id).texts)

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        return dict(self.case.facts or {})

    @cached_property
    def unit(self) -> units.Unit | None:
        """Who handles it."""
        return units.tree(self.work).by_code.get(
            str(self.facts.get("lead") or self.facts.get("target") or "")
        )

    @property
    def unit_name(self) -> str:
        return self.unit.name if self.unit else ""

    @property
    def looks(self) -> tuple[str, str]:
        return LOOKS.get(self.case.public_status, ("info", "info"))

    @cached_property
    def clocks(self) -> list[Any]:
        rows = tables.clocks
        query = sa.select(rows).where(rows.c.case_id == self.case.id).order_by(rows.c.id)
        return list(self.work.connection.execute(query))

    def _clock(self, phases: tuple[str, ...]) -> Any | None:
        return next((one for one in reversed(self.clocks) if one.phase in phases), None)

    def status(self) -> str:
        """The sentence that says where the case stands."""
        name = f"status.{self.case.public_status}"
        return sentences(self.texts, name, {name: value for name, value in self._values().items() if value})

    def _values(self) -> dict[str, object]:
        case = self.case
        found: dict[str, object] = {"unit": self.unit_name, "report_no": self.facts.get("parent_no")}
        special = {
            "info": self._asked,
            "working": self._taken,
            "done": self._checked,
            "answered": self._checked,
            "promised": self._promised,
            "hotline": self._called,
            "split": self._parts,
        }
        if case.public_status in special:
            return found | special[case.public_status]()
        return found | {"date": day(case.ended_at)}

    def _asked(self) -> dict[str, object]:
        clock = self._clock(ANSWER_PHASES)
        due = clock.due_at if clock else self._next_hour()
        return {"question": self.facts.get("question"), "time": hour(due), "date": day(due)}

    def _next_hour(self) -> datetime | None:
        """When the procedure itself goes on; what waits for a reporter has no clock of an office."""
        rows = tables.timers.c
        query = sa.select(sa.func.min(rows.due_at)).where(
            rows.case_id == self.case.id, rows.state == "pending", rows.host.is_(None)
        )
        found: datetime | None = self.work.connection.execute(query).scalar()
        return found

    def _taken(self) -> dict[str, object]:
        rows = tables.case_units.c
        query = sa.select(sa.func.min(rows.since)).where(
            rows.case_id == self.case.id, rows.unit_id == (self.unit.id if self.unit else None)
        )
        return {"date": day(self.work.connection.execute(query).scalar())}

    def _checked(self) -> dict[str, object]:
        """The day somebody found the result good, or else the day of the last step."""
        clock = self._clock(CHECK_PHASES)
        if clock is not None and clock.stopped_at:
            return {"date": day(clock.stopped_at)}
        rows = tables.work_items.c
        query = sa.select(rows.completed_at).where(rows.case_id == self.case.id, rows.state == "done")
        last = self.work.connection.execute(query.order_by(rows.completed_at.desc()).limit(1)).scalar()
        return {"date": day(last)}

    def _promised(self) -> dict[str, object]:
        return {"date": day(_date(self._answered("promised_date")))}

    def _called(self) -> dict[str, object]:
        row = self.calls[-1] if self.calls else None
        if row is None:
            return {}
        return {
            "time": hour(row.called_at),
            "date": day(row.called_at),
            "agency": row.agency or row.number,
            "number": row.number,
        }

    def _parts(self) -> dict[str, object]:
        return {"parts": ", ".join(map(str, self.facts.get("parts") or []))}

    def _answered(self, key: str) -> object:
        """What the latest task that asked for `key` was answered."""
        rows = tables.work_items.c
        query = sa.select(rows.answers).where(rows.case_id == self.case.id, rows.state == "done")
        for kept in self.work.connection.execute(
            query.order_by(rows.completed_at.desc(), rows.id.desc())
        ).scalars():
            read = feel.from_json(kept) if kept else None
            if isinstance(read, dict) and read.get(key):
                return read[key]
        return None

    def promise(self) -> Promise | None:
        """By when the reporter will hear, as far as that is decided; nothing once the case has ended."""
        if self.case.status != "open" or self.case.public_status not in ("waiting", "working", "hotline"):
            return None
        clock = self._clock(RESULT_PHASES)
        if clock is None or clock.stopped_at is not None:
            return self._first_answer() if self.case.public_status == "waiting" else None
        values = {
            "unit": self.unit_name,
            "time": hour(clock.due_at),
            "date": day(clock.due_at),
            "n": clock.amount * 24 if clock.measure == "days" and clock.kind != "working" else clock.amount,
        }
        form = None if clock.measure == "days" and clock.kind == "working" else "hours"
        moved = clock.due_at != clock.first_due_at
        before = f"{hour(clock.first_due_at)} {day(clock.first_due_at)}" if moved else ""
        return Promise(
            sentences(self.texts, "promise.result", values, form=form), before, self._apology(clock)
        )

    def _first_answer(self) -> Promise | None:
        running = [one for one in self.clocks if one.stopped_at is None]
        if not running:
            return None
        due = min(one.due_at for one in running)
        values = {"time": hour(due), "date": day(due)}
        return Promise(sentences(self.texts, "promise.first", values))

    def _apology(self, clock: Any) -> str:
        if clock.paused_at is not None or self.work.now <= clock.due_at:
            return ""
        expected = _date(self._answered("expected"))
        values = {
            "old_due": f"{hour(clock.due_at)} {day(clock.due_at)}",
            "unit": self.unit_name,
            "reason": str(self._answered("reply") or "").rstrip(" ."),
            "expected": day(expected),
        }
        return sentences(self.texts, "late.apology", values)

    def extension(self) -> str:
        """Who moved the time, to when and why."""
        rows, people = tables.extensions, tables.officers
        query = (
            sa.select(rows.c.until, rows.c.reason, people.c.position)
            .join(people, people.c.id == rows.c.decided_by)
            .where(rows.c.case_id == self.case.id, rows.c.state == "approved")
            .order_by(rows.c.id.desc())
        )
        found = self.work.connection.execute(query).first()
        if found is None:
            return ""
        new_due = str((self.facts.get("extended") or {}).get("new") or found.until.isoformat())
        values = {
            "new_due": moment(datetime.fromisoformat(new_due)),
            "reason": found.reason,
            "position": found.position,
            "unit": self._target_name(),
        }
        return sentences(self.texts, "extension.notice", values)

    def _target_name(self) -> str:
        found = units.tree(self.work).by_code.get(str(self.facts.get("target") or ""))
        return found.name if found else ""

    def refusal(self) -> tuple[str, str]:
        """Why it was not taken, and where the matter can be settled."""
        code = self.facts.get("refusal")
        if self.case.public_status != "declined" or not code:
            return "", ""
        row = next((one for one in self.texts.refusals if one["code"] == code), None)
        name = str(row["text"]) if row else f"refuse.{code}"
        reason = sentences(self.texts, name, {}) if name in self.texts else ""
        return reason, str(self.facts.get("guidance") or "")

    def result(self) -> str:
        """What the handling unit says it did, once that was checked."""
        if self.case.public_status not in RESULT_STATUSES:
            return ""
        return result_text(self.work, self.case._mapping)

    @cached_property
    def messages(self) -> list[Any]:
        """What was asked and answered; each side named by its office."""
        rows, named = tables.messages, tables.units
        query = (
            sa.select(rows.c.direction, rows.c.kind, rows.c.body, rows.c.sent_at, named.c.short_name)
            .outerjoin(named, named.c.id == rows.c.unit_id)
            .where(rows.c.case_id == self.case.id)
            .order_by(rows.c.sent_at, rows.c.id)
        )
        return list(self.work.connection.execute(query))

    @cached_property
    def calls(self) -> list[Any]:
        """Calls to a hotline that somebody answered."""
        rows = tables.hotline_calls
        query = sa.select(rows).where(rows.c.case_id == self.case.id, rows.c.answered)
        return list(self.work.connection.execute(query.order_by(rows.c.called_at)))


def _date(value: object) -> datetime | date | None:
    if isinstance(value, datetime | date):
        return value
    try:
        return datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
