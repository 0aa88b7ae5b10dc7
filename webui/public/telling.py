"""A case in its reporter's words: where it stands, by when, what happened; officers are never named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from engine.people import units
from engine.publication import result_text
from engine.reading import following
from engine.releases import Texts
from engine.work import Work
from webui.pages import day, hour
from webui.public.texts import sentences

# The clocks whose end a status sentence tells: of the reporter's answer, and of the check of a result.
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
        return self._unit_called(self.facts.get("lead") or self.facts.get("target"))

    def _unit_called(self, code: object) -> units.Unit | None:
        return units.tree(self.work).by_code.get(str(code or ""))

    @property
    def unit_name(self) -> str:
        return self.unit.name if self.unit else ""

    @property
    def target_name(self) -> str:
        """Who decides on more time for it: the unit it was sent to."""
        found = self._unit_called(self.facts.get("target"))
        return found.name if found else ""

    @property
    def looks(self) -> tuple[str, str]:
        return LOOKS.get(self.case.public_status, ("info", "info"))

    @cached_property
    def clocks(self) -> Sequence[Any]:
        return following.clocks_of(self.work, self.case.id)

    def latest_clock(self, phases: tuple[str, ...]) -> Any | None:
        """The last clock of these kinds that was started."""
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
        clock = self.latest_clock(ANSWER_PHASES)
        due = clock.due_at if clock else following.goes_on_at(self.work, self.case.id)
        return {"question": self.facts.get("question"), "time": hour(due), "date": day(due)}

    def _taken(self) -> dict[str, object]:
        return {
            "date": day(following.held_since(self.work, self.case.id, self.unit.id if self.unit else None))
        }

    def _checked(self) -> dict[str, object]:
        """The day somebody found the result good, or else the day of the last step."""
        clock = self.latest_clock(CHECK_PHASES)
        if clock is not None and clock.stopped_at:
            return {"date": day(clock.stopped_at)}
        return {"date": day(following.last_done_at(self.work, self.case.id))}

    def _promised(self) -> dict[str, object]:
        return {"date": day(as_date(self.last_answer("promised_date")))}

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

    def last_answer(self, key: str) -> object:
        """What the latest task that asked for `key` was answered."""
        return following.last_answer(self.work, self.case.id, key)

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
    def messages(self) -> Sequence[Any]:
        return following.messages_of(self.work, self.case.id)

    @cached_property
    def calls(self) -> Sequence[Any]:
        return following.answered_calls(self.work, self.case.id)


def as_date(value: object) -> datetime | date | None:
    if isinstance(value, datetime | date):
        return value
    try:
        return datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
